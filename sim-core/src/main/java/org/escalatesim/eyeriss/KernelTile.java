package org.escalatesim.eyeriss;

/**
 * A part of a kernel that runs as passes of its own; usually the whole kernel.
 *
 * @param row first kernel row
 * @param rows kernel rows
 * @param column first kernel column
 * @param columns kernel columns
 */
record KernelTile(int row, int rows, int column, int columns) {
    /** All tiles of a layer's kernel, row by row. */
    static KernelTile[] of(MappingProblem problem) {
        KernelTile[] tiles = new KernelTile[problem.rowTiles.length * problem.columnTiles.length];
        int row = 0;
        int count = 0;
        for (int rows : problem.rowTiles) {
            int column = 0;
            for (int columns : problem.columnTiles) {
                tiles[count++] = new KernelTile(row, rows, column, columns);
                column += columns;
            }
            row += rows;
        }
        return tiles;
    }
}
