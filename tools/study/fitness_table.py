"""The distributions in docs/fitness.md: least, median and most of what fields are refused by.

usage: fitness_table.py CLASSES.jsonl...      each written by `msmv classify --json`, unfit ones included
"""
import json
import statistics
import sys

MEASURES = {
    "tissue": lambda row, of: row["tissue"],
    "foreign, of what is stained": lambda row, of: of["foreign"] / max(row["tissue"] + of["foreign"], 1e-9),
    "dark": lambda row, of: of["dark"],
    "sharpness": lambda row, of: row["sharpness"],
    "eosin hue, degrees": lambda row, of: of["eosin_hue"],
    "nuclear colour, largest less smallest": lambda row, of: max(of["nuclear_colour"]) - min(of["nuclear_colour"]),
    "blue over red": lambda row, of: of["nuclear_colour"][2] - of["nuclear_colour"][0],
    "nuclei": lambda row, of: of["nuclei"],
}


def main(paths):
    for path in paths:
        with open(path, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        seen = [row for row in rows if "fitness" in row]
        print(f"{path}: {len(seen)} of {len(rows)} pictures could be looked at")
        for name, of in MEASURES.items():
            values = sorted((of(row, row["fitness"]), row["file"]) for row in seen)
            print(f"  {name}: {values[0][0]:.3f} ({values[0][1]}), {statistics.median(v for v, _ in values):.3f}, "
                  f"{values[-1][0]:.3f} ({values[-1][1]})")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1:])
