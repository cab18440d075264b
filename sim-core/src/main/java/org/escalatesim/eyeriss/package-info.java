/**
 * Eyeriss, the row stationary array (Chen et al., ISSCC 2016 and JSSC 2017).
 *
 * <p>A 1-D primitive is one filter row against one input row. A PE set of R rows x e columns makes e output rows of one
 * filter: psums go up its columns. Inside a PE p filters and q channels interleave; r channel sets and t filter sets lie
 * side by side. One such arrangement on n images, e output rows and Ft output columns is a pass; passes follow one
 * another until the layer is done, their psums waiting in the global buffer. Reading order: {@link
 * org.escalatesim.eyeriss.EyerissSpec}, {@link org.escalatesim.eyeriss.RowMapping}, {@code Pass} (what one costs),
 * {@code MappingProblem} and {@code MappingSearch} (which mappings are legal, which is best), {@code RowStationaryArray}
 * (the passes of a layer in their order), {@code RowPrimitives} (values).
 */
package org.escalatesim.eyeriss;
