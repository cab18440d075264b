package org.escalatesim.escalate;

import java.util.LinkedHashMap;
import java.util.Map;

/** The counts of all units of a layer's run, added up. */
final class Totals {
    long multiplications;
    long bypassed;
    long matchedPairs;
    long chunks;
    long beats;
    long tokens;
    long tokensTaken;
    long elementsSent;
    long elementsTaken;
    long elementSaturations;
    long psumSaturations;
    long reads;
    long marks;
    long readBits;
    long coefficientBits;
    long crossings;
    long changes;
    long slotsWritten;
    long slotsFreed;
    long slotsExpected;
    long finishesExpected;
    long broadcasts;
    long broadcastBits;
    long ringBitsWritten;
    long readConflicts;
    long pixels;
    long partialPixels;
    long psumReads;
    long encodes;
    long leftOver;

    Totals(Tiles tiles) {
        for (Tile tile : tiles.all) {
            RingInputBuffer ring = tile.ring;
            slotsWritten += ring.slotsWritten;
            slotsFreed += ring.slotsFreed;
            broadcasts += ring.broadcasts;
            broadcastBits += ring.broadcastBits;
            ringBitsWritten += ring.bitsWritten;
            readConflicts += ring.readConflicts;
            encodes += tile.writer.encodes;
            leftOver += ring.occupied();
            for (Segment segment : tile.segments) {
                slotsExpected += segment.slots();
                finishesExpected += segment.slots() * segment.set.activeRows;
            }
            for (Block block : tile.blocks) {
                pixels += block.pixels;
                partialPixels += block.partialPixels;
                psumReads += block.psumReads;
            }
        }
        tiles.addTo(this);
    }

    /** Adds what a row counted. */
    void add(Row row) {
        MacUnit mac = row.mac();
        multiplications += mac.multiplications;
        bypassed += mac.bypassed;
        elementsTaken += mac.elementsTaken;
        tokensTaken += mac.tokensTaken;
        if (mac.psums() != null) {
            psumSaturations += mac.psums().saturations;
        }
        matchedPairs += row.accumulation().taken;
        elementsSent += row.accumulation().elementsSent;
        elementSaturations += row.accumulation().elementSaturations;
        chunks += row.accumulation().chunks;
        beats += row.accumulation().beatsWritten;
        tokens += row.accumulation().tokensWritten;
        reads += row.reads;
        marks += row.marks;
        readBits += row.readBits;
        coefficientBits += row.coefficientBits;
        crossings += row.crossings;
        changes += row.changes;
        leftOver += row.empty() ? 0 : 1;
    }

    /** Counts that carry no energy of their own, for results; the unit is in the name. */
    Map<String, Long> counters(MemorySystem memory) {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("slots_written", slotsWritten);
        counters.put("slot_reads", reads);
        counters.put("slot_marks", marks);
        counters.put("ring_broadcasts", broadcasts);
        counters.put("ring_read_conflicts", readConflicts);
        counters.put("row_chunks", chunks);
        counters.put("beats", beats);
        counters.put("tokens", tokens);
        counters.put("elements", elementsSent);
        counters.put("gather_switches_crossed", 2 * crossings);
        counters.put("coefficient_changes", changes);
        counters.put("partial_sum_pixels", partialPixels);
        counters.put("global_buffer_slot_accesses", memory.bufferRequests);
        counters.put("tile_slot_requests", memory.tileRequests);
        counters.put("dram_input_bits", memory.inputBits);
        counters.put("dram_coefficient_bits", memory.coefficientBits);
        counters.put("dram_output_bits", memory.outputBits);
        return counters;
    }
}
