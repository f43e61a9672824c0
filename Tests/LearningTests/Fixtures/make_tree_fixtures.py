#!/usr/bin/env python3
"""make_tree_fixtures.py: writes trees.json, the scores that peers reach on scikit-learn's digits, wine and cancer.

Needs scikit-learn, xgboost and numpy (made with 1.9.1 and 3.2.0). Every fifth row, from the first on, is the test part.
Forests and trees are averaged over ten seeds.
"""
import json
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.metrics import log_loss
from sklearn.tree import DecisionTreeClassifier
from xgboost import XGBClassifier

out = []
for name, load in dict(digits=load_digits, wine=load_wine, cancer=load_breast_cancer).items():
    X, y = load(return_X_y=True)
    X = X.astype(np.float32)
    test = np.arange(len(X)) % 5 == 0
    A, a, B, b = X[~test], y[~test], X[test], y[test]

    def mean(make, seeds=range(10)):
        models = [make(s).fit(A, a) for s in seeds]
        return dict(accuracy=float(np.mean([m.score(B, b) for m in models])),
                    loss=float(np.mean([log_loss(b, m.predict_proba(B)) for m in models])))

    one = XGBClassifier(n_estimators=1, max_depth=1, learning_rate=1, tree_method="hist").fit(A, a)
    out.append(dict(
        data=name,
        xgboost=mean(lambda s: XGBClassifier(n_estimators=100, max_depth=6, learning_rate=0.3, tree_method="hist"), [0]),
        stumps=mean(lambda s: XGBClassifier(n_estimators=10, max_depth=1, learning_rate=0.5, tree_method="hist"), [0]),
        margins=one.predict(A[:5], output_margin=True).astype(float).reshape(5, -1).tolist(),
        forest=mean(lambda s: RandomForestClassifier(100, random_state=s)),
        extra=mean(lambda s: ExtraTreesClassifier(100, random_state=s)),
        tree=mean(lambda s: DecisionTreeClassifier(random_state=s)),
        shallow=mean(lambda s: DecisionTreeClassifier(max_depth=3, criterion="entropy", random_state=s))))
Path(__file__).with_name("trees.json").write_text(json.dumps(out, indent=1) + "\n")
