/**
 * ONNX models as trace folders: {@link org.escalatesim.onnx.OnnxModel} reads the file, {@link org.escalatesim.onnx.OrtRun}
 * computes every tensor with ONNX Runtime, {@link org.escalatesim.onnx.Translation} makes layers and nodes of the graph,
 * {@link org.escalatesim.onnx.TraceWriter} writes them.
 */
package org.escalatesim.onnx;
