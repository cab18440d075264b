package org.escalatesim.second;

/** An entry of the element FIFO: an intermediate element, or a token that ends an input row. */
final class Element {
    final boolean token;
    /** Cycles in the MAC, ceil(taps / multipliers). */
    final int macCycles;
    /** One more than the highest line it adds to, lines counted through all passes. */
    final int endLine;
    /** Whether any value of the element meets a coefficient: others never leave the concentrator. */
    final boolean sent;

    Element(int macCycles, int endLine, boolean sent) {
        this.token = false;
        this.macCycles = macCycles;
        this.endLine = endLine;
        this.sent = sent;
    }

    private Element() {
        this.token = true;
        this.macCycles = 0;
        this.endLine = 0;
        this.sent = true;
    }

    /** A token. */
    static Element ofToken() {
        return new Element();
    }
}
