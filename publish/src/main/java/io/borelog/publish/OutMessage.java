package io.borelog.publish;

/** One message before it has a record. Both UTF-8; not copied, not to be changed. */
record OutMessage(byte[] topic, byte[] body) {
}
