/**
 * Timelines of one layer: what every unit of a machine did in each cycle, and how full its queues were, as Chrome trace
 * JSON (for Perfetto) or as a value change dump (for waveform viewers).
 *
 * <p>{@link org.escalatesim.report.timeline.Timeline} turns cycles into changes and keeps the window and the size;
 * {@link org.escalatesim.report.timeline.TraceJson} and {@link org.escalatesim.report.timeline.ValueChangeDump} write
 * them; {@link org.escalatesim.report.timeline.TimelineFile} is the file, which appears whole or not at all.
 */
package org.escalatesim.report.timeline;
