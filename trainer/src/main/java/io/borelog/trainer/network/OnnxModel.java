package io.borelog.trainer.network;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;

/** The trained network as an ONNX file: input [N, channels, 1024], output [N, 3, 1025] probabilities. The same weights, the same bytes. */
public final class OnnxModel {
    public static final String INPUT = "window";
    public static final String OUTPUT = "probabilities";
    private static final int IR_VERSION = 8;
    private static final int OPERATOR_SET = 17;

    private OnnxModel() {
    }

    /** The bytes of the file. */
    public static byte[] of(final Weights weights, final int channels) {
        final GraphProto.Builder graph = GraphProto.newBuilder().setName("borelog-depth")
            .addInput(value(INPUT, channels, DepthNetwork.LENGTH))
            .addOutput(value(OUTPUT, DepthNetwork.KEY_POINTS, DepthNetwork.PLACES));
        final OnnxLayers layers = new OnnxLayers(graph, weights);
        final String logits = DepthNetwork.logits(layers, layers.reshape(INPUT, 0, channels, 1, DepthNetwork.LENGTH), channels);
        final String rows = layers.reshape(logits, 0, DepthNetwork.KEY_POINTS, DepthNetwork.PLACES);
        layers.node(OUTPUT, "Softmax", List.of(rows), OnnxLayers.integer("axis", 2));
        return ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("borelog-trainer")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPERATOR_SET)).setGraph(graph)
            .build().toByteArray();
    }

    private static ValueInfoProto value(final String name, final int channels, final int length) {
        final TensorShapeProto shape = TensorShapeProto.newBuilder()
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(channels))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(length)).build();
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder().setTensorType(
            TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber()).setShape(shape))).build();
    }
}
