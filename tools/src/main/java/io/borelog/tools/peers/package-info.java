/**
 * Side by side ({@code borelog peers}): the same loads from a load generator that is none of ours, against the least that a server can do
 * on this machine, against our endpoint, and against the brokers that people would pick instead. A
 * {@link io.borelog.tools.peers.Server} is what is measured, a {@link io.borelog.tools.peers.RatioBar} what is asked of the ratio of two.
 * The command's thread; children do the work.
 */
package io.borelog.tools.peers;
