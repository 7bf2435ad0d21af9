package io.borelog.trainer.network;

/**
 * What the network is made of. {@link DepthNetwork} says in which order; an implementation computes it, counts it or writes it down.
 *
 * @param <T> a sheet of shape [N, channels, length], or what stands for it
 */
interface Layers<T> {
    T convolve(T sheet, Convolution convolution);

    /** [N, C, L] to [N, C, 2L]: each cell twice. */
    T upsample(T sheet);

    /** The sum; a length of 1 is added to every cell. */
    T add(T left, T right);

    /** [N, C, L] to [N, 2C, 1]: means, then maxima. */
    T pool(T sheet);

    /** [N, C * factor, L] to [N, C, L * factor]: channel c * factor + f becomes the cells l * factor + f of channel c. */
    T interleave(T sheet, int factor);

    /** [N, C, L] and [N, C, 1] to [N, C, L + 1]. */
    T append(T sheet, T last);
}
