package io.borelog.tools.torture;

import java.nio.file.Path;
import java.util.List;

/**
 * How often to cut the power of a guest.
 *
 * @param work        where images and logs go; a failure leaves them there
 * @param processes   names of the stages' processes
 * @param settings    {@code --config} and {@code --set} options of the pipeline
 * @param accelerator of QEMU: {@code tcg} or {@code kvm}
 */
public record GuestPlan(Path work, List<String> processes, List<String> settings, int cuts, long seed, String accelerator) {
}
