/**
 * What lies around the code, held against the code: units, example configuration, README and its payloads. Runs nothing of a stage
 * in this JVM; a stage that a test needs is a process of its own.
 */
package io.borelog.tools.ops;
