package org.escalatesim.escalate;

/** The element FIFO between the two halves of a row: intermediate elements with their pixel, and end-of-line tokens. */
final class ElementFifo {
    private final long[] places;
    private final int[] values;
    private final int capacity;
    private int head;
    private int count;

    ElementFifo(int capacity) {
        this.capacity = capacity;
        this.places = new long[capacity];
        this.values = new int[capacity];
    }

    int count() {
        return count;
    }

    boolean full() {
        return count == capacity;
    }

    /** Adds an element (or a token) at a {@link Place}. */
    void add(long place, int value) {
        int tail = head + count;
        if (tail >= capacity) {
            tail -= capacity;
        }
        places[tail] = place;
        values[tail] = value;
        count++;
    }

    long headPlace() {
        return places[head];
    }

    int headValue() {
        return values[head];
    }

    void remove() {
        head = head + 1 == capacity ? 0 : head + 1;
        count--;
    }
}
