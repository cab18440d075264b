/**
 * SCNN (Parashar et al., ISCA 2017): compressed weights times compressed activations as Cartesian products on an array
 * of PEs, each of which owns a tile of the map; and its dense reference DCNN.
 */
package org.escalatesim.scnn;
