/**
 * Breaks the pipeline on purpose and checks what it promised: SIGKILL of stages and of the whole under load ({@code borelog torture}), and
 * power cuts of a file system of its own or of a whole machine in software ({@code borelog crashlab}), and full disks
 * ({@code borelog fulldisk}).
 *
 * <p>Everything here looks from outside, as an operator would: it starts {@code up} and {@code simulate} as processes, reads stage files
 * and journals, and believes only the client's own log of what was acknowledged. One thread, that of the command.
 */
package io.borelog.tools.torture;
