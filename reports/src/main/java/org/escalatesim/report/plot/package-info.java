/**
 * Figures for papers. Three steps, one direction: {@link org.escalatesim.report.plot.PlotInput} reads result files, a class
 * per kind of figure takes its numbers out of them into a {@link org.escalatesim.report.plot.Figure} (numbers and words
 * alone), and {@link org.escalatesim.report.plot.FigureFile} draws that. Lengths are in points (1/72 inch) from the upper
 * left corner.
 */
package org.escalatesim.report.plot;
