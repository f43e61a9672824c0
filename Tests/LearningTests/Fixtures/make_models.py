#!/usr/bin/env python3
"""make_models.py: writes models.json beside it; run make_fixtures.py first.

Needs scikit-learn (made with 1.9.1). Models learn from the even rows and are applied to the odd ones. Columns are those
of the data themselves; for gradient descent they are scaled to mean 0 and deviation 1.
"""
import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import SGDClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent
LOSSES = dict(log="log_loss", hinge="hinge", modified_huber="modified_huber")


def data(name):
    y = np.fromfile(HERE / f"{name}.labels.u8", np.uint8).astype(int)
    X = (np.fromfile(HERE / "digits.u8", np.uint8) if name == "digits" else np.fromfile(HERE / f"{name}.f32", np.float32))
    return X.astype(float).reshape(len(y), -1), y


def soft(model, A, a, B):
    model.fit(A, a)
    return dict(predictions=model.predict(B).tolist(), probabilities=model.predict_proba(B)[:12].tolist())


def mean_loss(loss, model, X, y):
    """Over rows, of each class's score, without the penalty."""
    s = model.decision_function(X)
    s = s[:, None] if s.ndim == 1 else s
    t = np.where(y[:, None] == (np.arange(s.shape[1]) if s.shape[1] > 1 else 1), 1, -1)
    m = s * t
    cost = dict(log=np.logaddexp(0, -m), hinge=np.maximum(0, 1 - m),
                modified_huber=np.where(m >= -1, np.maximum(0, 1 - m) ** 2, -4 * m))[loss]
    return cost.mean(axis=0).sum()


def case(name):
    X, y = data(name)
    A, B, a = X[::2], X[1::2], y[::2]
    out = dict(data=name, bayes=soft(GaussianNB(), A, a, B), lda=soft(LinearDiscriminantAnalysis(), A, a, B))
    out["lda_half"] = soft(LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.5), A, a, B)
    out["lda_auto"] = soft(LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"), A, a, B)
    out["knn"] = KNeighborsClassifier(5).fit(A, a).predict(B).tolist()
    out["knn_distance"] = KNeighborsClassifier(7, weights="distance").fit(A, a).predict(B).tolist()
    Z = StandardScaler().fit_transform(X)
    out["sgd"] = {
        ours: float(np.mean([mean_loss(ours, SGDClassifier(loss=theirs, alpha=1e-3, random_state=s).fit(Z, y), Z, y)
                             for s in range(10)]))
        for ours, theirs in LOSSES.items()}
    return out


if __name__ == "__main__":
    (HERE / "models.json").write_text(json.dumps([case(name) for name in ("wine", "cancer", "digits")]) + "\n")
