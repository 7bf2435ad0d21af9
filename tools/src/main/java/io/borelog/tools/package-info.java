/**
 * The borelog command: one class per command, found by picocli from {@link io.borelog.tools.Borelog}.
 *
 * <p>Commands that start stages find them with the service loader and know none of them by class. Commands that report read stage files
 * and journals from outside, read-only, and need nothing but the data directory. stdout is data, stderr is talk; exit codes are those of
 * {@link io.borelog.journal.ExitCode}.
 */
package io.borelog.tools;
