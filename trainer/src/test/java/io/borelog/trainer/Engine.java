package io.borelog.trainer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borelog.trainer.network.TorchNetwork;

/** PyTorch, where the profile has put it on the class path. */
public final class Engine {
    private Engine() {
    }

    /** Skips the test, saying why, where there is no engine; else one thread computes. */
    public static void require() {
        assumeTrue(ai.djl.engine.Engine.getAllEngines().contains("PyTorch"),
            "skipped: PyTorch is not on the class path, build with -Ptrain");
        TorchNetwork.useThreads(1);
    }
}
