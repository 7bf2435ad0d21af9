package io.borelog.trainer.network;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Writes the network down as ONNX nodes; a sheet is the name of a value. Sheets are [N, C, 1, L]: ONNX Runtime has its fast blocked kernels
 * for convolutions in two dimensions only. Batch norms are folded into the convolutions before them. Everything that weighs is a
 * convolution, also the layers behind the pool, because a matrix product may sum in another order for another number of rows.
 */
final class OnnxLayers implements Layers<String> {
    static final float EPSILON = 1e-5f;

    private final GraphProto.Builder graph;
    private final Weights weights;
    private int unnamed;

    OnnxLayers(final GraphProto.Builder graph, final Weights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    @Override
    public String convolve(final String sheet, final Convolution c) {
        final float[] weight = weights.get(c.name() + ".weight").clone();
        final float[] bias = weights.get(c.name() + ".bias").clone();
        if (c.normalised()) {
            fold(c, weight, bias);
        }
        constant(c.name() + ".weight", weight, c.outputs(), c.inputs(), 1, c.kernel());
        constant(c.name() + ".bias", bias, c.outputs());
        final String result = node(c.name(), "Conv", List.of(sheet, c.name() + ".weight", c.name() + ".bias"),
            integers("dilations", 1, c.dilation()), integers("kernel_shape", 1, c.kernel()),
            integers("pads", 0, c.padding(), 0, c.padding()), integers("strides", 1, c.stride()));
        return c.rectified() ? node(c.name() + ".relu", "Relu", List.of(result)) : result;
    }

    private void fold(final Convolution c, final float[] weight, final float[] bias) {
        final float[] scale = weights.get(c.name() + ".scale");
        final float[] mean = weights.get(c.name() + ".mean");
        final float[] variance = weights.get(c.name() + ".variance");
        final int taps = c.inputs() * c.kernel();
        for (int channel = 0; channel < c.outputs(); channel++) {
            final double factor = scale[channel] / StrictMath.sqrt((double) variance[channel] + EPSILON);
            for (int i = channel * taps; i < (channel + 1) * taps; i++) {
                weight[i] = (float) (weight[i] * factor);
            }
            bias[channel] = (float) (bias[channel] - mean[channel] * factor);
        }
    }

    @Override
    public String upsample(final String sheet) {
        constant("twice", new float[] {1, 1, 1, 2}, 4);
        return node(next("upsample"), "Resize", List.of(sheet, "", "twice"), text("coordinate_transformation_mode", "asymmetric"),
            text("mode", "nearest"), text("nearest_mode", "floor"));
    }

    @Override
    public String add(final String left, final String right) {
        return node(next("add"), "Add", List.of(left, right));
    }

    @Override
    public String pool(final String sheet) {
        final String mean = node(next("mean"), "GlobalAveragePool", List.of(sheet));
        final String max = node(next("max"), "GlobalMaxPool", List.of(sheet));
        return node(next("pool"), "Concat", List.of(mean, max), integer("axis", 1));
    }

    @Override
    public String interleave(final String sheet, final int factor) {
        final String split = reshape(sheet, 0, -1, factor, DepthNetwork.LENGTH / factor);
        final String turned = node(next("interleave"), "Transpose", List.of(split), integers("perm", 0, 1, 3, 2));
        return reshape(turned, 0, -1, 1, DepthNetwork.LENGTH);
    }

    @Override
    public String append(final String sheet, final String last) {
        return node(next("append"), "Concat", List.of(sheet, last), integer("axis", 3));
    }

    String reshape(final String sheet, final long... shape) {
        final String name = next("reshape");
        graph.addInitializer(TensorProto.newBuilder().setName(name + ".shape").setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(shape.length).setRawData(ByteString.copyFrom(bytes(shape))));
        return node(name, "Reshape", List.of(sheet, name + ".shape"));
    }

    /** Adds a node with one output that bears its name. */
    String node(final String name, final String type, final List<String> inputs, final AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder().setName(name).setOpType(type).addAllInput(inputs).addOutput(name)
            .addAllAttribute(Arrays.asList(attributes)));
        return name;
    }

    static AttributeProto integer(final String name, final long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value).build();
    }

    private static AttributeProto integers(final String name, final long... values) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS)
            .addAllInts(LongStream.of(values).boxed().toList()).build();
    }

    private static AttributeProto text(final String name, final String value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRING)
            .setS(ByteString.copyFromUtf8(value)).build();
    }

    private void constant(final String name, final float[] value, final long... shape) {
        if (graph.getInitializerList().stream().noneMatch(known -> known.getName().equals(name))) {
            graph.addInitializer(TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(LongStream.of(shape).boxed().toList()).setRawData(ByteString.copyFrom(bytes(value))));
        }
    }

    private static byte[] bytes(final float[] values) {
        final ByteBuffer buffer = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }

    private static byte[] bytes(final long[] values) {
        final ByteBuffer buffer = ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asLongBuffer().put(values);
        return buffer.array();
    }

    private String next(final String kind) {
        return kind + '.' + unnamed++;
    }
}
