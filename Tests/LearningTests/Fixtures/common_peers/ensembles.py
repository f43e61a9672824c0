"""Voting and stacking, whose stages the tests of the stages compare."""
from sklearn.ensemble import StackingClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

import numpy as np
from sklearn.preprocessing import StandardScaler

from .files import codes, data, short, shown
from .models import SEEDS, squared


def members(*more):
    return [("logreg", LogisticRegression(tol=1e-8, max_iter=10_000)), ("bayes", GaussianNB()),
            ("knn", KNeighborsClassifier(9)), *more]


def case(name):
    X, y = data(name)
    A, B, a, b = X[::2], X[1::2], y[::2], y[1::2]
    scaler = StandardScaler().fit(A)
    A, B = (scaler.transform(M).astype(np.float32).astype(float) for M in (A, B))
    soft = VotingClassifier(members(), voting="soft").fit(A, a)
    hard = VotingClassifier(members(("svm", SVC())), voting="hard").fit(A, a)
    out = dict(data=name, soft=codes(soft.predict(B)), probabilities=short(shown(soft.predict_proba(B))),
               hard=codes(hard.predict(B)), accuracies=[], briers=[])
    for seed in SEEDS:
        folds = StratifiedKFold(4, shuffle=True, random_state=seed)
        judge = LogisticRegression(tol=1e-8, max_iter=10_000)
        stack = StackingClassifier(members(), judge, cv=folds, stack_method="predict_proba").fit(A, a)
        out["accuracies"].append(stack.score(B, b))
        out["briers"].append(squared(stack.predict_proba(B), b))
    out.update(accuracies=short(out["accuracies"]), briers=short(out["briers"]))
    return out
