package io.borelog.tools.guest;

/**
 * What is chosen anew at each boot.
 *
 * @param run          which of the machine's commands
 * @param mountOptions of the data disk, such as {@code commit=1}
 * @param forgetful    whether the device loses what it was given and not told to flush
 * @param lifeSeconds  after which the guest ends by itself, should nobody be left to cut it off
 */
public record Boot(String run, String mountOptions, boolean forgetful, int lifeSeconds) {
    /** Words that the kernel does not know become its first process's environment. */
    String kernelArguments() {
        return "GUEST_RUN=" + run + " GUEST_MOUNT=" + mountOptions + " GUEST_LIFE=" + lifeSeconds;
    }
}
