package org.escalatesim.report.timeline;

/**
 * What a timeline shows, told in the file.
 *
 * @param version version of the simulator
 * @param machine the machine's name
 * @param workload the network's or trace's name
 * @param layer the layer's name
 * @param clockMhz the machine's clock, to turn cycles into time
 */
public record Title(String version, String machine, String workload, String layer, int clockMhz) {}
