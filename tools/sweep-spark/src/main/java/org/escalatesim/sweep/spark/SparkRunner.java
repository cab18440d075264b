package org.escalatesim.sweep.spark;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.escalatesim.cli.SweepCommand;
import org.escalatesim.cli.Version;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultException;
import org.escalatesim.sweep.LocalRunner;
import org.escalatesim.sweep.PlannedPoint;
import org.escalatesim.sweep.PointRunner;
import org.escalatesim.sweep.ResultStore;
import org.escalatesim.sweep.Sweep;
import scala.reflect.ClassTag;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Runs points on a Spark cluster. Executors send results to the driver, which stores each as it comes: one writer, and a
 * folder that executors need not see. What an executor had not sent when it died, Spark runs again elsewhere.
 */
final class SparkRunner implements SweepCommand.Runner {
    /** Machines that share a trace in one task, at most, as on one computer. */
    private static final int MOST_MACHINES = 8;
    /** Tasks per core that groups must leave, lest cores wait for the last of them. */
    private static final int TASKS_PER_CORE = 4;

    @Override
    public void run(
            Sweep sweep, List<PlannedPoint> points, ResultStore store, int threads, LocalRunner.Observer observer) {
        if (points.isEmpty()) {
            return;
        }
        SparkConf conf = new SparkConf();
        if (conf.get("spark.app.name", SparkSweep.class.getName()).equals(SparkSweep.class.getName())) {
            conf.setAppName("escalate-sim sweep " + sweep.name());
        }
        // All results of a job count, stored or not, and a sweep may have any number of them.
        conf.setIfMissing("spark.driver.maxResultSize", "0");
        // Else the driver tells of every task, and the lines that matter drown.
        conf.setIfMissing("spark.log.level", "WARN");
        // Records, which Kryo as Spark has it cannot make.
        conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
        try (JavaSparkContext context = new JavaSparkContext(conf)) {
            List<List<PlannedPoint>> groups =
                    PointRunner.groups(points, machines(points, context.defaultParallelism()));
            run(context, sweep, groups, new Sink(groups, store, observer));
        } catch (Exception e) {
            // Spark's own exceptions are checked, though its Scala code declares none.
            throw failure(e);
        }
    }

    /** How many machines share a trace in one task: many save work, few keep all cores busy. */
    static int machines(List<PlannedPoint> points, int cores) {
        long different = points.stream()
                .map(point -> point.machineKey() + point.workKey())
                .distinct()
                .count();
        return (int) Math.max(1, Math.min(MOST_MACHINES, different / ((long) TASKS_PER_CORE * cores)));
    }

    private static void run(JavaSparkContext context, Sweep sweep, List<List<PlannedPoint>> groups, Sink sink) {
        String job = UUID.randomUUID().toString();
        List<Task> tasks = groups.stream()
                .map(group -> Task.of(job, sweep, Version.text(), group))
                .toList();
        RDD<Task> rdd = context.parallelize(tasks, tasks.size()).rdd();
        ClassTag<TaskResult> tag = ClassTag.apply(TaskResult.class);
        context.sc().runJob(rdd, new TaskRunner(), sink, tag);
    }

    /** Stores results, on the driver, in the one thread that tells of them. */
    private static final class Sink extends AbstractFunction2<Object, TaskResult, BoxedUnit> {
        private final List<List<PlannedPoint>> groups;
        private final ResultStore store;
        private final LocalRunner.Observer observer;

        Sink(List<List<PlannedPoint>> groups, ResultStore store, LocalRunner.Observer observer) {
            this.groups = groups;
            this.store = store;
            this.observer = observer;
        }

        @Override
        public BoxedUnit apply(Object number, TaskResult result) {
            if (result.problem() != null) {
                throw new InputException(result.problem());
            }
            List<PlannedPoint> group = groups.get((Integer) number);
            IntStream.range(0, group.size())
                    .forEach(i -> store.write(group.get(i).key(), result.files()[i]));
            observer.worked(LocalRunner.denseMacs(group));
            IntStream.range(0, group.size()).forEach(i -> observer.finished(group.get(i), result.failures()[i]));
            return BoxedUnit.UNIT;
        }
    }

    /** What the sink threw, or else what Spark says, in one line. */
    private static RuntimeException failure(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InputException || cause instanceof ResultException) {
                return (RuntimeException) cause;
            }
        }
        return new InputException("Spark ended the sweep: " + firstLine(e)
                + "; what was stored is whole, started again the sweep goes on");
    }

    private static String firstLine(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        return message.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
