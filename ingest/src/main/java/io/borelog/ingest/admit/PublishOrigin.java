package io.borelog.ingest.admit;

/** Where a publish came from and its acknowledgement goes. Called on the receiver's thread, after the commit. */
public interface PublishOrigin {
    /** The record is as durable as promised. The entry is reused as soon as this returns. */
    void onCommitted(Publish publish);
}
