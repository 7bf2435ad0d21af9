package io.borelog.tools.torture;

import java.util.List;

/** How to start another process of this very program. */
public interface Launcher {
    /** @return the command line of {@code borelog} with these arguments: same java, same flags, same class path. */
    List<String> command(List<String> arguments);
}
