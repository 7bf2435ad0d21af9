/**
 * The way in for what decides and is no message: changes of deciding settings, redrives. A local socket, {@code control.sock} in the data
 * directory, that only its owner may open; one line of JSON asks, one answers. What is asked becomes records of inbound, so that the
 * stages behind, and every replay, see it at the same place.
 */
package io.borelog.ingest.control;
