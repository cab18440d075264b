#!/usr/bin/python3
"""Redraws a figure from a CSV of escalate-sim: one column over another, a line per value of a third.

    plot-csv.py merged.csv ring.slots speedup channel_accumulation.pattern ring.png
    plot-csv.py compare.csv area_mm2 milliseconds machine area.png
"""
import sys

import matplotlib

matplotlib.use("Agg")
import pandas as pd

table, x, y, line, picture = sys.argv[1:]
data = pd.read_csv(table).dropna(subset=[x, y])
curves = data.groupby([line, x])[y].mean().unstack(line)
axes = curves.plot(marker="o", figsize=(3.5, 2.6), grid=True)
axes.set(xlabel=x, ylabel=y + " (mean)")
axes.figure.savefig(picture, dpi=200, bbox_inches="tight")
print(curves.to_csv(), end="")
