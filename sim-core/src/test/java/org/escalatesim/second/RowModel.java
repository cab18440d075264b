package org.escalatesim.second;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.escalatesim.escalate.EscalateSpec;
import org.escalatesim.machine.PromotionPattern;

/** One row: slot registers, gather pipeline, dilution FIFO, concentrator, element FIFO and MAC unit. */
final class RowModel {
    /** The next slot of the tile's stream that this row has to read or mark. */
    int cursor;

    private final EscalateSpec spec;
    private final PlainLayer layer;
    private final BlockModel.Place place;
    private final int m;
    private final int linesHeld;
    private final boolean[][] hasCoefficient;
    private final int[] tokensBefore;

    private final Deque<Slot> registers = new ArrayDeque<>();
    /** The beats that each stage of the pipeline is yet to pass on; null for an empty stage. */
    private final List<Deque<Beat>> stages = new ArrayList<>();

    private final Deque<Beat> dilutionFifo = new ArrayDeque<>();
    private final Deque<Element> elementFifo = new ArrayDeque<>();
    /** Those of pass 0 are there from the start. */
    private int coefficientsOfPass;

    private Element elementEntering;
    private int elementPass = -1;
    private int elementY;
    private int elementX;
    private int macFree;
    private int tokens;

    private int registersBefore;
    private int beatsBefore;
    private int elementsBefore;

    RowModel(EscalateSpec spec, PlainLayer layer, BlockModel.Place place, int m) {
        this.spec = spec;
        this.layer = layer;
        this.place = place;
        this.m = m;
        this.linesHeld = (layer.shape.r() + layer.shape.strideH() - 1) / layer.shape.strideH() + 1;
        int n = spec.channelAccumulation().chunk();
        int channels = layer.shape.c();
        int passes = place.channelOfPass.length;
        hasCoefficient = new boolean[passes][(channels + n - 1) / n];
        tokensBefore = new int[passes];
        int earlier = 0;
        for (int pass = 0; pass < passes; pass++) {
            tokensBefore[pass] = earlier * layer.streamedRows;
            for (int from = 0; place.channelOfPass[pass] >= 0 && from < channels; from += n) {
                int to = Math.min(channels, from + n);
                hasCoefficient[pass][from / n] = layer.anyCoefficient(place.channelOfPass[pass], m, from, to);
            }
            earlier += active(pass) ? 1 : 0;
        }
        for (int stage = Integer.numberOfTrailingZeros(n); stage > 0; stage--) {
            stages.add(null);
        }
    }

    /** Whether the row has any coefficient in a pass. */
    boolean active(int pass) {
        for (boolean some : hasCoefficient[pass]) {
            if (some) {
                return true;
            }
        }
        return false;
    }

    boolean hasCoefficient(int pass, int chunk) {
        return hasCoefficient[pass][chunk];
    }

    /** Tokens that the row takes in the passes before a pass. */
    int tokensBefore(int pass) {
        return tokensBefore[pass];
    }

    /** Tokens taken by the MAC so far. */
    int tokens() {
        return tokens;
    }

    boolean hasFreeRegister() {
        return registersBefore < spec.channelAccumulation().slotRegisters();
    }

    void take(Slot slot) {
        registers.add(slot);
    }

    /** What is full or empty in a cycle is what was at its start. */
    void startCycle() {
        registersBefore = registers.size();
        beatsBefore = dilutionFifo.size();
        elementsBefore = elementFifo.size();
    }

    /** An idle MAC takes the tokens at the head in no time, then an element whose lines are all there. */
    void multiply(int t) {
        if (macFree > t) {
            return;
        }
        int there = elementsBefore;
        while (there > 0 && elementFifo.peek().token) {
            elementFifo.poll();
            there--;
            tokens++;
        }
        if (there > 0 && place.drainedBefore + linesHeld >= elementFifo.peek().endLine) {
            macFree = t + elementFifo.poll().macCycles;
        }
    }

    /** Adds the first beat and what can be promoted into it; beats that are done leave. */
    void concentrate() {
        if (dilutionFifo.isEmpty()) {
            return;
        }
        boolean full = elementsBefore >= spec.mac().elementFifo();
        Element element = dilutionFifo.peek().element;
        if (element.token) {
            if (!full) {
                elementFifo.add(dilutionFifo.poll().element);
            }
            return;
        }
        List<Beat> window = new ArrayList<>();
        for (Beat beat : dilutionFifo) {
            if (window.size() > spec.channelAccumulation().pattern().lookAhead() || beat.element != element) {
                break;
            }
            window.add(beat);
        }
        int[] masks = promote(window);
        int leaving = 0;
        while (leaving < masks.length && masks[leaving] == 0) {
            leaving++;
        }
        boolean sends = window.get(leaving - 1).last && element.sent;
        if (full && sends) {
            return;
        }
        for (int i = 0; i < window.size(); i++) {
            window.get(i).mask = masks[i];
            if (i < leaving) {
                dilutionFifo.poll();
            }
        }
        if (sends) {
            elementFifo.add(element);
        }
    }

    /** The masks of a window after one cycle: each empty lane, in order, takes its first candidate. */
    private int[] promote(List<Beat> window) {
        int[] masks = window.stream().mapToInt(beat -> beat.mask).toArray();
        int own = masks[0];
        masks[0] = 0;
        PromotionPattern pattern = spec.channelAccumulation().pattern();
        int lanes = spec.channelAccumulation().lanes();
        for (int lane = 0; lane < lanes; lane++) {
            if ((own >>> lane & 1) == 1) {
                continue;
            }
            for (int j = 0; j < pattern.candidates(); j++) {
                int beat = pattern.beat(j);
                int from = Math.floorMod(lane + pattern.side(j), lanes);
                if (beat < masks.length && (masks[beat] >>> from & 1) == 1) {
                    masks[beat] &= ~(1 << from);
                    break;
                }
            }
        }
        return masks;
    }

    /** The pipeline: its last stage writes as many beats as the FIFO has room for, the others move up. */
    void dilute() {
        int end = stages.size() - 1;
        Deque<Beat> leaving = stages.get(end);
        if (leaving != null) {
            int room = spec.channelAccumulation().fifoBeats() - beatsBefore;
            for (; room > 0 && !leaving.isEmpty(); room--) {
                dilutionFifo.add(leaving.poll());
            }
            if (leaving.isEmpty()) {
                stages.set(end, null);
            }
        }
        for (int i = end; i > 0; i--) {
            if (stages.get(i) == null) {
                stages.set(i, stages.get(i - 1));
                stages.set(i - 1, null);
            }
        }
        if (stages.get(0) != null || registers.isEmpty()) {
            return;
        }
        if (registers.peek().pass != coefficientsOfPass) {
            // The change of coefficients takes the cycle in which the chunk could have entered.
            coefficientsOfPass = registers.peek().pass;
            return;
        }
        stages.set(0, beats(registers.poll()));
    }

    /** The beats of a chunk: its non-zero activations, L at a time, and a token behind the end of an input row. */
    private Deque<Beat> beats(Slot slot) {
        int n = spec.channelAccumulation().chunk();
        int k = place.channelOfPass[slot.pass];
        boolean[] present = layer.activation[slot.y][slot.x];
        boolean[] wanted = layer.coefficient[k][m];
        if (slot.pass != elementPass || slot.y != elementY || slot.x != elementX) {
            elementEntering = element(slot, present, wanted);
            elementPass = slot.pass;
            elementY = slot.y;
            elementX = slot.x;
        }
        Deque<Beat> beats = new ArrayDeque<>();
        int values = 0;
        int lanes = spec.channelAccumulation().lanes();
        for (int c = slot.chunk * n; c < Math.min(layer.shape.c(), (slot.chunk + 1) * n); c++) {
            if (present[c]) {
                if (values % lanes == 0) {
                    beats.add(new Beat(elementEntering));
                }
                if (wanted[c]) {
                    beats.peekLast().mask |= 1 << values % lanes;
                }
                values++;
            }
        }
        boolean lastChunk = true;
        boolean lastValues = true;
        for (int later = slot.chunk + 1; later < hasCoefficient[slot.pass].length; later++) {
            if (hasCoefficient[slot.pass][later]) {
                lastChunk = false;
                lastValues &= !any(present, later * n, (later + 1) * n);
            }
        }
        if (values > 0) {
            beats.peekLast().last = lastValues;
        }
        if (lastChunk && layer.lastStreamedColumn(slot.x)) {
            beats.add(new Beat(Element.ofToken()));
        }
        return beats;
    }

    private Element element(Slot slot, boolean[] present, boolean[] wanted) {
        boolean sent = false;
        for (int c = 0; c < present.length; c++) {
            sent |= present[c] && wanted[c];
        }
        int taps = layer.rowTaps[slot.y] * layer.columnTaps[slot.x];
        int multipliers = spec.mac().multipliers();
        int endLine = slot.pass * layer.shape.p() + layer.endLine(slot.y);
        return new Element((taps + multipliers - 1) / multipliers, endLine, sent);
    }

    private static boolean any(boolean[] present, int from, int to) {
        for (int c = from; c < Math.min(present.length, to); c++) {
            if (present[c]) {
                return true;
            }
        }
        return false;
    }
}
