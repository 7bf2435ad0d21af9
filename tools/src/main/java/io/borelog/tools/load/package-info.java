/**
 * One load against a pipeline of its own, and what it took: {@code up} in processes of its own, holes sent at fixed rates whatever becomes
 * of them, a subscriber, and the latencies, processor time and memory of each rate. What {@code bench}, {@code soak} and {@code peers} are
 * made of. Looks from outside, as a client and as an operator would. The command's thread, with the generator's and the subscriber's
 * beside it.
 */
package io.borelog.tools.load;
