/**
 * The default model's two ends: {@link io.borelog.infer.depth.PositionWindow} makes its input out of a hole's curves,
 * {@link io.borelog.infer.depth.KeyPointHeat} makes three key points out of its answer. No runtime here and no file: the trainer
 * uses the same two classes, so that what is trained is what runs.
 */
package io.borelog.infer.depth;
