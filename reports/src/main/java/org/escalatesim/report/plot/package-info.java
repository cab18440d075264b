/**
 * Figures for papers. Three steps, one direction: {@link org.escalatesim.report.plot.PlotInput} reads result files, a class
 * per kind of figure takes its numbers out of them into a {@link org.escalatesim.report.plot.Figure} (numbers and words
 * alone), and {@link org.escalatesim.report.plot.FigureFile} draws that: a page of charts by XChart, a legend and notes
 * below. Lengths are in points (1/72 inch) from the upper left corner, those of charts in XChart's units.
 */
package org.escalatesim.report.plot;
