package io.borelog.tools;

import io.borelog.journal.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;

/** What is said of a mistake on the command line. Apart from {@link Borelog}, which a start must be able to load without picocli. */
final class Usage {
    private Usage() {
    }

    static RuntimeException commandMissing(final CommandLine line) {
        return new CommandLine.ParameterException(line, "a command is missing; borelog --help names them");
    }

    /** @return the exit code */
    static int explain(final CommandLine.ParameterException ex) {
        final PrintWriter err = ex.getCommandLine().getErr();
        final List<String> near = ex instanceof CommandLine.UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        err.println("borelog: " + ex.getMessage() + (near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near) + "?"));
        err.flush();
        return ExitCode.USAGE.code();
    }
}
