#!/usr/bin/python3
"""Draws the charts of docs/results.md, docs/pictures/accuracy.svg and speed.svg, from the tables on that page.

usage: tools/draw_charts.py [FOLDER]    (needs Debian's python3-matplotlib; FOLDER instead of docs/pictures)
"""
import pathlib
import re
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "msmv", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False})
import matplotlib.pyplot as plt

BLUE, GRAY = "#2f5d8a", "#8a8f98"


def tables(page):
    """The page's tables: a list of rows of cells without marks of emphasis, the heading's first."""
    found, rows = [], []
    for line in page.splitlines() + [""]:
        if line.startswith("|"):
            rows.append([re.sub(r"\*\*|`", "", cell.strip()) for cell in line.strip().strip("|").split("|")])
        elif rows:
            found.append([row for row in rows if not set("".join(row)) <= set("-: ")])
            rows = []
    return found


def with_heading(found, first_cells):
    for table in found:
        if table[0][:len(first_cells)] == first_cells:
            return table
    raise SystemExit(f"docs/results.md has no table that begins with {first_cells}")


def percent(cell):
    match = re.search(r"([0-9.]+) %", cell)
    return float(match.group(1)) if match else None


def draw_accuracy(table, path):
    """What each row says of the model that ships, with its interval, and of the one before, without."""
    heading, rows = table[0], table[1:]
    now, interval, before = (heading.index(name) for name in ("shipped now: right", "95 % interval", "before"))
    figure, axes = plt.subplots(figsize=(7, 2.2))
    for place, row in enumerate(reversed(rows)):
        value, earlier = percent(row[now]), percent(row[before])
        bounds = [float(x) for x in re.findall(r"[0-9.]+", row[interval])[:2]]
        if value is not None:
            axes.plot(bounds, [place, place], color=BLUE, linewidth=2)
            axes.plot(value, place, "o", color=BLUE, label="shipped now, 95 % interval" if place == 0 else None)
        if earlier is not None:
            axes.plot(earlier, place, "D", color=GRAY, markerfacecolor="white",
                      label="the model before it" if place == 0 else None)
    axes.set_yticks(range(len(rows)), [f"{row[0]} (n = {row[1]})" for row in reversed(rows)])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xlim(25, 100)
    axes.axvline(25, color="black", linewidth=0.8)
    axes.set_xlabel("images right, % (25 % is chance)")
    axes.grid(axis="x", alpha=0.3)
    axes.legend(frameon=False, loc="lower left", fontsize=8)
    save(figure, path)


def draw_speed(table, path):
    """Patches a second of each runtime, by precision and threads."""
    kinds, rows = table[0][1:], table[1:]
    figure, axes = plt.subplots(figsize=(7, 2.6))
    colours = [BLUE, "#c58b3c", "#6b9a5b", GRAY]
    width = 0.8 / len(rows)
    for i, row in enumerate(rows):
        for place, cell in enumerate(row[1:]):
            if cell:
                axes.bar(place + (i - (len(rows) - 1) / 2) * width, 1e3 / float(cell), width, color=colours[i],
                         label=row[0] if place == 0 else None)
    axes.set_xticks(range(len(kinds)), kinds)
    axes.set_ylabel("patches a second")
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)
    axes.legend(frameon=False, fontsize=8)
    save(figure, path)


def save(figure, path):
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def main():
    docs = pathlib.Path(__file__).resolve().parent.parent / "docs"
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else docs / "pictures"
    found = tables((docs / "results.md").read_text(encoding="utf-8"))
    draw_accuracy(with_heading(found, ["evaluated on", "n"]), folder / "accuracy.svg")
    draw_speed(with_heading(found, ["", "fp32, 1 thread"]), folder / "speed.svg")


main()
