package io.borelog.tools;

import io.borelog.journal.stage.StageName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * {@code up} and the stages from their plain forms, without picocli: reading the annotations of all commands took a third of the processor
 * time of a start, and after a kill of the whole five of them start at once. Whatever is not plain ({@code --help}, a mistake, an option
 * before the command) is left to picocli, which has the words for it. Used by {@link Borelog#main} only.
 */
final class QuickStart {
    private final List<String> overrides = new ArrayList<>();
    private Path config;
    private Path data;
    private Integer worker;
    private boolean json;
    private boolean stopWithStdin;

    private QuickStart() {
    }

    /** @return the command, or null where this is for picocli. */
    static Callable<Integer> of(final String[] args, final Borelog borelog) {
        if (args.length == 0 || !args[0].equals("up") && !Stages.ORDER.contains(args[0])) {
            return null;
        }
        final QuickStart start = new QuickStart();
        int i = 1;
        while (i < args.length) {
            if (start.isFlag(args[i])) {
                i++;
            } else if (i + 1 < args.length && !args[i + 1].startsWith("-") && start.takes(args[i], args[i + 1])) {
                i += 2;
            } else {
                return null;
            }
        }
        if (start.worker != null && !args[0].equals(StageName.INFER)) {
            return null;
        }
        borelog.given(start.config, start.data, start.overrides, start.json);
        return args[0].equals("up") ? new UpCommand(borelog, start.stopWithStdin)
            : new StageCommand(borelog, args[0], start.worker == null ? 0 : start.worker, start.stopWithStdin);
    }

    private boolean isFlag(final String option) {
        switch (option) {
            case "--json" -> json = true;
            case "--stop-with-stdin" -> stopWithStdin = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** @return false also for a second of what may be there once */
    private boolean takes(final String option, final String value) {
        final boolean first;
        switch (option) {
            case "--config" -> {
                first = config == null;
                config = Path.of(value);
            }
            case "--data" -> {
                first = data == null;
                data = Path.of(value);
            }
            case "--worker" -> {
                first = worker == null && value.matches("\\d{1,9}");
                worker = first ? Integer.valueOf(value) : worker;
            }
            case "--set" -> first = overrides.add(value);
            default -> first = false;
        }
        return first;
    }
}
