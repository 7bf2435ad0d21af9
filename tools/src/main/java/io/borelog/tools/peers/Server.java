package io.borelog.tools.peers;

import java.nio.file.Path;
import java.util.List;

/** Something that acknowledges PUBLISH, to be measured: how to start one, and what its ack means. */
public interface Server {
    /** What it is beside the others. */
    enum Kind { FLOOR, BORELOG, PEER }

    String name();

    default Kind kind() {
        return Kind.PEER;
    }

    /** What is true of a message when its ack leaves. */
    String ack();

    /** @param work an empty directory of its own, removed after its end. @return when it listens */
    Running start(Path work) throws Exception;

    /** One that listens on 127.0.0.1; it ends with this. */
    interface Running extends AutoCloseable {
        int port();

        /** The processes that it consists of. */
        List<Long> pids();

        /** As it says itself, empty where nobody asks. */
        default String version() {
            return "";
        }

        @Override
        void close();
    }
}
