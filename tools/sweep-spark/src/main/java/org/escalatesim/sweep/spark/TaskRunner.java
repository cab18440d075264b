package org.escalatesim.sweep.spark;

import java.io.Serializable;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escalatesim.config.InputException;
import org.escalatesim.sweep.PlannedPoint;
import org.escalatesim.sweep.Planner;
import org.escalatesim.sweep.PointRunner;
import org.escalatesim.sweep.Sweep;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/** Runs a task on an executor, one thread per task. */
final class TaskRunner extends AbstractFunction1<Iterator<Task>, TaskResult> implements Serializable {
    private static final long serialVersionUID = 1;

    /** The sweep that this executor ran last: opening one may take longer than running a point of it. */
    private static Opened last;

    private record Opened(String job, Sweep sweep) {}

    @Override
    public TaskResult apply(Iterator<Task> tasks) {
        Task task = tasks.next();
        // No exception: Spark would try the same elsewhere, three times more, and report it with its own stack trace.
        try {
            return run(task);
        } catch (InputException e) {
            return TaskResult.problem(host() + ": " + e.problems().get(0)
                    + "; the sweep file and what it names must be at the same paths on all computers");
        }
    }

    private static TaskResult run(Task task) {
        Sweep sweep = open(task);
        Planner planner = new Planner(task.version());
        List<PlannedPoint> points = new ArrayList<>();
        for (int i = 0; i < task.numbers().length; i++) {
            int number = task.numbers()[i];
            PlannedPoint point = number <= sweep.size() ? planner.plan(sweep.point(number)) : null;
            if (point == null || !point.key().equals(task.keys()[i])) {
                return TaskResult.problem(
                        host() + ": " + task.sweep() + ", or a file that it names, is not what it is on"
                                + " the driver: point " + number + " differs");
            }
            points.add(point);
        }
        List<PointRunner.Result> results = PointRunner.run(task.version(), points);
        return new TaskResult(
                null,
                results.stream().map(PointRunner.Result::bytes).toArray(byte[][]::new),
                results.stream().map(PointRunner.Result::failure).toArray(String[]::new));
    }

    private static synchronized Sweep open(Task task) {
        if (last == null || !last.job.equals(task.job())) {
            last = new Opened(task.job(), Sweep.open(Path.of(task.sweep())));
        }
        return last.sweep;
    }

    private static String host() {
        try {
            return "executor on " + InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "executor";
        }
    }
}
