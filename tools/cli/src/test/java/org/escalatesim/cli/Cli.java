package org.escalatesim.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** A command line run in this process. */
record Cli(int code, String out, String err) {
    static Cli run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Cli(code, out.toString(), err.toString());
    }

    List<String> errors() {
        return err.lines().toList();
    }
}
