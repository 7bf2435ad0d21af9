/**
 * The stage that tells the world: {@code matched} and the workers' {@code estimated-k} in, {@code outbound} and external brokers out.
 *
 * <p>{@link io.borelog.publish.PublishAgent} walks {@code matched} in order of origin and takes each estimate from whichever worker wrote
 * it: one total order, one checkpoint. What is told is in {@code outbound}, forced, before anybody hears it; an external broker is sent
 * those bytes and never a second rendering. Texts are made in {@link io.borelog.publish.Renderer}, the network is behind
 * {@link io.borelog.publish.ExternalBroker}.
 */
package io.borelog.publish;
