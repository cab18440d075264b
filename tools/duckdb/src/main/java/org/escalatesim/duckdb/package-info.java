/**
 * Parquet and SQL for the tables of sweeps, by DuckDB, an optional jar. {@link org.escalatesim.duckdb.QueryPlugin} is
 * what the main jar finds; {@link org.escalatesim.duckdb.Database} is a database in memory that, once its tables are
 * loaded, can neither read nor write files.
 */
package org.escalatesim.duckdb;
