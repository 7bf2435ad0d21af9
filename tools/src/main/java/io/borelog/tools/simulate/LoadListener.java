package io.borelog.tools.simulate;

/** The two moments between which the endpoint has nothing to do but the load. On the thread that runs it. */
public interface LoadListener {
    /** All are connected, nothing has been sent. */
    void connected();

    /** All is acknowledged or given up, and everybody is still connected. */
    void drained(SimulateReport summary) throws InterruptedException;
}
