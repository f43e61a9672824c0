#!/usr/bin/env python3
"""make_imputation.py: writes imputation.json beside it.

Needs scikit-learn (made with 1.9.1). Numbers are missing at random; one column has none missing, one misses all; some
columns hold few different numbers, so that the commonest is no chance.
"""
import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.impute import SimpleImputer

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent


def holed(rows, generator):
    X = np.round(generator.normal(3, 2, (rows, 6)), 3)
    X[:, 3:5] = generator.integers(-2, 3, (rows, 2))
    holes = generator.random(X.shape) < 0.3
    holes[:, 0] = False
    X[holes] = np.nan
    return X


def listed(X):
    return [None if np.isnan(v) else float(v) for v in np.asarray(X, float).ravel()]


if __name__ == "__main__":
    generator = np.random.default_rng(5)
    train, test = holed(37, generator), holed(12, generator)
    train[:, 5] = np.nan
    out = dict(columns=6, train=listed(train), test=listed(test), filled={}, width={})
    for strategy in ("mean", "median", "most_frequent"):
        for indicators in (False, True):
            imputer = SimpleImputer(strategy=strategy, add_indicator=indicators).fit(train)
            filled = imputer.transform(test)
            if indicators:
                # The peer keeps an indicator of a column that it drops; it would say nothing but 1 in training.
                kept = [i for i, c in enumerate(imputer.indicator_.features_) if c != 5]
                filled = np.hstack([filled[:, :5], filled[:, 5:][:, kept]])
            name = strategy + ("+" if indicators else "")
            out["filled"][name], out["width"][name] = listed(filled), filled.shape[1]
    (HERE / "imputation.json").write_text(json.dumps(out) + "\n")
