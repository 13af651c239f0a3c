"""Fixed points of a rate network from many starts, by others: one thread, float64, process time.

The argument is the name of a file with `networks`, each with units, recurrent, drive, offset (1 for
1 + tanh) and starts. The first line out is `ready` and the peers there are, or `missing`. Each line
on stdin is a peer and the number of a network; the answer is the milliseconds of process time and
how many starts came to a residual below 1e-8.
"""

import json
import os
import sys
import time

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

PEERS = []
try:
    import numpy as np
    import scipy.optimize

    PEERS.append("scipy")
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    PEERS.append("jax")
except ImportError:
    if not PEERS:
        print("missing", flush=True)
        sys.exit(0)

ALPHA = 0.1
MOST_STEPS = 200

with open(sys.argv[1]) as file:
    networks = json.load(file)["networks"]
for network in networks:
    size = network["units"]
    network["recurrent"] = np.array(network["recurrent"]).reshape(size, size)
    network["drive"] = np.array(network["drive"])
    network["starts"] = np.array(network["starts"])


def scipy_roots(network):
    """MINPACK's Levenberg-Marquardt, a start at a time, F' given along columns."""
    weights, drive, offset = network["recurrent"], network["drive"], network["offset"]
    transposed, identity = weights.T.copy(), np.eye(network["units"])

    def step(x):
        return ALPHA * (weights @ (offset + np.tanh(x)) + drive - x)

    def derivative(x):
        return ALPHA * (transposed * (1 - np.tanh(x) ** 2)[:, None] - identity)

    begin = time.process_time()
    ends = [
        scipy.optimize.root(
            step, start, jac=derivative, method="lm", tol=1e-8, options={"col_deriv": 1}
        ).x
        for start in network["starts"]
    ]
    elapsed = time.process_time() - begin
    return elapsed, sum(np.linalg.norm(step(end)) < 1e-8 for end in ends)


COMPILED = {}


def batched(offset):
    """All starts at once: the damping m|F| of our solver, Cholesky of F'ᵀF' + μI from W'W."""

    def descend(weights, drive, starts):
        gram = weights.T @ weights
        identity = jnp.eye(len(drive))

        def field(x):
            return weights @ (offset + jnp.tanh(x)) + drive - x

        def goes_on(carried):
            _, square, _, steps, flat = carried
            return (steps < MOST_STEPS) & ~flat & (square >= 1e-16)

        def step(carried):
            x, square, factor, steps, _ = carried
            slope = 1 - jnp.tanh(x) ** 2
            value = field(x)
            gradient = slope * (weights.T @ value) - value
            damping = factor * jnp.sqrt(square)
            scaled = weights * slope
            normal = slope[:, None] * gram * slope - scaled - scaled.T + (1 + damping) * identity
            factored = jax.scipy.linalg.cho_factor(normal, lower=True)
            move = jax.scipy.linalg.cho_solve(factored, -gradient)
            promised = (move * (damping * move - gradient)).sum()
            tried = field(x + move)
            after = (tried * tried).sum()
            ratio = (square - after) / promised
            raised, lowered = jnp.maximum(4 * factor, 1e-4), jnp.maximum(factor / 4, 1e-8)
            factor = jnp.where(ratio >= 0.25, jnp.where(ratio > 0.75, lowered, factor), raised)
            flat = (gradient * gradient).sum() < 1e-10 * square
            taken = (after <= 4 * square) & ~flat
            return (
                jnp.where(taken, x + move, x),
                jnp.where(taken, after, square),
                factor,
                steps + 1,
                flat,
            )

        def one(start):
            value = field(start)
            return jax.lax.while_loop(
                goes_on, step, (start, (value * value).sum(), 0.01, 0, False)
            )

        return jax.vmap(one)(starts)[1]

    return jax.jit(descend)


def jax_roots(network):
    offset = network["offset"]
    given = tuple(jnp.array(network[name]) for name in ("recurrent", "drive", "starts"))
    if offset not in COMPILED:
        COMPILED[offset] = batched(offset)
    run = COMPILED[offset]
    # Compiled for this shape before the clock runs.
    if network.get("warm") is None:
        jax.block_until_ready(run(*given))
        network["warm"] = True
    begin = time.process_time()
    squares = jax.block_until_ready(run(*given))
    elapsed = time.process_time() - begin
    return elapsed, int((ALPHA * jnp.sqrt(squares) < 1e-8).sum())


DOES = {"scipy": scipy_roots, "jax": jax_roots}

print("ready", *PEERS, flush=True)
for line in sys.stdin:
    peer, number = line.split()
    elapsed, roots = DOES[peer](networks[int(number)])
    print(elapsed * 1000, roots, flush=True)
