#!/usr/bin/python3
"""Writes the broken safetensors files, checkpoints and models of tests/broken, and what
a run leaves for its next start.

    python3 tools/broken/make_weights.py

A case holds `file`, the reader, and the fault that a user must get (none: it must be read). The
faults are written out by hand beside each case, never taken from what msmv said. Tables of other readers are left alone.
"""

import checkpoint_cases
import model_cases
import run_cases
import safetensors_cases
import table


def main():
    modules = (safetensors_cases, checkpoint_cases, model_cases, run_cases)
    rows = [(name, {"reader": reader} | ({"fault": fault} if fault else {}), {"file": content})
            for module in modules for name, reader, content, fault in module.cases()]
    table.write(("weights", "model", "run", "journal"), rows)


if __name__ == "__main__":
    main()
