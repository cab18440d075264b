/**
 * SparTen (Gondimalla et al., MICRO 2019): clusters of one-multiplier units that find matching non-zeros of bit-mask
 * chunks by an inner join; its greedy balancing, and its dense and one-sided variants.
 */
package org.escalatesim.sparten;
