package org.escalatesim.machine;

/** Is told of every DRAM transfer of a layer; it cannot influence them. */
public interface DramObserver {
    /** What is moved. */
    enum Region {
        /** The layer's input map, read. */
        INPUT,
        /** Its weights and what comes with them, read. */
        WEIGHTS,
        /** Its output map, written. */
        OUTPUT;

        /** Whether the region is written and not read. */
        public boolean written() {
            return this == OUTPUT;
        }
    }

    /**
     * A transfer, as it is counted; in the order in which the channel serves them.
     *
     * @param cycle the cycle in which the channel begins it
     * @param region what is moved
     * @param offset where in the region it begins, in bits; the same data always lies at the same place
     * @param bits how much, at least 0
     */
    void transfer(long cycle, Region region, long offset, long bits);
}
