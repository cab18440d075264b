/**
 * Small networks as a graph and named arrays, and everything that is done to them without a training engine: magnitude
 * pruning, model shrinking, ternary rounding, grouping, accounting, and the check points that keep them.
 */
package org.escalatesim.compress.net;
