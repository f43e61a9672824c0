"""Platt scaling of scikit-learn's machines over folds that each hold their share of both classes of a pair.

LIBSVM deals rows into folds whatever their class. Where a class has four rows, a fold may then hold most of them, and
the sigmoid learns from machines that have hardly seen the class.
"""
import numpy as np
from sklearn.calibration import _sigmoid_calibration
from sklearn.svm import SVC


def coupled(R):
    """Class probabilities from those of the pairs (Wu, Lin & Weng 2004, their second method): the least of
    Σ (r_ji p_i − r_ij p_j)² among those that add to 1, as linear equations."""
    k = len(R)
    Q = -R.T * R
    np.fill_diagonal(Q, (R ** 2).sum(axis=0) - np.diag(R) ** 2)
    system = np.block([[Q, np.ones((k, 1))], [np.ones((1, k)), np.zeros((1, 1))]])
    return np.linalg.solve(system, np.append(np.zeros(k), 1))[:k]


def folds(first, generator):
    fold = np.zeros(len(first), int)
    for own, turn in ((first, 1), (~first, -1)):
        fold[generator.permutation(np.flatnonzero(own))] = turn * np.arange(own.sum()) % 5
    return fold


def probabilities(A, a, B, seed):
    whole = SVC(decision_function_shape="ovo").fit(A, a)
    decisions, k = whole.decision_function(B), a.max() + 1
    generator, R, column = np.random.default_rng(seed), np.zeros((len(B), k, k)), 0
    for i in range(k):
        for j in range(i + 1, k):
            rows = np.flatnonzero((a == i) | (a == j))
            first = a[rows] == i
            fold, held = folds(first, generator), np.zeros(len(rows))
            for f in range(5):
                m = SVC(gamma=whole._gamma).fit(A[rows[fold != f]], first[fold != f])
                held[fold == f] = m.decision_function(A[rows[fold == f]])
            slope, offset = _sigmoid_calibration(held, first.astype(float))
            share = np.clip(1 / (1 + np.exp(slope * decisions[:, column] + offset)), 1e-7, 1 - 1e-7)
            R[:, i, j], R[:, j, i] = share, 1 - share
            column += 1
    return np.array([coupled(r) for r in R])
