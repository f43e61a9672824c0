#!/usr/bin/env python3
"""make_fixtures.py: writes the small reference files beside it.

Needs scikit-learn (made with 1.9.1) and numpy. Data are scikit-learn's own digits, wine and cancer sets.
"""
import json
import warnings
from pathlib import Path

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_wine
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors
from sklearn.preprocessing import MinMaxScaler, StandardScaler

warnings.filterwarnings("ignore")
HERE = Path(__file__).parent


def save(name, value):
    (HERE / f"{name}.json").write_text(json.dumps(value) + "\n")


def data():
    sets = {}
    for name, load in dict(digits=load_digits, wine=load_wine, cancer=load_breast_cancer).items():
        X, y = load(return_X_y=True)
        X = X.astype(np.float32)
        if name == "digits":
            X.astype(np.uint8).tofile(HERE / "digits.u8")
        else:
            X.tofile(HERE / f"{name}.f32")
        y.astype(np.uint8).tofile(HERE / f"{name}.labels.u8")
        sets[name] = (X.astype(np.float64), y)
    return sets


def scaler(sets):
    out = {}
    for name in ("digits", "wine"):
        X = sets[name][0]
        s, r = StandardScaler().fit(X), MinMaxScaler().fit(X)
        out[name] = dict(means=s.mean_.tolist(), scales=s.scale_.tolist(), minima=r.data_min_.tolist(),
                         row7=s.transform(X)[7].tolist(), range7=r.transform(X)[7].tolist())
    save("scaler", out)


def pca(sets):
    out = []
    cases = [("digits", 0, 10, False), ("digits", 0, 0.95, False), ("digits", 0, 5, True), ("digits", 40, 20, False),
             ("wine", 0, 13, False), ("cancer", 0, 3, True)]
    for name, rows, size, whiten in cases:
        X = sets[name][0]
        X = X[:rows] if rows else X
        m = PCA(size, whiten=whiten, svd_solver="full").fit(X)
        out.append(dict(data=name, rows=len(X), size=size, whiten=whiten, variance=m.explained_variance_.tolist(),
                        share=m.explained_variance_ratio_.tolist(), components=m.components_[:3].tolist(),
                        scores=m.transform(X)[:2].tolist()))
    save("pca", out)


def neighbours(sets):
    X, y = sets["cancer"]
    X = X[y == 0]
    d, i = NearestNeighbors(n_neighbors=6).fit(X).kneighbors(X)
    save("neighbours", dict(indices=i[:, 1:].tolist(), squared=(d[:, 1:] ** 2).tolist()))


def objective(model, X, y, weights, C, ratio):
    z = model.decision_function(X)
    if z.ndim == 1:
        z = np.stack([np.zeros(len(z)), z], axis=1)
    loss = np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), y]
    w = model.coef_
    penalty = ratio * np.abs(w).sum() + (1 - ratio) * (w ** 2).sum() / 2
    return float((C * (weights * loss).sum() + penalty) / (C * weights.sum()))


def logistic(sets):
    out = []
    cases = [("digits", 1.0, 0.0, None), ("digits", 0.01, 0.0, "balanced"), ("wine", 1.0, 0.0, None),
             ("wine", 1.0, 0.0, "balanced"), ("cancer", 1.0, 0.0, None), ("cancer", 10.0, 0.0, "balanced"),
             ("cancer", 0.1, 1.0, None), ("wine", 0.5, 1.0, None), ("wine", 0.5, 0.5, None)]
    for name, C, ratio, weighting in cases:
        X, y = sets[name]
        # The tests scale by themselves, in single precision: digits by 1/16, the others to mean 0 and deviation 1.
        X = X / 16 if name == "digits" else StandardScaler().fit_transform(X).astype(np.float32).astype(float)
        solver = dict(solver="saga", tol=1e-9, max_iter=200_000) if ratio else dict(
            solver="newton-cg", tol=1e-9, max_iter=10_000)
        m = LogisticRegression(C=C, l1_ratio=ratio, class_weight=weighting, random_state=0, **solver).fit(X, y)
        counts = np.bincount(y)
        w = len(y) / (len(counts) * counts[y]) if weighting else np.ones(len(y))
        out.append(dict(data=name, C=C, l1_ratio=ratio, balanced=bool(weighting), coefficients=m.coef_.ravel().tolist(),
                        intercepts=m.intercept_.tolist(), objective=objective(m, X, y, w, C, ratio),
                        predictions=m.predict(X).tolist(), probabilities=m.predict_proba(X)[:2].tolist()))
    save("logistic", out)


if __name__ == "__main__":
    sets = data()
    scaler(sets)
    pca(sets)
    neighbours(sets)
    logistic(sets)
