package org.escalatesim.second;

/** A beat of the dilution FIFO; a token takes one of its own. */
final class Beat {
    final Element element;
    /** Which lanes hold a value that is yet to be added, a bit each. */
    int mask;
    /** Whether it is the element's last beat with values. */
    boolean last;

    Beat(Element element) {
        this.element = element;
    }
}
