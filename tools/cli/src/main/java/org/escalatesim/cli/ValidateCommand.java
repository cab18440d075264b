package org.escalatesim.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.validate.References;
import org.escalatesim.validate.Validation;
import org.escalatesim.validate.ValidationReport;
import org.escalatesim.validate.Validations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code validate}: the machines beside what others measured. */
@Command(
        name = "validate",
        description = "Runs every machine as others ran theirs, and shows each of their figures beside ours, with the"
                + " deviation, the bound that it must keep and an explanation.",
        footer = {
            "",
            "Exit code: 0 all bounds hold, 1 a bound was missed, 2 bad input.",
            "Example: escalate-sim validate --out docs/validation.md"
        })
final class ValidateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--references",
            paramLabel = "DIR",
            defaultValue = "../shared/references",
            description = "The folder of their figures (default: ${DEFAULT-VALUE}).")
    private String references;

    @Option(names = "--out", paramLabel = "FILE.md", description = "Write the report as a Markdown page too.")
    private String out;

    @Mixin
    private CommonOptions common;

    private final List<Validation> validations;

    /** All validations. */
    ValidateCommand() {
        this(Validations.ALL);
    }

    /** Some validations, for tests. */
    ValidateCommand(List<Validation> validations) {
        this.validations = validations;
    }

    @Override
    public Integer call() {
        References theirs = new References(path("--references", references));
        Path page = out == null ? null : path("--out", out).toAbsolutePath().normalize();
        ResultFolder folder = null;
        if (page != null) {
            if (page.getParent() == null || !page.getFileName().toString().endsWith(".md")) {
                throw new InputException("--out must be a file that ends in .md, not " + out);
            }
            folder = new ResultFolder(path("--out", out).resolveSibling(""));
            folder.check(page.getFileName().toString());
        }
        PrintWriter print = spec.commandLine().getOut();
        List<ValidationReport.Section> sections = new ArrayList<>();
        for (Validation validation : validations) {
            ValidationReport.Section section = section(validation, theirs);
            sections.add(section);
            List<String> lines = new ArrayList<>(section.lines());
            lines.add("");
            common.print(print, lines);
        }
        ValidationReport report = new ValidationReport(sections);
        if (folder != null) {
            folder.add(page.getFileName().toString(), report.markdown());
            folder.write();
            common.print(print, List.of("report        " + out));
        }
        List<String> failures = report.failures();
        PrintWriter err = spec.commandLine().getErr();
        failures.forEach(line -> err.println("error: bound missed: " + line));
        err.flush();
        return failures.isEmpty() ? 0 : Failures.INTERNAL;
    }

    private ValidationReport.Section section(Validation validation, References theirs) {
        try {
            return new ValidationReport.Section(
                    validation.machine(), validation.description(), validation.compare(theirs));
        } catch (NumberFormatException e) {
            throw new InputException("--references " + references + ": figures of " + validation.machine()
                    + ": not a number: " + e.getMessage());
        }
    }

    private static Path path(String option, String text) {
        if (text.isEmpty()) {
            throw new InputException(option + " must not be empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new InputException(option + " " + text + ": is not a path");
        }
    }
}
