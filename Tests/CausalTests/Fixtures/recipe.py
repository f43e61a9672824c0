"""Makes discontinuity.json: invented rows, and what rdrobust, rdplot, rddensity and statsmodels say of them."""
import contextlib, io, json, sys, warnings
import numpy as np, pandas as pd
import statsmodels.api as sm
from rddensity import rddensity
from rdrobust import rdplot, rdrobust

warnings.simplefilter("ignore")
rng = np.random.default_rng(2)
n = 400
x = np.round(rng.uniform(-1, 1, n), 4)
x[::8] = np.round(x[::8], 1)  # some ties, one place at the cutoff among them
treated = (rng.random(n) < np.where(x >= 0, 0.85, 0.1)).astype(float)
z = rng.normal(size=(n, 2)).round(4)
group = rng.integers(0, 40, n)
y = 1 + 0.5 * x + 0.8 * x**2 + 0.6 * treated + 0.7 * z[:, 0] + 0.2 * rng.normal(size=40)[group] + 0.3 * rng.normal(size=n)
y = y.round(5)


def quiet(work):
    with contextlib.redirect_stdout(io.StringIO()):
        return work()


def jump(x, rule, kernel, p, fuzzy, covariates, clustered, errors="nn"):
    r = quiet(lambda: rdrobust(
        y, x, p=p, kernel=kernel, bwselect=rule, vce=errors, fuzzy=treated if fuzzy else None,
        covs=z[:, :covariates] if covariates else None, cluster=group if clustered else None))
    return dict(
        rule=rule, kernel=kernel, p=p, isFuzzy=fuzzy, covariates=covariates, isClustered=clustered,
        figures=[float(v) for v in (
            r.coef.iloc[0, 0], r.coef.iloc[1, 0], r.se.iloc[0, 0], r.se.iloc[2, 0], r.ci.iloc[2, 0], r.ci.iloc[2, 1],
            r.bws.iloc[0, 0], r.bws.iloc[0, 1], r.bws.iloc[1, 0], r.bws.iloc[1, 1])])


rules = ["mserd", "msetwo", "msesum", "cerrd", "certwo", "cersum"]
kernels = ["triangular", "epanechnikov", "uniform"]
plain = [jump(x, r, k, p, False, 0, False) for r in rules[:4] for k in kernels for p in (1, 2)]
designs = [(False, 0, True), (False, 1, False), (False, 2, True), (True, 0, False), (True, 1, True)]
others = [jump(x, r, "triangular", p, *d) for r in rules for p in (1, 2) for d in designs]
left_out = [jump(x, r, "triangular", p, f, c, False, "hc3") for r in rules[:4] for p in (1, 2) for f in (False, True) for c in (0, 2)]
coarse = np.round(x, 2)  # most places shared: the rule for mass points
massed = [jump(coarse, r, k, 1, False, 0, False) for r in rules[:4] for k in kernels]


def density(x, kernel, p):
    r = quiet(lambda: rddensity(x, p=p, kernel=kernel))
    return dict(kernel=kernel, p=p, figures=[float(v) for v in (
        r.hat["left"], r.hat["right"], r.sd_jk["left"], r.sd_jk["right"], r.test["t_jk"], r.test["p_jk"],
        r.h["left"], r.h["right"])])


near = np.abs(x) <= 0.4
above = (x[near] >= 0).astype(float)
design = np.column_stack([np.ones(near.sum()), above, x[near], x[near] * above, z[near, 0]])
ols = sm.OLS(y[near], design).fit(cov_type="HC1")
# Where places are shared, the order of their rows decides the gaps, and rdplot's sort leaves it open.
_, first = np.unique(x, return_index=True)
plot = [quiet(lambda v=v: rdplot(*v, binselect="esmv", hide=True)) for v in ((y[first], x[first]), (y, coarse))]
json.dump(
    dict(
        running=x.tolist(), coarse=coarse.tolist(), outcome=y.tolist(), distinct=first.tolist(), treatment=treated.tolist(),
        covariates=z.T.tolist(), clusters=group.tolist(), jumps=plain + others, massed=massed, leftOut=left_out,
        densities=[density(x, k, p) for k in kernels for p in (1, 2)], massedDensity=density(coarse, "triangular", 2),
        ols=[float(v) for pair in zip(ols.params, ols.bse) for v in pair],
        determination=float(ols.rsquared),
        bins=[[int(v) for v in r.J] for r in plot],
        binMeans=[float(v) for v in plot[0].vars_bins["rdplot_mean_y"]]),
    open(sys.argv[1], "w"))
