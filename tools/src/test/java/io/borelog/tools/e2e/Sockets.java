package io.borelog.tools.e2e;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The internet sockets of a process, as the kernel tells them in /proc. */
final class Sockets {
    private static final int LOCAL_FIELD = 1;
    private static final int REMOTE_FIELD = 2;
    private static final int STATE_FIELD = 3;
    private static final int INODE_FIELD = 9;
    private static final String LISTEN = "0A";
    private static final String LOOPBACK = "0100007F";
    private static final String LOOPBACK_IN_V6 = "0000000000000000FFFF00000100007F";
    private static final String LOOPBACK_V6 = "00000000000000000000000001000000";

    /** One socket; addresses as /proc writes them: hex address, colon, hex port. */
    record Socket(String protocol, String local, String remote, String state) {
        boolean listens() {
            return protocol.startsWith("tcp") && state.equals(LISTEN);
        }

        int localPort() {
            return Integer.parseInt(local.substring(local.indexOf(':') + 1), 16);
        }

        boolean isLocalLoopback() {
            return isLoopback(local);
        }

        boolean isRemoteLoopback() {
            return isLoopback(remote);
        }

        private static boolean isLoopback(final String address) {
            final String host = address.substring(0, address.indexOf(':'));
            return host.equals(LOOPBACK) || host.equals(LOOPBACK_IN_V6) || host.equals(LOOPBACK_V6);
        }
    }

    private Sockets() {
    }

    /** @return empty for a process that has gone. */
    static List<Socket> of(final long pid) {
        final Path proc = Path.of("/proc", Long.toString(pid));
        final Set<String> inodes = new HashSet<>();
        final List<Socket> sockets = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(proc.resolve("fd"))) {
            for (final Path file : files) {
                addInode(file, inodes);
            }
            for (final String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
                final Path table = proc.resolve("net").resolve(protocol);
                try (Stream<String> lines = Files.lines(table)) {
                    lines.skip(1).map(line -> line.strip().split("\\s+")).filter(fields -> inodes.contains(fields[INODE_FIELD]))
                        .forEach(fields -> sockets.add(
                            new Socket(protocol, fields[LOCAL_FIELD], fields[REMOTE_FIELD], fields[STATE_FIELD])));
                }
            }
        } catch (final IOException | java.io.UncheckedIOException | java.nio.file.DirectoryIteratorException ex) {
            return List.of(); // it was killed while we looked
        }
        return sockets;
    }

    private static void addInode(final Path file, final Set<String> inodes) {
        try {
            final String target = Files.readSymbolicLink(file).toString();
            if (target.startsWith("socket:[")) {
                inodes.add(target.substring("socket:[".length(), target.length() - 1));
            }
        } catch (final IOException ex) {
            inodes.remove(""); // closed while we looked
        }
    }
}
