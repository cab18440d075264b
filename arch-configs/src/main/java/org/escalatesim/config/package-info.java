/**
 * YAML files and their loader.
 *
 * <p>A machine file begins with {@code machine:} (the kind, which leads to the record that binds the rest through the
 * registry in {@link org.escalatesim.config.Machines}), {@code name:} and {@code description:}; then come the fields of
 * the machine's specification in snake_case, in the same sections; then {@code sources:} with two maps,
 * {@code published:} and {@code assumed:}, from the path of a field ({@code ring.slots}) to where its value comes from or
 * why it was chosen; {@code notes:} is free-form. A file that says {@code extends: NAME-OR-PATH} gives its own name and
 * only the fields that differ; sections are merged, anything else is replaced, and a field replaced without a source has
 * the file as its source.
 *
 * <p>An energy table file has {@code name}, {@code description}, {@code node_nm}, {@code dram_kind}, a map
 * {@code sources:}, and per quantity ({@code add}, {@code sram_read}, ...) a list of rows with {@code value},
 * {@code unit}, {@code source}, the width ({@code bits}) and capacity ({@code bytes}) that the value holds for, and
 * {@code derived} with the formula when no source gives it. The rules between rows are in
 * {@link org.escalatesim.energy.UnitEnergies}.
 *
 * <p>Everything goes one way: {@link org.escalatesim.config.Bundle} finds a text, the parser makes a tree whose nodes
 * know their line and column, files that are extended and overrides are laid over it, and the binder makes a record of
 * it. Whatever is wrong is an {@link org.escalatesim.config.InputException}.
 */
package org.escalatesim.config;
