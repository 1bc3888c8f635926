#!/usr/bin/python3
"""Writes the broken command lines and settings of tests/broken (command-*).

    python3 tools/broken/make_commands.py

Each folder holds expect.json with the arguments, the exit code and the lines that a user must get
(\\xNN is a byte that is no UTF-8, \\\\ a backslash), and the files that the arguments name as in/NAME. The lines are
written out by hand beside each case, never taken from what msmv said. Folders of other readers are
left alone.
"""

import json
import pathlib
import shutil

import command_cases
import settings_cases

ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "broken"
LARGEST = 15 * 1024


def write(case):
    folder = ROOT / ("command-" + case.name)
    folder.mkdir(parents=True)
    for name, content in case.files.items():
        content = content if isinstance(content, bytes) else content.encode()
        assert len(content) < LARGEST, case.name
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    expect = {"reader": "command", "arguments": case.arguments, "exit": case.code,
              "lines": case.lines}
    if case.left:
        expect["files"] = case.left
    (folder / "expect.json").write_text(json.dumps(expect, indent=2) + "\n")


def main():
    cases = [*command_cases.cases(), *settings_cases.cases()]
    names = [case.name for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two cases of one name: {sorted(twice)}")
    for folder in ROOT.glob("command-*"):
        shutil.rmtree(folder)
    for case in cases:
        write(case)
    print(f"{len(cases)} cases in {ROOT}")


if __name__ == "__main__":
    main()
