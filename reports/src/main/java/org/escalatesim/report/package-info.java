/**
 * What a finished run looks like to people and to other programs: console tables, {@code layers.csv}, {@code run.json}.
 *
 * <p>{@link org.escalatesim.report.RunRecord} holds everything that results are made of; it is written to and read back
 * from {@code run.json}, so that a finished run can be priced again without simulating. Nothing here knows the time, the
 * host or a path: equal runs give equal bytes.
 */
package org.escalatesim.report;
