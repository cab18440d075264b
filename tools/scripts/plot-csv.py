#!/usr/bin/python3
"""Redraws a figure from a CSV or Parquet file of escalate-sim: one column over another, a line per value of a third.

    plot-csv.py merged.parquet ring.slots speedup channel_accumulation.pattern ring.png
    plot-csv.py compare.csv area_mm2 milliseconds machine area.png comparison=as_configured

COLUMN=VALUE, any number of times, draws only the rows that have this value.
"""
import sys


def read(table):
    if not table.endswith(".parquet"):
        return pd.read_csv(table)
    try:
        return pd.read_parquet(table)
    except ImportError:
        raise ValueError("Parquet needs pyarrow or fastparquet for pandas; merge writes CSV too") from None


def draw(table, x, y, line, picture, *filters):
    data = read(table)
    for column in [x, y, line, *(part.partition("=")[0] for part in filters)]:
        if column not in data:
            raise ValueError(f"no column '{column}'; there are {', '.join(data.columns)}")
    for part in filters:
        column, _, value = part.partition("=")
        data = data[data[column].astype(str).str.lower().isin([value.lower(), value + ".0"])]
    data = data.dropna(subset=[x, y, line])
    if data.empty:
        raise ValueError("no rows with " + ", ".join([x, y, line, *filters]))
    if not pd.api.types.is_numeric_dtype(data[y]):
        raise ValueError(f"column '{y}' is text, and means of it are drawn")
    curves = data.groupby([line, x])[y].mean().unstack(line)
    axes = curves.plot(marker="o", figsize=(3.5, 2.6), grid=True)
    axes.set(xlabel=x, ylabel=y + " (mean)")
    axes.figure.savefig(picture, dpi=200, bbox_inches="tight")
    print(curves.to_csv(), end="")


if len(sys.argv) < 6:
    sys.stderr.write("plot-csv.py: expected TABLE X Y LINE PICTURE [COLUMN=VALUE...]\n")
    sys.exit(2)
try:
    import matplotlib

    matplotlib.use("Agg")
    import pandas as pd

    draw(*sys.argv[1:])
except (ImportError, OSError, ValueError) as e:
    sys.stderr.write(f"plot-csv.py: {sys.argv[1]}: {' '.join(str(e).split())}\n")
    sys.exit(2)
