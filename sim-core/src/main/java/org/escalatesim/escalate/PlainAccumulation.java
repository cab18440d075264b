package org.escalatesim.escalate;

/** Channel accumulation unit by unit, for any machine, with values. */
final class PlainAccumulation extends ChannelAccumulation {
    private final Dilution dilution;
    private final Concentrator concentrator;
    private int countAtStart;

    PlainAccumulation(LayerContext context, ElementFifo elements) {
        this.dilution = new Dilution(context, this);
        this.concentrator = new Concentrator(context, dilution, elements, this);
    }

    @Override
    boolean registerFree() {
        return dilution.registerFree();
    }

    @Override
    int beats() {
        return dilution.fifoCount();
    }

    @Override
    boolean empty() {
        return dilution.empty();
    }

    @Override
    void read(int slot, int coefficientWord, int load, long place, boolean elementEnd, boolean lineEnd) {
        dilution.read(slot, coefficientWord, load, place, elementEnd, lineEnd);
    }

    @Override
    boolean begin(boolean elementsFull) {
        countAtStart = dilution.fifoCount();
        return concentrator.begin(elementsFull);
    }

    @Override
    long seen() {
        return concentrator.seen();
    }

    @Override
    long leftWithout() {
        return concentrator.leftWithout();
    }

    @Override
    void end(long left) {
        concentrator.end(left);
    }

    @Override
    int outcome() {
        return concentrator.outcome();
    }

    @Override
    boolean exit(long cycle) {
        return dilution.exit(cycle, countAtStart);
    }

    @Override
    long exitFrom() {
        return dilution.exitFrom();
    }

    @Override
    boolean canEnter() {
        return dilution.canEnter();
    }

    @Override
    int waitingLoad() {
        return dilution.waitingLoad();
    }

    @Override
    void enter(long cycle) {
        dilution.enter(cycle);
    }
}
