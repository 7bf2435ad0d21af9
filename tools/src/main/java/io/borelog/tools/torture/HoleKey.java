package io.borelog.tools.torture;

/** Which hole: the same four texts in the client's log and in an estimate. */
record HoleKey(String toolbox, String tool, String resultId, String sourceTimestamp) {
}
