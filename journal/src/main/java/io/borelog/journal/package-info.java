/**
 * The library that all rooms share: {@code record} (bytes), {@code config} (settings), {@code json} (the estimate message), {@code log}
 * (the journal), {@code stage} (the frame); each may use those named before it. Here is only what ends a process, and the boot it ran in.
 */
package io.borelog.journal;
