/** Labelled images to train on, and the readers of the forms in which they come. */
package org.escalatesim.compress.data;
