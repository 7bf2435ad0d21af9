package io.borelog.trainer;

/** Makes the examples that the network learns from. Called by one thread, in the order of the numbers. */
public interface ExampleSource {
    /** Channels of an input. */
    int channels();

    /**
     * Makes one example; the same number gives the same example, whatever was made before.
     *
     * @param number from 0
     * @param input receives channels x 1024 values, a cell being 0.05 mm
     * @param target receives 3 x 1025 probabilities: for entry, transition and exit, that it is in that cell, and in the last place that
     *     there is none
     */
    void example(long number, float[] input, float[] target);
}
