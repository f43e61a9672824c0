#!/usr/bin/env python3
"""make_fixtures.py OUT DATA NAME[:kernel,kernel] ...: reference figures of LIBSVM (through sklearn.svm.SVC).

DATA holds NAME.npz with X (n×d) and y (n ints). For each NAME a folder OUT/NAME is written:
  train.f32 test.f32        rows of little-endian Float, standardised on the training part
  train.u8 test.u8          class codes
  KERNEL.json               what LIBSVM made of it; see `reference`
A fifth of the rows (stratified, seed 0) is the test part. `digits` keeps 900 rows so that the files stay small;
`wine_raw` is wine without standardising. See README.md for the command that made the committed files.
"""
import json, os, sys, time
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.metrics.pairwise import pairwise_kernels

KERNELS = ["rbf", "linear", "poly", "sigmoid"]
OPTIONS = dict(rbf={}, linear={}, poly=dict(degree=3, coef0=1.0), sigmoid=dict(coef0=0.0))


def kernel_matrix(kernel, A, B, gamma):
    if kernel == "linear":
        return A @ B.T
    extra = OPTIONS[kernel]
    return pairwise_kernels(A, B, metric=kernel, gamma=gamma, **extra)


def dual_objectives(m, kernel, gamma, classes):
    """½ βᵀKβ − Σ|β| of each pair, β the signed coefficients."""
    starts = np.concatenate([[0], np.cumsum(m.n_support_)])
    out = []
    for i in range(classes):
        for j in range(i + 1, classes):
            a, b = slice(starts[i], starts[i + 1]), slice(starts[j], starts[j + 1])
            beta = np.concatenate([m.dual_coef_[j - 1, a], m.dual_coef_[i, b]])
            V = np.concatenate([m.support_vectors_[a], m.support_vectors_[b]])
            keep = beta != 0
            beta, V = beta[keep], V[keep]
            K = kernel_matrix(kernel, V, V, gamma)
            out.append(float(0.5 * beta @ K @ beta - np.abs(beta).sum()))
    return out


def reference(kernel, A, a, B):
    m = SVC(kernel=kernel, C=1.0, cache_size=1000, decision_function_shape="ovo", **OPTIONS[kernel])
    t = time.perf_counter(); m.fit(A, a); fit = time.perf_counter() - t
    t = time.perf_counter(); p = m.predict(B); apply = time.perf_counter() - t
    gamma = float(m._gamma)
    classes = len(m.classes_)
    sign = -1.0 if classes == 2 else 1.0  # scikit-learn turns the signs of a two-class model round
    return dict(gamma=gamma, supportCounts=m.n_support_.tolist(), intercepts=(sign * m.intercept_).tolist(),
                objectives=dual_objectives(m, kernel, gamma, classes), iterations=m.n_iter_.tolist(),
                decisions=(sign * m.decision_function(B[:5]).reshape(len(B[:5]), -1)).tolist(),
                predictions=p.tolist(), fitSeconds=fit, predictSeconds=apply)


def main(out, data, *names):
    for spec in names:
        name, _, kernels = spec.partition(":")
        d = np.load(os.path.join(data, name.removesuffix("_raw") + ".npz"))
        X, y = d["X"].astype(np.float32), d["y"]
        if name == "digits":
            X, y = X[:900], y[:900]
        A, B, a, b = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
        if not name.endswith("_raw"):
            s = StandardScaler().fit(A.astype(np.float64))
            A, B = (s.transform(M.astype(np.float64)).astype(np.float32) for M in (A, B))
        folder = os.path.join(out, name)
        os.makedirs(folder, exist_ok=True)
        for part, M, l in (("train", A, a), ("test", B, b)):
            M.astype("<f4").tofile(os.path.join(folder, part + ".f32"))
            l.astype(np.uint8).tofile(os.path.join(folder, part + ".u8"))
        for kernel in (kernels.split(",") if kernels else KERNELS):
            r = dict(columns=A.shape[1], classes=int(y.max()) + 1, **reference(kernel, A.astype(np.float64), a, B.astype(np.float64)))
            with open(os.path.join(folder, kernel + ".json"), "w") as f:
                json.dump(r, f)
            print(name, kernel, {k: v for k, v in r.items() if k in ("gamma", "fitSeconds", "predictSeconds")},
                  sum(r["iterations"]), sum(r["supportCounts"]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
