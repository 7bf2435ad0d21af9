package io.borelog.ingest.admit;

/** Where publishes came from and their acknowledgements go. Called on the receiver's thread, after the commit. */
public interface PublishOrigin {
    /** The records are as durable as promised. The batch is reused as soon as this returns. */
    void onCommitted(PublishBatch batch);
}
