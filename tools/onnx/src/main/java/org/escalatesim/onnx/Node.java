package org.escalatesim.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import org.escalatesim.config.InputException;

/** A node of an ONNX graph with its attributes by name. */
final class Node {
    private final String model;
    private final NodeProto proto;

    Node(String model, NodeProto proto) {
        this.model = model;
        this.proto = proto;
    }

    String op() {
        return proto.getOpType();
    }

    /** Whether the operator is one of the standard's own. */
    boolean standard() {
        return proto.getDomain().isEmpty() || proto.getDomain().equals("ai.onnx");
    }

    String name() {
        return proto.getName();
    }

    /** The name of an input, empty if it is left out. */
    String input(int i) {
        return i < proto.getInputCount() ? proto.getInput(i) : "";
    }

    List<String> inputs() {
        return proto.getInputList();
    }

    String output() {
        return proto.getOutput(0);
    }

    List<String> outputs() {
        return proto.getOutputList();
    }

    int integer(String attribute, int otherwise) {
        AttributeProto found = find(attribute);
        return found == null ? otherwise : Math.toIntExact(found.getI());
    }

    double real(String attribute, double otherwise) {
        AttributeProto found = find(attribute);
        return found == null ? otherwise : found.getF();
    }

    String text(String attribute, String otherwise) {
        AttributeProto found = find(attribute);
        return found == null ? otherwise : found.getS().toStringUtf8();
    }

    /** A list of integers, or null. */
    int[] integers(String attribute) {
        AttributeProto found = find(attribute);
        return found == null
                ? null
                : found.getIntsList().stream().mapToInt(Math::toIntExact).toArray();
    }

    private AttributeProto find(String name) {
        return proto.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** How messages call the node. */
    String describe() {
        return op() + " '" + (name().isEmpty() ? String.join(", ", outputs()) : name()) + "'";
    }

    /** The refusal of a node. */
    InputException refused(String why) {
        return new InputException(model + ": node " + describe() + ": " + why);
    }
}
