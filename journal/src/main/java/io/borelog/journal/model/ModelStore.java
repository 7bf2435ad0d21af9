package io.borelog.journal.model;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models of a data directory by content: {@code models/<pin>/} with manifest.json, model.onnx and the rest as they were brought.
 * Written by whoever adds a model, marked by ingest, read by workers, cleared by retention; any process, any thread.
 *
 * <p>A model is complete as soon as its folder has its name: written beside, forced, renamed. Two hidden files may lie in it:
 * {@code .loaded} says in which runtime it has been loaded successfully, {@code .unnamed} holds the seq of the CONFIG that named it no
 * more: once no record as old is left, nobody can ask for it. Whoever names a model or removes one holds the lock.
 */
public final class ModelStore {
    private static final String DIRECTORY = "models";
    private static final String LOADED = ".loaded";
    private static final String UNNAMED = ".unnamed";
    private static final String UNREADY = ".unready-";
    /** Ten seconds at least, which nobody of ours needs. */
    private static final int LOCK_LOOKS = 2_000;
    private static final long LOCK_LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Path data;
    private final Path directory;

    /** Until closed no other process names or removes a model. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * One model that is kept.
     *
     * @param loaded     the runtime in which it has been loaded successfully, empty where it has not
     * @param unnamedSeq seq of the CONFIG that named it no more, 0 while one names it or where none ever did
     */
    public record Entry(ModelFolder folder, String loaded, long unnamedSeq) {
        public ModelRef ref() {
            return folder.ref();
        }
    }

    public ModelStore(final Path data) {
        this.data = data;
        this.directory = data.resolve(DIRECTORY);
    }

    public Path folder(final ModelRef ref) {
        return directory.resolve(ref.pin());
    }

    /** Edge is always there. */
    public boolean has(final ModelRef ref) {
        return ref.isEdge() || Files.isDirectory(folder(ref));
    }

    /** @return the runtime in which it has been loaded successfully, empty where it has not been. */
    public String loaded(final ModelRef ref) {
        return text(folder(ref).resolve(LOADED));
    }

    public void markLoaded(final ModelRef ref, final String runtime) {
        write(folder(ref).resolve(LOADED), runtime);
    }

    /** The models by name. Folders that are none, which nobody of ours puts there, are passed over. */
    public List<Entry> entries() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(directory)) {
            final List<Entry> entries = new ArrayList<>();
            for (final Path path : folders.filter(one -> ModelRef.PIN.matcher(one.getFileName().toString()).matches()).toList()) {
                try {
                    entries.add(new Entry(ModelFolder.describe(path), text(path.resolve(LOADED)), unnamedSeq(path)));
                } catch (final ConfigurationException ex) {
                    continue; // just being removed, or damaged: whoever is told to use it says so
                }
            }
            entries.sort(Comparator.comparing((Entry entry) -> entry.ref().name()));
            return entries;
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read " + directory + ": " + ex, ex);
        }
    }

    /**
     * Finds what a person means: edge, a name, or a name and the first digits of a pin behind {@code @}.
     *
     * @throws StageException NOT_FOUND where no model of the store is called so, USAGE where several are
     */
    public ModelRef find(final String text) {
        return find(text, Set.of());
    }

    /** The same, also among some that are not in the store. */
    ModelRef find(final String text, final Set<ModelRef> others) {
        final Set<ModelRef> all = new LinkedHashSet<>(Set.of(ModelRef.EDGE));
        entries().forEach(entry -> all.add(entry.ref()));
        all.addAll(others);
        final List<ModelRef> found = all.stream()
            .filter(ref -> ref.name().equals(text) || text.contains("@") && ref.toString().startsWith(text)).toList();
        if (found.isEmpty()) {
            throw new StageException(ExitCode.NOT_FOUND, "no model " + text + " in " + directory + "; there are " + names(all)
                + ", and borelog model add FOLDER takes more");
        } else if (found.size() > 1) {
            throw new StageException(ExitCode.USAGE, text + " may be any of " + names(found) + ": say which");
        }
        return found.get(0);
    }

    private static String names(final Collection<ModelRef> models) {
        return models.stream().map(ModelRef::shortText).collect(Collectors.joining(", "));
    }

    /**
     * Takes a model in; one that is there already stays as it is and counts as wanted again.
     *
     * @throws ConfigurationException where the folder is bad, or another model has the same name and the same model.onnx: estimates name
     *                                both, and nobody could tell by which of the two an answer is
     */
    public ModelRef add(final Path from) {
        final ModelFolder folder = ModelFolder.read(from);
        final ModelRef ref = folder.ref();
        try {
            create(directory);
            final Path unready = Files.createTempDirectory(directory, UNREADY);
            try {
                for (final Path file : folder.files()) {
                    copy(file, unready.resolve(file.getFileName()));
                }
                if (!ModelFolder.read(unready).ref().equals(ref)) {
                    throw new ConfigurationException("model folder " + from + " has changed while it was copied");
                }
                own(unready, "rwxr-xr-x");
                force(unready);
                try (Held held = lock()) {
                    put(unready, ref, folder.modelSha256());
                }
            } finally {
                delete(unready);
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot keep the model in " + directory + ": " + ex, ex);
        }
        return ref;
    }

    private void put(final Path unready, final ModelRef ref, final String modelSha256) throws IOException {
        for (final Entry entry : entries()) {
            if (entry.ref().name().equals(ref.name()) && !entry.ref().equals(ref)
                && entry.folder().modelSha256().equals(modelSha256)) {
                throw new ConfigurationException("the store has another model of the name " + ref.name() + " with the same "
                    + ModelFolder.MODEL + ", " + entry.ref().shortText() + ": give this one a name of its own in its "
                    + ModelFolder.MANIFEST);
            }
        }
        if (has(ref)) {
            Files.deleteIfExists(folder(ref).resolve(UNNAMED));
        } else {
            Files.move(unready, folder(ref), StandardCopyOption.ATOMIC_MOVE);
        }
        force(directory);
    }

    /**
     * Waits for the lock, which its process's death gives back.
     *
     * @throws StageException LOCKED where another process has it for longer than any of ours needs it
     */
    public Held lock() {
        for (int look = 0; look < LOCK_LOOKS; look++) {
            final Held held = tryLock();
            if (held != null) {
                return held;
            }
            LockSupport.parkNanos(LOCK_LOOK_NS);
        }
        throw new StageException(ExitCode.LOCKED, "another process is at the models in " + directory);
    }

    /** @return null where another has it. */
    public Held tryLock() {
        try {
            create(directory);
            final FileChannel channel = FileChannel.open(
                directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return () -> close(channel);
            }
            channel.close();
            return null;
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot lock " + directory + ": " + ex, ex);
        }
    }

    private static boolean isLocked(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (final OverlappingFileLockException ex) {
            return false; // held by another thread of this process
        }
    }

    private static void close(final FileChannel channel) {
        try {
            channel.close();
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot give back the lock of the models: " + ex, ex);
        }
    }

    /**
     * To be called with the lock, before the CONFIG that names these is written, at every OPEN too: what it names no more is marked, and
     * what it names is not. A process that dies in between has marked what is named still; its next OPEN takes that back.
     *
     * @param configSeq that the CONFIG will have
     * @throws ConfigurationException where one that was not named before is not there, or nobody has loaded it
     */
    public void name(final Set<ModelRef> before, final Set<ModelRef> named, final long configSeq) {
        for (final ModelRef ref : named) {
            if (!before.contains(ref) && !ref.isEdge() && (!has(ref) || loaded(ref).isEmpty())) {
                throw new ConfigurationException("model " + ref.shortText()
                    + (has(ref) ? " has not been loaded yet" : " is not in the store") + ": borelog model add does both");
            }
        }
        try {
            for (final ModelRef ref : named) {
                if (!ref.isEdge() && Files.deleteIfExists(folder(ref).resolve(UNNAMED))) {
                    force(folder(ref));
                }
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot mark a model in " + directory + ": " + ex, ex);
        }
        before.stream().filter(ref -> !ref.isEdge() && !named.contains(ref) && has(ref))
            .forEach(ref -> write(folder(ref).resolve(UNNAMED), Long.toString(configSeq)));
    }

    /** Removes what a process that died has left half written or half removed before this time; to be called with the lock. */
    public void clean(final long beforeMs) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> all = Files.list(directory)) {
            for (final Path left : all.filter(one -> one.getFileName().toString().startsWith(UNREADY)).toList()) {
                if (Files.getLastModifiedTime(left).toMillis() < beforeMs) {
                    delete(left);
                }
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot clean " + directory + ": " + ex, ex);
        }
    }

    /** Removes a model; to be called with the lock. */
    public void remove(final ModelRef ref) {
        try {
            final Path gone = directory.resolve(UNREADY + ref.pin());
            delete(gone);
            if (Files.isDirectory(folder(ref))) {
                Files.move(folder(ref), gone, StandardCopyOption.ATOMIC_MOVE);
                force(directory);
                delete(gone);
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot remove model " + ref.shortText() + " from " + directory + ": " + ex, ex);
        }
    }

    private static long unnamedSeq(final Path folder) {
        final String text = text(folder.resolve(UNNAMED));
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static String text(final Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file).strip() : "";
        } catch (final IOException ex) {
            return ""; // just being removed
        }
    }

    private void write(final Path file, final String text) {
        try {
            final Path unready = file.resolveSibling(file.getFileName() + "~");
            Files.writeString(unready, text + '\n');
            own(unready, "rw-r--r--");
            force(unready);
            Files.move(unready, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(file.getParent());
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write " + file + ": " + ex, ex);
        }
    }

    private void copy(final Path from, final Path to) throws IOException {
        Files.copy(from, to);
        own(to, "rw-r--r--");
        force(to);
    }

    private void create(final Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path);
            own(path, "rwxr-xr-x");
        }
    }

    /** Added by root, a model must still be readable by the workers, and removable by whoever owns the data directory. */
    private void own(final Path path, final String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        if (!Files.getOwner(path).equals(Files.getOwner(data))) {
            Files.setOwner(path, Files.getOwner(data));
        }
    }

    private static void force(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(final Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
