#!/usr/bin/python3
"""Writes the broken command lines and settings of tests/broken/command.jsonl.

    python3 tools/broken/make_commands.py

A case holds the arguments, the exit code and the lines that a user must get (\\xNN is a byte that is
no UTF-8, \\\\ a backslash), and the files that the arguments name as in/NAME. The lines are written out
by hand beside each case, never taken from what msmv said.
"""

import command_cases
import settings_cases
import table


def row(case):
    expect = {"reader": "command", "arguments": case.arguments, "exit": case.code,
              "lines": case.lines}
    if case.left:
        expect["files"] = case.left
    return "command-" + case.name, expect, case.files


def main():
    cases = [*command_cases.cases(), *settings_cases.cases()]
    table.write(("command",), [row(case) for case in cases])


if __name__ == "__main__":
    main()
