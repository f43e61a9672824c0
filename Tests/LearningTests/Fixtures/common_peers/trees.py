"""Trees, forests and boosting.

Forests are scored on five folds (row number modulo five) with several seeds each; single trees and boosting, which
hardly draw or not at all, on many splits.
"""
import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier
from xgboost import XGBClassifier

from .files import codes, data, short, shown
from .models import squared

SEEDS = range(6)
SPLITS = range(30)
# On one thread: with more, sums in another order tip a split now and then.
BOOST = dict(n_jobs=1, n_estimators=100, max_depth=6, learning_rate=0.3, tree_method="hist")


def scores(make, X, y, seeds=SEEDS):
    """Right answers and Brier score, fold after fold, seed after seed."""
    out = dict(accuracy=[], brier=[])
    for fold in range(5):
        test = np.arange(len(y)) % 5 == fold
        fits = [make(s).fit(X[~test], y[~test]) for s in seeds]
        out["accuracy"].append(short([m.score(X[test], y[test]) for m in fits]))
        out["brier"].append(short([squared(m.predict_proba(X[test]), y[test]) for m in fits]))
    return out


def is_test(rows, split):
    """About a fifth of the rows, by a hash that the tests have too."""
    mask = 0xFFFFFFFF
    mixed = ((np.arange(rows, dtype=np.uint64) + 1) * 0x9E3779B1 & mask) ^ ((split + 1) * 0x85EBCA6B & mask)
    mixed = (mixed ^ (mixed >> 15)) * 0x2C1B3C6D & mask
    return (mixed ^ (mixed >> 12)) % 5 == 0


def over_splits(make, X, y):
    """Right answers and Brier score of each split; its number is the seed."""
    out = dict(accuracy=[], brier=[])
    for split in SPLITS:
        test = is_test(len(y), split)
        m = make(split).fit(X[~test], y[~test])
        out["accuracy"].append(m.score(X[test], y[test]))
        out["brier"].append(squared(m.predict_proba(X[test]), y[test]))
    return {key: short(values) for key, values in out.items()}


def case(name):
    X, y = data(name)
    # Every fourth row: columns have no more numbers than there are bins, so that cuts are where the peers have them.
    A, a, B = X[::4], y[::4], X[1::2]
    small = XGBClassifier(n_jobs=1, n_estimators=20, max_depth=3, learning_rate=0.3, tree_method="hist").fit(A, a)
    shallow = [DecisionTreeClassifier(max_depth=3, criterion="entropy", random_state=s).fit(A, a) for s in range(60)]
    return dict(
        data=name, forest=scores(lambda s: RandomForestClassifier(100, random_state=s), X, y),
        forest_entropy=scores(
            lambda s: RandomForestClassifier(50, criterion="entropy", min_samples_leaf=3, random_state=s), X, y),
        extra=scores(lambda s: ExtraTreesClassifier(100, random_state=s), X, y),
        tree=over_splits(lambda s: DecisionTreeClassifier(random_state=s), X, y),
        xgboost=over_splits(lambda s: XGBClassifier(**BOOST), X, y),
        xgboost_drawn=scores(lambda s: XGBClassifier(**BOOST, subsample=0.6, random_state=s), X, y),
        margins=short(shown(small.predict(A, output_margin=True)).astype(float)),
        shallow=dict(train=short(shown(shallow[0].predict_proba(A))),
                     # Equally good splits are drawn from: each outcome that sixty seeds gave.
                     predictions=sorted({codes(m.predict(B)) for m in shallow})))
