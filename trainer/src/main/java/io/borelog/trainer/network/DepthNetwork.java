package io.borelog.trainer.network;

/**
 * The architecture of the depth model: a U-Net over one hole. Input [N, channels, 1024] cells of 0.05 mm; output [N, 3, 1025] logits, one
 * row a key point, of which the last place stands for "there is none".
 *
 * <p>The finest level has half the input's resolution: at full resolution the widest sheets would take most of the time. Its last
 * convolution gives two channels a key point, which are interleaved to one value for each cell. The coarse levels are added on the way up
 * after a convolution of one cell, not concatenated: that takes a third of the multiplications. Pooled over the whole window, the deepest
 * level says whether a key point is there at all, and tells every cell of that level what was seen elsewhere.
 */
public final class DepthNetwork {
    public static final int LENGTH = 1024;
    public static final int KEY_POINTS = 3;
    public static final int PLACES = LENGTH + 1;

    private static final int[] WIDTHS = {16, 32, 48, 64, 64};
    private static final int CONTEXT = 64;

    private DepthNetwork() {
    }

    /** The logits of an input with that many channels. */
    static <T> T logits(final Layers<T> layers, final T input, final int channels) {
        final int deepest = WIDTHS.length - 1;
        @SuppressWarnings("unchecked") final T[] levels = (T[]) new Object[WIDTHS.length];
        T sheet = input;
        for (int i = 0; i < WIDTHS.length; i++) {
            sheet = layers.convolve(sheet, Convolution.down("down" + i, i == 0 ? channels : WIDTHS[i - 1], WIDTHS[i], i == 0 ? 7 : 3));
            sheet = layers.convolve(sheet, Convolution.same("level" + i, WIDTHS[i], 5));
            levels[i] = sheet;
        }
        sheet = layers.convolve(sheet, Convolution.same("wide", WIDTHS[deepest], 3).dilated(4));
        final T seen = layers.convolve(layers.pool(sheet), new Convolution("seen", 2 * WIDTHS[deepest], CONTEXT, 1, 1, 1, false, true));
        final T none = layers.convolve(seen, Convolution.linear("none", CONTEXT, KEY_POINTS, 1));
        sheet = layers.add(sheet, layers.convolve(seen, Convolution.linear("context", CONTEXT, WIDTHS[deepest], 1)));
        for (int i = deepest - 1; i >= 0; i--) {
            final T coarse = layers.upsample(layers.convolve(sheet, Convolution.linear("lateral" + i, WIDTHS[i + 1], WIDTHS[i], 1)));
            sheet = layers.convolve(layers.add(levels[i], coarse), Convolution.same("up" + i, WIDTHS[i], 3));
        }
        final T heat = layers.interleave(layers.convolve(sheet, Convolution.linear("heat", WIDTHS[0], 2 * KEY_POINTS, 5)), 2);
        return layers.append(heat, none);
    }
}
