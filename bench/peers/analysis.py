"""The jobs of analysis by scipy, numpy and scikit-learn, one thread, float64.

Each line on stdin names a job; the answer is the milliseconds that it took and a number by which
the result is checked. The first line out is `ready` and the packages there are, or `missing`. The
argument is a folder with `given.json` and `activities.f64`.
"""

import json
import os
import sys
import time

JOBS = {}
try:
    import numpy as np

    for name in ("svcca", "permanova", "silhouettes"):
        JOBS[name] = "numpy"
    import scipy.optimize

    JOBS["attractors"] = "scipy"
    import sklearn.manifold

    JOBS["smacof"] = "sklearn"
except ImportError:
    if not JOBS:
        print("missing", flush=True)
        sys.exit(0)

folder = sys.argv[1]
with open(os.path.join(folder, "given.json")) as file:
    given = json.load(file)


def attractors():
    """How many starts come to a root; with F' given, along columns, which is fastest."""
    units = given["units"]
    weights = np.array(given["recurrent"]).reshape(units, units)
    drive = np.array(given["drive"])
    starts = np.array(given["starts"])
    transposed = weights.T.copy()
    identity = np.eye(units)

    def step(x):
        return 0.1 * (weights @ (1 + np.tanh(x)) + drive - x)

    def derivative(x):
        return 0.1 * (transposed * (1 - np.tanh(x) ** 2)[:, None] - identity)

    begin = time.process_time()
    ends = [
        scipy.optimize.root(
            step, start, jac=derivative, method="lm", tol=1e-8, options={"col_deriv": 1}
        ).x
        for start in starts
    ]
    elapsed = time.process_time() - begin
    return elapsed, sum(np.linalg.norm(step(end)) < 1e-8 for end in ends)


def kept(activity):
    """An orthonormal basis of the principal components that hold 95 % of the variance."""
    centred = activity - activity.mean(axis=0)
    values, axes = np.linalg.eigh(centred.T @ centred)
    share = np.cumsum(values[::-1]) / values.sum()
    basis = centred @ axes[:, ::-1][:, : np.searchsorted(share, 0.95) + 1]
    return basis / np.sqrt((basis * basis).sum(axis=0))


def svcca():
    """A basis a network, one product of all bases, and the decompositions of all pairs at once."""
    pool = np.fromfile(os.path.join(folder, "activities.f64")).reshape(
        given["pool"], given["samples"], -1
    )
    networks = given["networks"]
    begin = time.process_time()
    bases = [kept(pool[k % given["pool"]]) for k in range(networks)]
    counts = [basis.shape[1] for basis in bases]
    ends = np.cumsum([0] + counts)
    joined = np.concatenate(bases, axis=1)
    products = joined.T @ joined
    distances = np.zeros((networks, networks))
    alike = {}
    for i in range(networks):
        for j in range(i):
            alike.setdefault((counts[i], counts[j]), []).append((i, j))
    for (rows, columns), pairs in alike.items():
        blocks = np.stack(
            [products[ends[i] : ends[i] + rows, ends[j] : ends[j] + columns] for i, j in pairs]
        )
        found = 1 - np.linalg.svd(blocks, compute_uv=False).mean(axis=1)
        for (i, j), distance in zip(pairs, found):
            distances[i, j] = distances[j, i] = distance
    elapsed = time.process_time() - begin
    return elapsed, sum(distances[k, k + 1] for k in range(given["pairs"])) / given["pairs"]


def indicators(labellings):
    """1 where a network has a label, as [labelling][label][network]."""
    groups = labellings.max() + 1
    return (labellings[:, None, :] == np.arange(groups)[None, :, None]).astype(float)


def permanova():
    """The mean pseudo-F of all shuffled labellings, which are given: one product for all."""
    squares = np.array(given["distances"]) ** 2
    labellings = np.array(given["labellings"])
    size = len(squares)
    begin = time.process_time()
    own = indicators(labellings)
    count = own.shape[1]
    pairs = ((own.reshape(-1, size) @ squares).reshape(own.shape) * own).sum(axis=2) / 2
    within = (pairs / own.sum(axis=2)).sum(axis=1)
    total = squares.sum() / 2 / size
    f = (total - within) / (count - 1) / (within / (size - count))
    elapsed = time.process_time() - begin
    return elapsed, f[1:].mean()


def silhouettes():
    """The mean silhouette of all shuffled labellings, which are given: one product for all."""
    distances = np.array(given["distances"])
    labellings = np.array(given["labellings"])
    size = len(distances)
    begin = time.process_time()
    own = indicators(labellings)
    sums = (own.reshape(-1, size) @ distances).reshape(own.shape)
    sizes = own.sum(axis=2)[:, :, None]
    within = (sums * own).sum(axis=1) / ((sizes * own).sum(axis=1) - 1)
    between = np.where(own > 0, np.inf, sums / sizes).min(axis=1)
    score = ((between - within) / np.maximum(between, within)).mean(axis=1)
    elapsed = time.process_time() - begin
    return elapsed, score[1:].mean()


def smacof():
    distances = np.array(given["distances"])
    start = np.array(given["embedding"])
    begin = time.process_time()
    embedding, _ = sklearn.manifold.smacof(
        distances, init=start, n_init=1, max_iter=given["iterations"], eps=-1.0
    )
    elapsed = time.process_time() - begin
    # The stress that it answers is that of the iteration before.
    apart = np.linalg.norm(embedding[:, None] - embedding[None], axis=2)
    return elapsed, np.sum((apart - distances) ** 2) / 2


print("ready", " ".join(f"{job}={engine}" for job, engine in JOBS.items()), flush=True)
for line in sys.stdin:
    elapsed, check = globals()[line.strip()]()
    print(elapsed * 1000, check, flush=True)
