package io.borelog.tools;

import io.borelog.journal.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and ctrl-c end a command that would go on for ever with 0, where the JVM would say 143 or 130. Open around the work: after
 * {@link #close} the command's own exit code counts.
 */
final class ExitOnSignal implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Runnable stop;
    private final long limitSeconds;

    private ExitOnSignal(final Runnable stop, final long limitSeconds) {
        this.stop = stop;
        this.limitSeconds = limitSeconds;
    }

    /**
     * @param stop         tells the work to end; called on the thread of the signal
     * @param limitSeconds what the work then has to end
     */
    static ExitOnSignal install(final Runnable stop, final long limitSeconds) {
        final ExitOnSignal signal = new ExitOnSignal(stop, limitSeconds);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "shutdown"));
        return signal;
    }

    private void onShutdown() {
        if (done.getCount() == 0) {
            return; // an ordinary exit with its own code
        }
        stop.run();
        try {
            done.await(limitSeconds, TimeUnit.SECONDS);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.OK.code());
    }

    @Override
    public void close() {
        done.countDown();
    }
}
