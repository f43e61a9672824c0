"""Resamplers: counts, rows that are removed, and rows that new ones come from."""
import numpy as np
from imblearn.combine import SMOTEENN, SMOTETomek
from imblearn.over_sampling import ADASYN, SMOTE, SVMSMOTE, BorderlineSMOTE, KMeansSMOTE, RandomOverSampler
from imblearn.under_sampling import EditedNearestNeighbours, NearMiss, RandomUnderSampler, TomekLinks
from sklearn.cluster import KMeans, MiniBatchKMeans

from .files import codes, data, short

SEEDS = range(20)


class NoStep(np.random.RandomState):
    """New rows made with it lie on the rows that they come from."""

    def uniform(self, low=0.0, high=1.0, size=None):
        return np.zeros(size)


class WatchedSVMSMOTE(SVMSMOTE):
    """Notes the support vectors of each class that grows: noise, in danger, safe."""

    def _in_danger_noise(self, nn, samples, target_class, y, kind="danger"):
        found = super()._in_danger_noise(nn, samples, target_class, y, kind)
        if kind == "noise":
            support = self.svm_estimator_.support_
            self.kept = support[y[support] == target_class][~found]
        else:
            notes = self.__dict__.setdefault("notes", {})
            notes[f"class{target_class}"] = [sorted(self.kept[found].tolist()), sorted(self.kept[~found].tolist())]
        return found


def thinned(name):
    """Vowel has as many rows of each class; class c keeps its first 90 − 8c."""
    X, y = data(name)
    if name == "vowel":
        place = np.array([np.sum(y[:i] == y[i]) for i in range(len(y))])
        keep = place < 90 - 8 * y
        X, y = X[keep], y[keep]
    return X, y


def counts(sampler, X, y):
    return np.bincount(sampler.fit_resample(X, y)[1], minlength=y.max() + 1).tolist()


def fitted(sampler, X, y):
    sampler.fit_resample(X, y)
    return sampler


def removed(sampler, X, y):
    return sorted(set(range(len(y))) - set(fitted(sampler, X, y).sample_indices_.tolist()))


def bases(sampler, X, y):
    """How many new rows each row made, of a sampler that takes no steps."""
    R, _ = sampler.fit_resample(X, y)
    made = np.zeros(len(y), int)
    place = {row.tobytes(): i for i, row in reversed(list(enumerate(X)))}
    for row in R[len(y):]:
        made[place[np.ascontiguousarray(row).tobytes()]] += 1
    return made.tolist()


def adaptive(X, y):
    """How many new rows each row makes by ADASYN, a class at a time: the peer refuses all where one class gets none."""
    made, counts = np.zeros(len(y), int), np.bincount(y)
    for c in np.flatnonzero(counts < counts.max()):
        try:
            made += bases(ADASYN(sampling_strategy={c: counts.max()}, random_state=NoStep(0)), X, y)
        except (RuntimeError, ValueError) as error:
            print(f"class {c} of {counts.tolist()}: {error}")
    return made.tolist()


def neighbours(X, y):
    """Of every row, its five nearest of the same class as SMOTE has them, as row numbers."""
    out = [None] * len(y)
    search = SMOTE(random_state=0)
    search.fit_resample(X, y)
    for c in range(y.max() + 1):
        own = np.flatnonzero(y == c)
        found = search.nn_k_.fit(X[own]).kneighbors(X[own], return_distance=False)[:, 1:]
        for row, near in zip(own, found):
            out[row] = own[near].tolist()
    return out


def clustered(X, y):
    """Clusters of all rows, and how many new rows each class gets in each of them."""
    size = 4
    kind = KMeans(size, n_init=10, random_state=0)
    sampler = KMeansSMOTE(kmeans_estimator=kind, random_state=NoStep(0), cluster_balance_threshold=0.02)
    homes = kind.fit_predict(X)
    made = np.array(bases(sampler, X, y))
    table = [[int(made[(y == c) & (homes == k)].sum()) for k in range(size)] for c in range(y.max() + 1)]
    # What the sampler clusters by itself: from mini-batches, a seed each.
    searches = [MiniBatchKMeans(size, random_state=s).fit(X) for s in SEEDS]
    inertias = [(m.transform(X).min(axis=1) ** 2).sum() for m in searches]
    return dict(clusters=codes(homes), rows=table, inertias=short(inertias))


def case(name):
    X, y = thinned(name)
    out = dict(data=name, counts={}, removed={}, cleaned={}, neighbours=neighbours(X, y), kmeans=clustered(X, y))
    border = BorderlineSMOTE(random_state=0)
    growing = dict(smote=SMOTE(random_state=0), borderline1=border, oversample=RandomOverSampler(random_state=0),
                   borderline2=BorderlineSMOTE(kind="borderline-2", random_state=0), svmsmote=SVMSMOTE(random_state=0),
                   undersample=RandomUnderSampler(random_state=0))
    out["counts"] = {key: counts(sampler, X, y) for key, sampler in growing.items()}
    out["danger"] = {f"class{c}": rows.tolist() for c, rows in border.in_danger_indices.items()}
    out["adasyn"] = adaptive(X, y)
    out["support"] = fitted(WatchedSVMSMOTE(random_state=0), X, y).notes
    danger = sorted(row for rows in out["danger"].values() for row in rows)
    around = fitted(BorderlineSMOTE(kind="borderline-2", random_state=0), X, y).nn_k_
    near = around.fit(X).kneighbors(X[danger], return_distance=False)[:, 1:]
    out["around"] = dict(rows=danger, neighbours=near.tolist())
    cleaners = dict(tomek=TomekLinks(), tomek_all=TomekLinks(sampling_strategy="all"),
                    tomek_largest=TomekLinks(sampling_strategy="majority"), enn=EditedNearestNeighbours(),
                    enn_mode=EditedNearestNeighbours(kind_sel="mode"),
                    enn_mode_all=EditedNearestNeighbours(kind_sel="mode", n_neighbors=5, sampling_strategy="all"),
                    enn_largest=EditedNearestNeighbours(sampling_strategy="majority"))
    out["removed"] = {key: removed(sampler, X, y) for key, sampler in cleaners.items()}
    out["near"] = [np.sort(fitted(NearMiss(version=v), X, y).sample_indices_).tolist() for v in (1, 2, 3)]
    out["cleaned"] = {key: [counts(make(random_state=s), X, y) for s in SEEDS]
                      for key, make in dict(smote_enn=SMOTEENN, smote_tomek=SMOTETomek).items()}
    return out
