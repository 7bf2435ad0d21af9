package io.borelog.trainer.network;

import java.util.ArrayList;
import java.util.List;

/** The network without numbers: which tensors it has, what one hole costs, how far one output cell sees. */
public final class Outline implements Layers<Outline.Sheet> {
    private final List<Tensor> tensors = new ArrayList<>();
    private long multiplications;
    private Sheet output;

    /**
     * @param stride input cells from one cell to the next
     * @param field input cells that a cell depends on by way of convolutions
     */
    record Sheet(int channels, int length, int stride, int field) {
    }

    private Outline() {
    }

    /** The outline of the network for an input with that many channels. */
    public static Outline of(final int channels) {
        final Outline outline = new Outline();
        outline.output = DepthNetwork.logits(outline, new Sheet(channels, DepthNetwork.LENGTH, 1, 1), channels);
        return outline;
    }

    /** All tensors, in the order of the computation. */
    public List<Tensor> tensors() {
        return List.copyOf(tensors);
    }

    /** Values that training changes. */
    public long parameters() {
        return tensors.stream().filter(tensor -> tensor.role() != Tensor.Role.STATISTIC).mapToLong(Tensor::size).sum();
    }

    /** Multiply-adds of the convolutions for one hole. */
    public long multiplications() {
        return multiplications;
    }

    /** Input cells that an output cell sees by way of convolutions; by way of the pooled level it sees all. */
    public int field() {
        return output.field();
    }

    @Override
    public Sheet convolve(final Sheet sheet, final Convolution c) {
        if (sheet.channels() != c.inputs()) {
            throw new IllegalArgumentException(c.name() + " takes " + c.inputs() + " channels, not " + sheet.channels());
        }
        tensors.add(new Tensor(c.name() + ".weight", new long[] {c.outputs(), c.inputs(), c.kernel()}, Tensor.Role.WEIGHT));
        if (c.normalised()) {
            tensors.add(new Tensor(c.name() + ".scale", new long[] {c.outputs()}, Tensor.Role.SCALE));
        }
        tensors.add(new Tensor(c.name() + ".bias", new long[] {c.outputs()}, Tensor.Role.BIAS));
        if (c.normalised()) {
            tensors.add(new Tensor(c.name() + ".mean", new long[] {c.outputs()}, Tensor.Role.STATISTIC));
            tensors.add(new Tensor(c.name() + ".variance", new long[] {c.outputs()}, Tensor.Role.STATISTIC));
        }
        final int length = (sheet.length() - 1) / c.stride() + 1;
        multiplications += (long) length * c.kernel() * c.inputs() * c.outputs();
        return new Sheet(c.outputs(), length, sheet.stride() * c.stride(),
            sheet.field() + sheet.stride() * c.dilation() * (c.kernel() - 1));
    }

    @Override
    public Sheet upsample(final Sheet sheet) {
        return new Sheet(sheet.channels(), 2 * sheet.length(), sheet.stride() / 2, sheet.field());
    }

    @Override
    public Sheet add(final Sheet left, final Sheet right) {
        if (left.channels() != right.channels() || right.length() != left.length() && right.length() != 1) {
            throw new IllegalArgumentException("no sum of " + left + " and " + right);
        }
        return new Sheet(left.channels(), left.length(), left.stride(), Math.max(left.field(), right.length() == 1 ? 0 : right.field()));
    }

    @Override
    public Sheet pool(final Sheet sheet) {
        return new Sheet(2 * sheet.channels(), 1, sheet.stride(), sheet.field());
    }

    @Override
    public Sheet interleave(final Sheet sheet, final int factor) {
        return new Sheet(sheet.channels() / factor, sheet.length() * factor, sheet.stride() / factor, sheet.field());
    }

    @Override
    public Sheet append(final Sheet sheet, final Sheet last) {
        return new Sheet(sheet.channels(), sheet.length() + 1, sheet.stride(), sheet.field());
    }
}
