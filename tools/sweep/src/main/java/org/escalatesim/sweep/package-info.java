/**
 * Sweeps: many runs that differ in a few fields.
 *
 * <pre>
 *     sweep file -> {@link org.escalatesim.sweep.Sweep} -> points -> {@link org.escalatesim.sweep.PlannedPoint} (resolved, named
 *     by a hash) -> {@link org.escalatesim.sweep.PointRunner} (the bytes of its result file) -> {@link org.escalatesim.sweep.Merge}
 * </pre>
 *
 * <p>A result depends on nothing but what its name is a hash of, so that it does not matter which thread, process or
 * computer makes it. {@link org.escalatesim.sweep.LocalRunner} makes them on the threads of one computer.
 */
package org.escalatesim.sweep;
