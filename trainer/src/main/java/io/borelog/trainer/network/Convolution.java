package io.borelog.trainer.network;

/**
 * One convolution over cells, padded so that a stride of 1 keeps the length and a stride of 2 halves an even one.
 *
 * @param name what its tensors and nodes are called
 * @param kernel cells, odd
 * @param dilation cells between two taps of the kernel
 * @param normalised with a batch norm behind it instead of a bias
 * @param rectified with a ReLU at its end
 */
public record Convolution(
    String name, int inputs, int outputs, int kernel, int stride, int dilation, boolean normalised, boolean rectified) {

    static Convolution same(final String name, final int channels, final int kernel) {
        return new Convolution(name, channels, channels, kernel, 1, 1, true, true);
    }

    static Convolution down(final String name, final int inputs, final int outputs, final int kernel) {
        return new Convolution(name, inputs, outputs, kernel, 2, 1, true, true);
    }

    static Convolution linear(final String name, final int inputs, final int outputs, final int kernel) {
        return new Convolution(name, inputs, outputs, kernel, 1, 1, false, false);
    }

    Convolution dilated(final int cells) {
        return new Convolution(name, inputs, outputs, kernel, stride, cells, normalised, rectified);
    }

    int padding() {
        return dilation * (kernel - 1) / 2;
    }
}
