/**
 * The frame every stage runs in: one agent, one thread, one duty cycle, one stage file that everybody may watch.
 *
 * <p>A stage module offers a {@link io.borelog.journal.stage.StageModule} to the service loader; the command line finds it there,
 * so that tools need not import stages. {@link io.borelog.journal.stage.StageRunner} turns the duty cycle until SIGTERM, tells systemd,
 * and maps trouble to the contract's exit codes. A broken invariant ends the process: restart and replay are the recovery.
 */
package io.borelog.journal.stage;
