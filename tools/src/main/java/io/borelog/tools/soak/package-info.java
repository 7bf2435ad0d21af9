/**
 * One load for an hour ({@code borelog soak}), in windows, and whether memory, open files, disk and latencies of the last are those of the
 * first. The command's thread.
 */
package io.borelog.tools.soak;
