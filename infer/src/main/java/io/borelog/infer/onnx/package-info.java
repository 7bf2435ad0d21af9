/**
 * ONNX models. ONNX Runtime is opened in {@link io.borelog.infer.onnx.Model} and nowhere else; what a model is, what goes in and what comes
 * out stands in its {@link io.borelog.infer.onnx.Manifest}; how a hole becomes tensors and back is a {@link io.borelog.infer.onnx.Recipe}.
 */
package io.borelog.infer.onnx;
