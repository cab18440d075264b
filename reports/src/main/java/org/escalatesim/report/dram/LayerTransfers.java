package org.escalatesim.report.dram;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.escalatesim.machine.DramObserver;

/** The DRAM transfers of one layer, in order. */
public final class LayerTransfers implements DramObserver {
    /** A transfer, as {@link DramObserver#transfer} tells it. */
    record Transfer(long cycle, Region region, long offset, long bits) {}

    private final List<Transfer> transfers = new ArrayList<>();

    @Override
    public void transfer(long cycle, Region region, long offset, long bits) {
        if (bits > 0) {
            transfers.add(new Transfer(cycle, region, offset, bits));
        }
    }

    List<Transfer> transfers() {
        return Collections.unmodifiableList(transfers);
    }
}
