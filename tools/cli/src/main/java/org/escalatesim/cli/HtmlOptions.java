package org.escalatesim.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Stack;
import org.escalatesim.config.InputException;
import org.escalatesim.report.ResultException;
import org.escalatesim.report.ResultFolder;
import org.escalatesim.report.Target;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** {@code --html}: the results as a page too, in the folder of the results or in a file of its own. */
final class HtmlOptions {
    /** The page in the folder of the results. */
    static final String PAGE = "page.html";

    private static final String IN_FOLDER = "";

    @Option(
            names = "--html",
            arity = "0..1",
            paramLabel = "FILE.html",
            parameterConsumer = Consumer.class,
            description = "Write the results as a page too, one HTML file that needs no network: " + PAGE
                    + " in the folder for results, or FILE.html (a name that ends in .html or .htm).")
    String html;

    /** Takes the next word only if it is the name of a page, so that {@code sweep --html FILE.yaml} runs FILE.yaml. */
    static final class Consumer implements IParameterConsumer {
        @Override
        @SuppressWarnings("JdkObsolete") // picocli's own type
        public void consumeParameters(Stack<String> args, ArgSpec argSpec, CommandSpec commandSpec) {
            argSpec.setValue(!args.isEmpty() && isPage(args.peek()) ? args.pop() : IN_FOLDER);
        }
    }

    private static boolean isPage(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return !word.startsWith("-") && (lower.endsWith(".html") || lower.endsWith(".htm"));
    }

    /** Whether a page was asked for. */
    boolean wanted() {
        return html != null;
    }

    /** Whether it goes to the folder of the results. */
    private boolean inFolder() {
        return html.equals(IN_FOLDER);
    }

    /** Names of files with that of the page, if it goes to the same folder. */
    String[] with(String... files) {
        if (!wanted() || !inFolder()) {
            return files;
        }
        String[] all = Arrays.copyOf(files, files.length + 1);
        all[files.length] = PAGE;
        return all;
    }

    /** Throws {@link InputException} if a file of its own cannot be written; before any work is done. */
    void check() {
        if (!wanted() || inFolder()) {
            return;
        }
        Path target = Target.file("--html", SweepCommand.path("--html", html));
        try {
            Files.delete(Files.createFile(Target.temporary(target)));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Writes the results and the page: all or nothing, but for a failure of the very last move. */
    String write(ResultFolder folder, String page) {
        if (!wanted()) {
            return Results.written(folder);
        }
        if (inFolder()) {
            folder.add(PAGE, page);
            return Results.written(folder);
        }
        Path file = SweepCommand.path("--html", html);
        String[] line = new String[1];
        write(file, page, () -> line[0] = Results.written(folder));
        return line[0] + "; page " + html;
    }

    /** {@link #check} for a page that goes to a folder whose results are there already. */
    void check(Path folder) {
        check();
        if (inFolder()) {
            Target.file("--html", folder.resolve(PAGE));
        }
    }

    /** Writes the page of a sweep, whose results are there already; returns its file. */
    Path write(Path folder, String page) {
        Path file = inFolder() ? folder.resolve(PAGE) : SweepCommand.path("--html", html);
        write(file, page, () -> {});
        return file;
    }

    /** Whole under a temporary name first, then what must not fail without it, then into place. */
    private void write(Path file, String page, Runnable between) {
        Path target = Target.file("--html", file);
        Path temporary = Target.temporary(target);
        try {
            try {
                Files.writeString(temporary, page, StandardCharsets.UTF_8);
                between.run();
                Target.replace(temporary, target);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private InputException unwritable(IOException e) {
        return new InputException("--html " + html + ": cannot be written (" + ResultException.why(e) + ")");
    }
}
