"""The figures of bench/peers/run.sh as tables.

usage: table.py BENCH.json --round N      lines for rounds.jsonl of what `msmv bench --json` wrote
       table.py rounds.jsonl              the tables
"""
import argparse
import json
from collections import defaultdict

EAGER = ("PyTorch eager", "PyTorch eager, channels last")


def lines_of_bench(bench, round_number):
    threads = bench["machine"]["threads"]
    for network in bench["networks"]:
        if "ms_per_patch" in network:
            backend, precision = network["name"].split()
            assert backend == "openvino", network
            yield {"round": round_number, "peer": "msmv", "precision": precision, "threads": threads,
                   "ms_per_patch": network["ms_per_patch"]}
    for pipeline in bench["pipelines"]:
        yield {"round": round_number, "peer": "msmv, all stages", "threads": threads,
               "precision": pipeline["network"].split()[1], "early_vote": pipeline["early_vote"],
               "fields_per_s": pipeline["fields_per_s"], "patches_per_field": bench["patches_per_field"]}


def spread(values):
    """How far the worst round lies from the best."""
    return f"{100 * (max(values) / min(values) - 1):.0f} %"


def by_round(lines, wanted):
    """round -> the least ms a patch among the lines that are wanted."""
    best = {}
    for line in lines:
        if "ms_per_patch" in line and wanted(line):
            best[line["round"]] = min(line["ms_per_patch"], best.get(line["round"], float("inf")))
    return best


def print_ratio(name, above, below):
    """The ratio of the best rounds and that within each round, of times by round."""
    rounds = sorted(set(above) & set(below))
    if rounds:
        within = [above[r] / below[r] for r in rounds]
        print(f"{name:76} {min(above.values()) / min(below.values()):6.2f}   "
              f"{min(within):.2f} to {max(within):.2f}")


def print_times(lines):
    print(f"\n{'encoders, ms a patch':30} {'numbers':8} {'threads':>7} {'best':>8} {'spread':>7} "
          f"{'msmv is':>9}   fits fp32 (cosine), best way")
    rows = defaultdict(list)
    for line in lines:
        if "ms_per_patch" in line:
            rows[line["threads"], line["precision"], line["peer"]].append(line)
    for (threads, precision, peer), row in sorted(rows.items()):
        times = [line["ms_per_patch"] for line in row]
        ours = [line["ms_per_patch"] for line in rows.get((threads, precision, "msmv"), [])]
        ratio = f"{min(times) / min(ours):6.2f} x" if ours and peer != "msmv" else ""
        best = min(row, key=lambda line: line["ms_per_patch"])
        how = f"{best['cosine']:.4f}, {best['way']}" if "way" in best else ""
        print(f"{peer:30} {precision:8} {threads:7} {min(times):8.2f} {spread(times):>7} {ratio:>9}   {how}")


def print_ratios(lines):
    print(f"\n{'ratio, above 1: msmv is faster':76}   best   within a round")
    for threads in sorted({line["threads"] for line in lines}):
        on = f"{threads} thread{'s' if threads > 1 else ''}"

        def of(peers, precision, threads=threads):
            return by_round(lines, lambda line: line["peer"] in peers and line["precision"] == precision
                            and line["threads"] == threads)

        for precision in ("int8", "fp32"):
            print_ratio(f"{precision} encoders to the best of OpenVINO and ONNX Runtime, {on}",
                        of({"OpenVINO", "ONNX Runtime"}, precision), of({"msmv"}, precision))
        eager = of(EAGER, "fp32")
        for early in (False, True):
            fields, patches = {}, 0  # round -> s a field
            for line in lines:
                if line["threads"] == threads and line.get("early_vote") == early and line["precision"] == "int8":
                    fields[line["round"]], patches = 1 / line["fields_per_s"], line["patches_per_field"]
            if fields:
                alone = {r: ms * patches / 1e3 for r, ms in eager.items()}
                print_ratio(f"all stages int8, {'early vote' if early else 'all views'}, to PyTorch eager's encoders "
                            f"fp32, {on}", alone, fields)


def print_fields(lines):
    rows = defaultdict(list)
    for line in lines:
        if "fields_per_s" in line:
            rows[line["precision"], line["early_vote"], line["threads"]].append(line["fields_per_s"])
    if rows:
        print(f"\n{'msmv, all stages':30} {'numbers':8} {'threads':>7} {'fields/s':>8} {'spread':>7}")
    for (precision, early, threads), values in sorted(rows.items()):
        print(f"{'early vote' if early else 'all views':30} {precision:8} {threads:7} {max(values):8.2f} "
              f"{spread(values):>7}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--round", type=int)
    asked = parser.parse_args()
    with open(asked.file, encoding="utf-8") as file:
        if asked.round is not None:
            for line in lines_of_bench(json.load(file), asked.round):
                print(json.dumps(line))
            return
        lines = [json.loads(line) for line in file]
    print(f"best of {max(line['round'] for line in lines)} rounds; spread: how far the worst round lies from the best")
    print_times(lines)
    print_fields(lines)
    print_ratios(lines)


main()
