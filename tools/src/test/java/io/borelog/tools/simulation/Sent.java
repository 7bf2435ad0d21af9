package io.borelog.tools.simulation;

/**
 * One message of a tool's script, an envelope of its own: what the checks know of it without reading it.
 *
 * @param atNs  when the tool has it, monotonic
 * @param id    number within the tool, from 1
 * @param poisoned whether the model may die of its curve
 */
record Sent(
    String tool, int id, long atNs, Part part, int resultId, String timestamp, String headId, boolean poisoned, String topic, byte[] payload) {

    /** The hole that it belongs to, as the join must see it. */
    String hole() {
        return tool + ' ' + resultId + ' ' + timestamp;
    }
}
