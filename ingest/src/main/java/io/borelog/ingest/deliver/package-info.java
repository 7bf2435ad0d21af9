/**
 * Subscribers, served out of the journals: a subscription is a place in inbound and one in outbound, never a queue of copies.
 *
 * <p>One thread walks each journal once for everybody who is at its end ({@link io.borelog.ingest.deliver.Walk}); who falls behind or
 * comes back reads from his own place until he has caught up to exactly the same record. Filters are matched on bytes.
 */
package io.borelog.ingest.deliver;
