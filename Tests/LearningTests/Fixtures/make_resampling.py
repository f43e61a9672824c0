#!/usr/bin/env python3
"""make_resampling.py: writes resampling.json beside it; run make_fixtures.py first.

Needs imbalanced-learn (made with 0.14.2). Only what does not depend on chance is compared: which rows are in danger,
how many rows ADASYN makes of each class, and which rows are removed.
"""
import json
import warnings
from collections import Counter
from pathlib import Path

import numpy as np
from imblearn.over_sampling import ADASYN, BorderlineSMOTE
from imblearn.under_sampling import EditedNearestNeighbours, NearMiss, TomekLinks

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent


def data(name):
    y = np.fromfile(HERE / f"{name}.labels.u8", np.uint8).astype(int)
    X = (np.fromfile(HERE / "digits.u8", np.uint8) if name == "digits" else np.fromfile(HERE / f"{name}.f32", np.float32))
    return X.astype(float).reshape(len(y), -1), y


def removed(sampler, X, y):
    sampler.fit_resample(X, y)
    return sorted(set(range(len(y))) - set(sampler.sample_indices_.tolist()))


def case(name):
    X, y = data(name)
    out = dict(data=name)
    b = BorderlineSMOTE(random_state=0)
    b.fit_resample(X, y)
    out["danger"] = {f"class{c}": rows.tolist() for c, rows in b.in_danger_indices.items()}
    try:
        counts = Counter(ADASYN(random_state=0).fit_resample(X, y)[1].tolist())
        out["adasyn"] = [counts[c] for c in range(max(y) + 1)]
    except (RuntimeError, ValueError):
        out["adasyn"] = None
    out["tomek"] = removed(TomekLinks(), X, y)
    out["tomek_all"] = removed(TomekLinks(sampling_strategy="all"), X, y)
    out["enn"] = removed(EditedNearestNeighbours(), X, y)
    out["enn_mode_all"] = removed(EditedNearestNeighbours(kind_sel="mode", n_neighbors=5, sampling_strategy="all"), X, y)
    for version in (1, 2, 3):
        out[f"nearmiss{version}"] = removed(NearMiss(version=version), X, y)
    return out


if __name__ == "__main__":
    (HERE / "resampling.json").write_text(json.dumps([case(name) for name in ("wine", "cancer", "digits")]) + "\n")
