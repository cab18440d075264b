/**
 * Sweeps on Apache Spark, a program of its own that {@code spark-submit} starts. One direction: {@link
 * org.escalatesim.sweep.spark.SparkSweep} (the command) -> {@link org.escalatesim.sweep.spark.SparkRunner} (on the
 * driver: makes tasks, writes results as they come) -> {@link org.escalatesim.sweep.spark.TaskRunner} (on the executors:
 * opens the sweep, runs points). What runs and what a result holds is the business of {@code org.escalatesim.sweep}.
 */
package org.escalatesim.sweep.spark;
