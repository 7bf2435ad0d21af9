package io.borelog.tools;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import io.borelog.infer.onnx.GoldenHole;
import io.borelog.infer.onnx.Manifest;
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
import java.util.stream.LongStream;

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

    /** The heat of the input's mean times zero, plus what is wanted: the mean only brings the number of rows. */
    private static byte[] network(final int shift) {
        final ByteBuffer heat = ByteBuffer.allocate(KeyPointHeat.SIZE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int point = 0; point < KeyPointHeat.POINTS; point++) {
            heat.putFloat((point * KeyPointHeat.PLACES + cell(shift, point)) * Float.BYTES, 1);
        }
        final GraphProto graph = GraphProto.newBuilder().setName("tiny")
            .addInput(value("window", PositionWindow.CHANNELS, PositionWindow.CELLS))
            .addOutput(value("heat", KeyPointHeat.POINTS, KeyPointHeat.PLACES))
            .addInitializer(tensor("nothing", ByteString.copyFrom(new byte[Float.BYTES]), 1))
            .addInitializer(tensor("wanted", ByteString.copyFrom(heat.array()), 1, KeyPointHeat.POINTS, KeyPointHeat.PLACES))
            .addNode(node("ReduceMean", "mean", "window").addAttribute(AttributeProto.newBuilder().setName("axes")
                .setType(AttributeProto.AttributeType.INTS).addInts(1).addInts(2)))
            .addNode(node("Mul", "zero", "mean", "nothing"))
            .addNode(node("Add", "heat", "zero", "wanted"))
            .build();
        return ModelProto.newBuilder().setIrVersion(8).addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
            .setGraph(graph).build().toByteArray();
    }

    private static NodeProto.Builder node(final String operator, final String output, final String... inputs) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(List.of(inputs)).addOutput(output);
    }

    private static TensorProto tensor(final String name, final ByteString bytes, final long... shape) {
        return TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addAllDims(LongStream.of(shape).boxed().toList()).setRawData(bytes).build();
    }

    private static ValueInfoProto value(final String name, final long... row) {
        final TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        LongStream.of(row).forEach(size -> shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size)));
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(
            TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).setShape(shape))).build();
    }

    static String sha256(final byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
