#!/usr/bin/python3
"""The class of a field, its scores, and where each vote looked.

usage: field.py IMAGE [MPP]
"""

import sys

import msmv

image, mpp = msmv.read_image(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else None)
diagnosis = msmv.load_model().classify(image, mpp)
if diagnosis.label is None:
    sys.exit(f"{sys.argv[1]}: {diagnosis.message}")
print(diagnosis.label)
for name, score in diagnosis.scores.items():
    print(f"  {name}: {score:.3f}, {diagnosis.votes[name]} votes")
for view in diagnosis.views:
    x, y, width, height = view["windows"][-1]
    print(f"  {view['view']}: {width} x {height} px at {x}, {y}")
