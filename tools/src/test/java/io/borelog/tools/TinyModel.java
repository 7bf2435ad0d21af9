package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import io.borelog.infer.onnx.GoldenHole;
import io.borelog.infer.onnx.Manifest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A model that a person could bring, of three nodes: sees key points at the same cells of every hole, so that two of them are told apart by
 * their answers.
 */
public final class TinyModel {
    private static final int FIRST_CELL = 60;
    private static final int LAYER_CELLS = 50;

    private TinyModel() {
    }

    /** @param shift cells of 0.05 mm that all its answers are deeper. @return the folder */
    public static Path write(final Path folder, final String name, final int shift) {
        try {
            final byte[] network = network(shift);
            final byte[] golden = GoldenHole.write(hole());
            final List<Double> answer = List.of(mm(shift, 0), mm(shift, 1), mm(shift, 2));
            Files.createDirectories(folder);
            Files.write(folder.resolve(Manifest.MODEL_FILE), network);
            Files.write(folder.resolve("golden.bin"), golden);
            Files.writeString(folder.resolve(Manifest.MANIFEST_FILE), new Manifest(1, name, "1", "three nodes, for tests", "Apache-2.0",
                false, sha256(network), new Manifest.Tensor("window", "float32", List.of("N", "7", "1024"), "see recipe"),
                new Manifest.Tensor("heat", "float32", List.of("N", "3", "1025"), "probability"), PositionWindow.NAME, KeyPointHeat.NAME,
                new Manifest.Golden("golden.bin", sha256(golden), "OK", answer, 1e-3), new Manifest.Training(0, "none", "none"),
                Map.of()).toJson());
            return folder;
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    /** What a model answers for a hole that begins at 0 mm. */
    static double mm(final int shift, final int point) {
        return (cell(shift, point) + 0.5) * PositionWindow.CELL_MM;
    }

    private static int cell(final int shift, final int point) {
        return FIRST_CELL + LAYER_CELLS * point + shift;
    }

    private static HoleCurves hole() {
        final HoleCurves hole = new HoleCurves();
        hole.count = 400;
        hole.ensureCapacity(hole.count, 0);
        for (int i = 0; i < hole.count; i++) {
            hole.positionMm[i] = i * 0.03f;
            hole.torqueA[i] = 1;
            hole.step[i] = 1 + 2 * i / hole.count;
        }
        return hole;
    }

    /**
     * The heat of the input's mean times zero, plus what is wanted: the mean only brings the number of rows. Laid out by hand, because a
     * library that writes ONNX is on no class path of the pipeline, and so not on this one: numbers of fields as in onnx.proto.
     */
    private static byte[] network(final int shift) {
        final ByteBuffer heat = ByteBuffer.allocate(KeyPointHeat.SIZE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int point = 0; point < KeyPointHeat.POINTS; point++) {
            heat.putFloat((point * KeyPointHeat.PLACES + cell(shift, point)) * Float.BYTES, 1);
        }
        final Message axes = new Message().text(1, "axes").number(20, 7).number(8, 1).number(8, 2);
        final Message graph = new Message()
            .message(1, node("ReduceMean", "mean", "window").message(5, axes))
            .message(1, node("Mul", "zero", "mean", "nothing"))
            .message(1, node("Add", "heat", "zero", "wanted"))
            .text(2, "tiny")
            .message(5, tensor("nothing", new byte[Float.BYTES], 1))
            .message(5, tensor("wanted", heat.array(), 1, KeyPointHeat.POINTS, KeyPointHeat.PLACES))
            .message(11, value("window", PositionWindow.CHANNELS, PositionWindow.CELLS))
            .message(12, value("heat", KeyPointHeat.POINTS, KeyPointHeat.PLACES));
        return new Message().number(1, 8).message(7, graph).message(8, new Message().number(2, 17)).bytes.toByteArray();
    }

    private static Message node(final String operator, final String output, final String... inputs) {
        final Message node = new Message();
        for (final String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, operator);
    }

    private static Message tensor(final String name, final byte[] floats, final long... shape) {
        final Message tensor = new Message();
        for (final long size : shape) {
            tensor.number(1, size);
        }
        return tensor.number(2, 1).text(8, name).bytes(9, floats);
    }

    private static Message value(final String name, final long... row) {
        final Message shape = new Message().message(1, new Message().text(2, "N"));
        for (final long size : row) {
            shape.message(1, new Message().number(1, size));
        }
        return new Message().text(1, name).message(2, new Message().message(1, new Message().number(1, 1).message(2, shape)));
    }

    /** A protocol buffer, field by field. */
    private static final class Message {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private void varint(final long value) {
            long rest = value;
            for (; (rest & ~0x7FL) != 0; rest >>>= 7) {
                bytes.write((int) (rest & 0x7F | 0x80));
            }
            bytes.write((int) rest);
        }

        private Message number(final int field, final long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        private Message bytes(final int field, final byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            bytes.writeBytes(value);
            return this;
        }

        private Message text(final int field, final String value) {
            return bytes(field, value.getBytes(UTF_8));
        }

        private Message message(final int field, final Message value) {
            return bytes(field, value.bytes.toByteArray());
        }
    }

    static String sha256(final byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
