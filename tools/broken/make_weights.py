#!/usr/bin/python3
"""Writes the broken safetensors files, checkpoints and models of tests/broken (weights-*, model-*),
and what a run leaves for its next start (run-*, journal-*).

    python3 tools/broken/make_weights.py

Each folder holds `file` and expect.json: the reader, and the fault that a user must get (none: it
must be read). The faults are written out by hand beside each case, never taken from what msmv said.
Folders of other readers are left alone.
"""

import json
import pathlib
import shutil

import checkpoint_cases
import model_cases
import run_cases
import safetensors_cases

ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "broken"
PREFIXES = ("weights-", "model-", "run-", "journal-")
LARGEST = 15_000


def main():
    for folder in ROOT.glob("*"):
        if folder.name.startswith(PREFIXES):
            shutil.rmtree(folder)
    count = 0
    for cases in (safetensors_cases, checkpoint_cases, model_cases, run_cases):
        for name, reader, content, fault in cases.cases():
            assert len(content) < LARGEST, name
            folder = ROOT / name
            folder.mkdir(parents=True)
            (folder / "file").write_bytes(content)
            expect = {"reader": reader} | ({"fault": fault} if fault else {})
            (folder / "expect.json").write_text(json.dumps(expect, indent=2) + "\n")
            count += 1
    print(f"{count} cases")


if __name__ == "__main__":
    main()
