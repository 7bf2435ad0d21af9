/** Trains the depth model from simulated holes and writes it as ONNX; on no stage's class path. */
package io.borelog.trainer;
