#!/usr/bin/python3
"""A folder of fields as a pandas table.

usage: folder.py FOLDER [MPP]
"""

import sys

import msmv
import pandas

rows = msmv.classify_files([sys.argv[1]], mpp=float(sys.argv[2]) if len(sys.argv) > 2 else None)
table = pandas.DataFrame(rows).drop(columns="views", errors="ignore")
print(table[["file", "status", "class", "votes", "message"]].to_string(index=False))
print(table["class"].value_counts().to_string())
