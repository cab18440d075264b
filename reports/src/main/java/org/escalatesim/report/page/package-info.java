/** Results as one self-contained HTML file: {@link RunPage}, {@link ComparePage}, {@link SweepPage}. */
package org.escalatesim.report.page;
