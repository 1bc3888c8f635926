#!/usr/bin/python3
"""Encodings of labelled fields into scikit-learn: a classifier of one's own, cross-validated.

usage: encodings.py FOLDER   (a folder with a folder per class; at least two fields in each)
"""

import pathlib
import sys

import msmv
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

model = msmv.load_model()
features, labels = [], []
for path in sorted(pathlib.Path(sys.argv[1]).glob("*/*.*")):
    try:
        image, mpp = msmv.read_image(path)
    except msmv.InputError:
        continue  # the tables that lie beside phantoms
    features.append(model.encode(image, mpp).mean(axis=0))
    labels.append(path.parent.name)
classifier = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
right = cross_val_score(classifier, np.stack(features), labels, cv=2)
print(f"{len(labels)} fields, {features[0].size} features, accuracy {right.mean():.2f}")
