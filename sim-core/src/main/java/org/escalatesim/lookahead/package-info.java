/**
 * A dense array whose lanes follow a static schedule of sparse weights: look-ahead and look-aside after Bit-Tactical
 * (ASPLOS 2019), its front end alone, with bit-parallel multipliers. See docs/machine-lookahead.md.
 */
package org.escalatesim.lookahead;
