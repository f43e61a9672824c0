"""Scaling, components and all models but trees."""
import numpy as np
from sklearn.decomposition import PCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.dummy import DummyClassifier
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics.pairwise import pairwise_kernels
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC

from . import platt
from .files import codes, data, short, shown

SEEDS = range(20)


def soft(model, A, a, B):
    model.fit(A, a)
    return dict(predictions=codes(model.predict(B)), probabilities=short(shown(model.predict_proba(B))))


def scalings(A, B):
    standard, span = StandardScaler().fit(A), MinMaxScaler().fit(A)
    symmetric = MinMaxScaler((-1, 1)).fit(A)
    return dict(standard=short(shown(standard.transform(B))), range=short(shown(span.transform(B))),
                symmetric=short(shown(symmetric.transform(B))))


def components(A, B):
    out = []
    for size, whiten in ((4, False), (0.9, False), (3, True)):
        m = PCA(size, whiten=whiten, svd_solver="full").fit(A)
        out.append(dict(size=size, whiten=whiten, variance=short(m.explained_variance_),
                        share=short(m.explained_variance_ratio_), components=short(m.components_),
                        scores=short(shown(m.transform(B)))))
    return out


def objective(model, X, y, weights, C, ratio):
    z = model.decision_function(X)
    loss = np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), y]
    w = model.coef_
    penalty = ratio * np.abs(w).sum() + (1 - ratio) * (w ** 2).sum() / 2
    return float((C * (weights * loss).sum() + penalty) / (C * weights.sum()))


def logistic(A, a, B):
    out = []
    for C, ratio, weighting in ((1.0, 0.0, None), (0.1, 0.0, "balanced"), (1.0, 1.0, None), (0.5, 0.5, None)):
        solver = dict(solver="saga", tol=1e-9, max_iter=200_000) if ratio else dict(
            solver="newton-cg", tol=1e-10, max_iter=10_000)
        m = LogisticRegression(C=C, l1_ratio=ratio, class_weight=weighting, random_state=0, **solver).fit(A, a)
        counts = np.bincount(a)
        w = len(a) / (len(counts) * counts[a]) if weighting else np.ones(len(a))
        out.append(dict(C=C, ratio=ratio, balanced=bool(weighting), coefficients=short(m.coef_.ravel()),
                        intercepts=short(m.intercept_), objective=objective(m, A, a, w, C, ratio),
                        predictions=codes(m.predict(B)), probabilities=short(shown(m.predict_proba(B)))))
    return out


def dual_objectives(m, options):
    """½ βᵀKβ − Σ|β| of each pair, β the signed coefficients."""
    starts = np.concatenate([[0], np.cumsum(m.n_support_)])
    out = []
    for i in range(len(m.n_support_)):
        for j in range(i + 1, len(m.n_support_)):
            a, b = slice(starts[i], starts[i + 1]), slice(starts[j], starts[j + 1])
            beta = np.concatenate([m.dual_coef_[j - 1, a], m.dual_coef_[i, b]])
            V = np.concatenate([m.support_vectors_[a], m.support_vectors_[b]])
            K = pairwise_kernels(V, V, metric=m.kernel, filter_params=True, gamma=m._gamma, **options)
            out.append(0.5 * beta @ K @ beta - np.abs(beta).sum())
    return out


def machines(A, a, B):
    out = []
    for kernel, weighting, options in (("linear", None, {}), ("rbf", None, {}), ("rbf", "balanced", {}),
                                       ("poly", None, dict(degree=3, coef0=0)), ("sigmoid", None, dict(coef0=0))):
        m = SVC(kernel=kernel, class_weight=weighting, decision_function_shape="ovo", **options).fit(A, a)
        out.append(dict(kernel=kernel, balanced=bool(weighting), gamma=float(m._gamma),
                        objectives=short(dual_objectives(m, options)),
                        decisions=short(shown(m.decision_function(B))[::3]), predictions=codes(m.predict(B))))
    return out


def squared(P, b):
    """The Brier score: mean squared distance from what is true."""
    return float(((P - np.eye(P.shape[1])[b]) ** 2).sum(axis=1).mean())


def mean_loss(loss, m, X, y):
    """Over rows, of each class's score, without the penalty."""
    margins = m.decision_function(X) * np.where(y[:, None] == np.arange(len(m.classes_)), 1, -1)
    cost = dict(log=np.logaddexp(0, -margins), hinge=np.maximum(0, 1 - margins),
                modified_huber=np.where(margins >= -1, np.maximum(0, 1 - margins) ** 2, -4 * margins))[loss]
    return float(cost.mean(axis=0).sum())


def descents(A, a, B, b):
    out = []
    for loss, theirs, penalty in (("hinge", "hinge", "l2"), ("log", "log_loss", "l2"), ("log", "log_loss", "l1"),
                                  ("log", "log_loss", "elasticnet"), ("modified_huber", "modified_huber", "l2")):
        fits = [SGDClassifier(loss=theirs, penalty=penalty, alpha=1e-3, random_state=s).fit(A, a) for s in SEEDS]
        out.append(dict(loss=loss, penalty=penalty, losses=short([mean_loss(loss, m, A, a) for m in fits]),
                        accuracies=short([m.score(B, b) for m in fits])))
    return out


def case(name):
    X, y = data(name)
    A, B, a, b = X[::2], X[1::2], y[::2], y[1::2]
    # The tests scale by themselves, in single precision.
    scaler = StandardScaler().fit(A)
    S, T = (scaler.transform(M).astype(np.float32).astype(float) for M in (A, B))
    return dict(
        data=name, scalings=scalings(A, B), components=components(S, T), logistic=logistic(S, a, T),
        machines=machines(S, a, T),
        platt=short([squared(SVC(probability=True, random_state=s).fit(S, a).predict_proba(T), b) for s in SEEDS]),
        platt_even=short([squared(platt.probabilities(S, a, T, s), b) for s in SEEDS]),
        descents=descents(S, a, T, b), majority=soft(DummyClassifier(strategy="prior"), A, a, B),
        bayes=soft(GaussianNB(), A, a, B), lda=soft(LinearDiscriminantAnalysis(), A, a, B),
        lda_half=soft(LinearDiscriminantAnalysis(solver="lsqr", shrinkage=0.5), A, a, B),
        lda_auto=soft(LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"), A, a, B),
        knn=soft(KNeighborsClassifier(5), S, a, T),
        knn_distance=soft(KNeighborsClassifier(7, weights="distance"), S, a, T))
