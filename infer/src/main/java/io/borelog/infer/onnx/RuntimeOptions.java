package io.borelog.infer.onnx;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;

/**
 * How a model is run.
 *
 * @param threads   inside one run
 * @param batch     most holes in one run
 * @param bitStable every hole alone, in the same shape, on one thread of the CPU: the same bits whatever runs beside it
 * @param cuda      on the first CUDA device where there is one
 */
public record RuntimeOptions(int threads, int batch, boolean bitStable, boolean cuda) {
    /** What replays and comparisons use, whatever this machine is set to. */
    public static final RuntimeOptions REFERENCE = new RuntimeOptions(1, 1, true, false);

    /** @throws ConfigurationException where two settings exclude each other */
    public RuntimeOptions {
        if (bitStable && threads != 1) {
            throw new ConfigurationException(Setting.INFER_THREADS.key() + " must be 1 while "
                + Setting.INFER_BIT_STABLE.key() + " is true: " + threads);
        }
        if (bitStable && cuda) {
            throw new ConfigurationException(Setting.INFER_PROVIDER.key() + " must be cpu while "
                + Setting.INFER_BIT_STABLE.key() + " is true: cuda");
        }
    }

    public static RuntimeOptions of(final Settings settings) {
        return new RuntimeOptions(settings.number(Setting.INFER_THREADS), settings.number(Setting.INFER_BATCH),
            Boolean.parseBoolean(settings.text(Setting.INFER_BIT_STABLE)), settings.text(Setting.INFER_PROVIDER).equals("cuda"));
    }

    /** @return holes that share a run. */
    int holesPerRun() {
        return bitStable ? 1 : batch;
    }
}
