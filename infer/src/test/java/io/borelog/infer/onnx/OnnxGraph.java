package io.borelog.infer.onnx;

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Writes the .onnx files of tests and benches, node by node; never on a stage's class path. Each method that adds a node returns the name of
 * what comes out of it. The same calls give the same bytes.
 */
public final class OnnxGraph {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("graph");
    private int nodes;
    private long parameters;

    /** A tensor of floats whose first dimension is {@code N}. */
    public OnnxGraph input(final String name, final long... row) {
        graph.addInput(value(name, TensorProto.DataType.FLOAT, row));
        return this;
    }

    public OnnxGraph input(final String name, final TensorProto.DataType type, final long... row) {
        graph.addInput(value(name, type, row));
        return this;
    }

    public OnnxGraph output(final String name, final long... row) {
        graph.addOutput(value(name, TensorProto.DataType.FLOAT, row));
        return this;
    }

    private static ValueInfoProto value(final String name, final TensorProto.DataType type, final long... row) {
        final TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
        for (final long size : row) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder().setName(name).setType(TypeProto.newBuilder()
            .setTensorType(TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape))).build();
    }

    /** A learned tensor: counted. */
    public String parameter(final String name, final float[] values, final long... shape) {
        parameters += values.length;
        return constant(name, values, shape);
    }

    /** A fixed tensor. */
    public String constant(final String name, final float[] values, final long... shape) {
        final ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        graph.addInitializer(tensor(name, TensorProto.DataType.FLOAT, shape).setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    public String longs(final String name, final long... values) {
        final ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        graph.addInitializer(tensor(name, TensorProto.DataType.INT64, values.length).setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    private static TensorProto.Builder tensor(final String name, final TensorProto.DataType type, final long... shape) {
        final TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
        Arrays.stream(shape).forEach(tensor::addDims);
        return tensor;
    }

    public String node(final String operator, final List<String> inputs, final AttributeProto... attributes) {
        return node(operator, operator.toLowerCase(Locale.ROOT) + nodes, inputs, attributes);
    }

    public String node(final String operator, final String output, final List<String> inputs, final AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder().setOpType(operator).setName("node" + nodes++).addAllInput(inputs).addOutput(output)
            .addAllAttribute(List.of(attributes)));
        return output;
    }

    public static AttributeProto attribute(final String name, final long... values) {
        final AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(attribute::addInts);
        return attribute.build();
    }

    public static AttributeProto number(final String name, final long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
    }

    public static AttributeProto real(final String name, final float value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOAT).setF(value).build();
    }

    /** Floats in all learned tensors so far. */
    public long parameters() {
        return parameters;
    }

    /** The .onnx file. */
    public byte[] bytes() {
        return ModelProto.newBuilder().setIrVersion(IR_VERSION).setProducerName("borelog")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph).build().toByteArray();
    }
}
