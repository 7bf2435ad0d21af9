/**
 * Joins the messages of one hole: process {@code correlate}, from {@code inbound} to {@code matched}.
 *
 * <p>{@link io.borelog.correlate.Joiner} is the decision: a function of inbound records and the state that earlier ones left, free of
 * clocks, files and Chronicle types. {@link io.borelog.correlate.ToolMap} is the state, the only user of Chronicle Map, disposable: it
 * is rebuilt at every start from the last snapshot in {@code matched} by running {@code inbound} again and comparing what comes out.
 */
package io.borelog.correlate;
