package io.borelog.tools.simulate;

import java.util.concurrent.atomic.AtomicInteger;

/** A hole whose messages are on their way, for the clients' threads that hear of their PUBACKs. */
final class SentHole {
    private final String toolbox;
    private final String tool;
    private final String resultId;
    private final int resend;
    private final AtomicInteger unacked;
    private final HoleListener listener;

    /**
     * @param messages of the hole; rendered anew while this one is under way, so what is needed is taken out
     * @param resend   0 the first time
     * @param parts    messages that are sent of it
     * @param listener null for none
     */
    SentHole(final HoleMessages messages, final int resend, final int parts, final HoleListener listener) {
        this.toolbox = messages.toolbox;
        this.tool = messages.tool;
        this.resultId = messages.resultId;
        this.resend = resend;
        this.unacked = new AtomicInteger(parts);
        this.listener = listener;
    }

    int resend() {
        return resend;
    }

    void due(final long dueNs) {
        if (listener != null) {
            listener.due(toolbox, tool, resultId, dueNs);
        }
    }

    /** @return whether with this message the hole is acknowledged as a whole, for the first time */
    boolean acked(final long ackedNs) {
        if (unacked.decrementAndGet() > 0 || resend > 0) {
            return false;
        }
        if (listener != null) {
            listener.acked(toolbox, tool, resultId, ackedNs);
        }
        return true;
    }
}
