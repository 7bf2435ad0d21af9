package io.borelog.journal.stage;

import net.openhft.affinity.Affinity;

/** Pins the calling thread to a core, from configuration, off by default. */
final class Pinning {
    private Pinning() {
    }

    /** @param setting first core, or empty for none; worker k takes the k-th core after it, the shadow none. */
    static void apply(final String setting, final int instance) {
        if (!setting.isEmpty() && instance != StageName.SHADOW) {
            Affinity.setAffinity(Integer.parseInt(setting) + instance);
        }
    }
}
