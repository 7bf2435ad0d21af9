package io.borelog.trainer;

import io.borelog.trainer.network.Weights;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The state of a training between two steps, as a file: a training that goes on from it ends with the same bytes as one never stopped. */
final class Checkpoint {
    private static final int MAGIC = 0x424c5452;

    private final Path file;

    Checkpoint(final Path file) {
        this.file = file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Replaces the file as a whole. */
    void write(final Recipe recipe, final int step, final Weights weights, final Weights average, final AdamW optimiser)
            throws IOException {
        final Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(fresh)))) {
            out.writeInt(MAGIC);
            out.writeUTF(recipe.toString());
            out.writeInt(step);
            weights.write(out);
            average.write(out);
            optimiser.write(out);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Fills the given state and returns the step to go on with; another recipe than the file's is refused. */
    int read(final Recipe recipe, final Weights weights, final Weights average, final AdamW optimiser) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(file + " is no checkpoint");
            }
            final String written = in.readUTF();
            if (!written.equals(recipe.toString())) {
                throw new IOException(file + " is of " + written + ", not of " + recipe);
            }
            final int step = in.readInt();
            weights.read(in);
            average.read(in);
            optimiser.read(in);
            if (in.read() >= 0) {
                throw new IOException(file + " is longer than this network's state");
            }
            return step;
        }
    }
}
