package io.borelog.tools.simulation;

/** One process of the pipeline: what it holds in memory is gone when it dies. */
interface SimulatedProcess {
    String name();

    /** Opens its journals and recovers. */
    void start();

    /** One duty cycle. @return work done. */
    int step() throws Exception;

    /** SIGTERM, or the end after an exception: what the stage's runner calls then. */
    void close();

    /** Kill -9. Also after a close. */
    void forget();
}
