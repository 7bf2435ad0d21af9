/**
 * The bytes that stages share: a 64-byte header and one payload layout per kind, drawn above the class that reads it.
 *
 * <p>Everything here is a flyweight over a buffer: it allocates nothing and holds no state of its own. Little-endian throughout.
 * A change of bytes raises {@link io.borelog.journal.record.RecordHeader#VERSION} and adds a golden file; old ones are read for ever.
 */
package io.borelog.journal.record;
