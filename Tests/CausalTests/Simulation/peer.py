"""What rdrobust holds of the samples that IntervalCoverage and DesignPower wrote: python peer.py FOLDER

pip install rdrobust==2.1.1 numpy==2.4.6 pandas==3.1.1. Prints, for a cell: samples, what Mien's robust interval holds, what
rdrobust's holds with its default errors (nearest neighbours) and with HC3, the median length of the HC3 interval over
that of the default, and the worst difference between Mien's ends and rdrobust's, over the interval's length.
"""
import contextlib
import io
import pathlib
import sys
import warnings

import numpy as np
from rdrobust import rdrobust

warnings.simplefilter("ignore")


def interval(x, y, errors):
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            found = rdrobust(y, x, vce=errors)
        except Exception:
            return np.array([np.nan, np.nan])
    return found.ci.values[2].astype(float)


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.draws"), key=lambda p: (p.stem.split("-")[0], int(p.stem.split("-")[1]))):
    numbers = np.fromfile(path, "<f8")
    rows, jump = int(numbers[0]), numbers[1]
    draws = numbers[2:].reshape(-1, 2 * rows + 4)
    ours = draws[:, -4:-2]
    peers = {e: np.array([interval(d[:rows], d[rows:2 * rows], e) for d in draws]) for e in ("nn", "hc3")}
    made = ~np.isnan(ours).any(axis=1)
    holds = [f"{np.nanmean((c[made, 0] <= jump) & (jump <= c[made, 1])):.3f}" for c in (ours, *peers.values())]
    nn, hc3 = peers["nn"], peers["hc3"]
    length = nn[:, 1] - nn[:, 0]
    apart = np.nanmax(np.abs(ours - nn)[made] / length[made, None])
    print(path.stem, made.sum(), *holds, f"{np.nanmedian((hc3[:, 1] - hc3[:, 0]) / length):.2f}", f"{apart:.1e}", flush=True)
    np.save(path.with_suffix(".npy"), np.concatenate([nn, hc3], axis=1))
