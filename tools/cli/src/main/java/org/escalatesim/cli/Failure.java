package org.escalatesim.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escalatesim.report.Numbers;

/**
 * A point of a sweep that failed, or will.
 *
 * @param point what it is, for people
 * @param why the reason, one line
 */
record Failure(String point, String why) {

    /** One line per reason, with the first point that has it and how many more do; failures by the points' numbers. */
    static List<String> lines(Map<Integer, Failure> failures) {
        Map<String, List<Integer>> byReason = new LinkedHashMap<>();
        failures.forEach((number, failure) -> byReason.computeIfAbsent(failure.why(), why -> new ArrayList<>())
                .add(number));
        List<String> lines = new ArrayList<>();
        byReason.forEach((why, numbers) -> {
            int first = numbers.get(0);
            lines.add("point " + first + " (" + failures.get(first).point() + ")"
                    + (numbers.size() == 1 ? "" : " and " + Numbers.count(numbers.size() - 1) + " more") + ": " + why);
        });
        return lines;
    }
}
