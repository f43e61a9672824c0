#!/usr/bin/env python3
"""make_peer_data.py DATA OUT: raw files and reference figures of the two large sets, for `PeerTests`.

DATA holds wide.npz and tall.npz (X, y), as the peers' `make_data` writes them. The training part is the same four
fifths that the peers' scripts use. Then: MIEN_PEER_DATA=OUT swift test --filter PeerTests
"""
import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")


def timed(f):
    start = time.perf_counter()
    r = f()
    return r, time.perf_counter() - start


def main(data, out):
    out.mkdir(exist_ok=True)
    for name in ("wide", "tall"):
        d = np.load(data / f"{name}.npz")
        X, T, y, _ = train_test_split(d["X"], d["y"], test_size=0.2, stratify=d["y"], random_state=0)
        S = StandardScaler().fit_transform(X).astype(np.float32)
        X.astype(np.float32).tofile(out / f"{name}.raw.f32")
        S.tofile(out / f"{name}.scaled.f32")
        y.astype(np.uint8).tofile(out / f"{name}.labels.u8")
        p, pca_s = timed(lambda: PCA(50, random_state=0).fit(X))
        exact = PCA(min(X.shape), svd_solver="full").fit(X.astype(np.float64))
        (R, _), smote_s = timed(lambda: SMOTE(random_state=0).fit_resample(X, y))
        m, logreg_s = timed(lambda: LogisticRegression(C=1.0, max_iter=1000).fit(S, y))
        fine = LogisticRegression(C=1.0, max_iter=20000, tol=1e-8).fit(S.astype(np.float64), y)
        z = fine.decision_function(S.astype(np.float64))
        loss = np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), y]
        objective = (loss.sum() + (fine.coef_ ** 2).sum() / 2) / len(y)
        ref = dict(rows=len(X), columns=X.shape[1], pca_s=pca_s, smote_s=smote_s, logreg_s=logreg_s,
                   variance=exact.explained_variance_[:60].tolist(), smote_rows=len(R),
                   objective=float(objective), iterations=int(m.n_iter_[0]))
        exact.components_[:50].astype(np.float32).tofile(out / f"{name}.components.f32")
        fine.coef_.astype(np.float32).tofile(out / f"{name}.coefficients.f32")
        (out / f"{name}.json").write_text(json.dumps(ref) + "\n")
        print(name, {k: v for k, v in ref.items() if k != "variance"})


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
