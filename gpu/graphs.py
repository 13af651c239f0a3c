"""Makes gpu/graphs/saved_model.pb: the loss's gradient and the outputs of many networks, each in one
call that XLA compiles, for every activation and readout. Sizes are free. With TensorFlow 2.21:

    python gpu/graphs.py

The backward pass is written by hand, as in src/engine/tfjs/backward.ts. Of each signature
ACTIVATION_READOUT_gradient and ACTIVATION_READOUT_outputs the inputs are

    recurrent [P,N,N], input [P,N,C]    alpha multiplied in, the rows of clamped units zero
    output [P,O,N], decay [N]           1 - alpha, and 1 for clamped units
    drive [T,P,B,C], initial [P,B,N]    u_t of each trial, and x_0
    checkpoints [K]                     ascending steps, below T
    targets [K,P,B,O], scale [B]        2 over the number of trials; 0 for trials that fill up

and the answers: outputs [K,P,B,O], and of a gradient also d_recurrent and d_input, which still lack
their alpha, and d_output."""
import os
import shutil
import tempfile

import tensorflow as tf

# Of each f(x), and x times its slope from f. XLA makes a product with a mask a choice, which would
# lose a NaN of x: so relu's is written out.
ACTIVATIONS = {
    "tanh": (tf.tanh, lambda f, x: (1.0 - f * f) * x),
    "shifted-tanh": (lambda x: tf.tanh(x) + 1.0, lambda f, x: f * (2.0 - f) * x),
    "relu": (
        lambda x: tf.where(x < 0.0, tf.zeros_like(x), x),
        lambda f, x: tf.where(f > 0.0, x, 0.0 * x)),
}
READOUTS = ("rates", "tanh-rates", "state", "unit")

NAMES = {
    "recurrent": (tf.float32, 3), "input": (tf.float32, 3), "output": (tf.float32, 3),
    "decay": (tf.float32, 1), "drive": (tf.float32, 4), "initial": (tf.float32, 3),
    "checkpoints": (tf.int32, 1), "targets": (tf.float32, 4), "scale": (tf.float32, 1),
}


def run_forward(of, activate, keeps):
    """States at the checkpoints, [K,P,B,N], and where they are kept all rates, a TensorArray [T]."""
    recurrent = tf.linalg.matrix_transpose(of["recurrent"])
    weights = tf.linalg.matrix_transpose(of["input"])
    checkpoints, initial, drive = of["checkpoints"], of["initial"], of["drive"]

    def step(t, x, rates):
        f = activate(x)
        if keeps:
            rates = rates.write(t, f)
        x = of["decay"] * x + tf.matmul(f, recurrent) + tf.matmul(drive[t], weights)
        return t + 1, x, rates

    def to_checkpoint(k, t, x, rates, seen):
        end = checkpoints[k] + 1
        t, x, rates = tf.while_loop(lambda t, *_: t < end, step, (t, x, rates))
        return k + 1, t, x, rates, seen.write(k, x)

    def array(size):
        return tf.TensorArray(
            tf.float32, size=size, element_shape=initial.shape, clear_after_read=False)

    count = tf.shape(checkpoints)[0]
    rates = array(tf.shape(drive)[0] if keeps else 1)
    start = (0, 0, initial, rates, array(count))
    _, _, _, rates, seen = tf.while_loop(lambda k, *_: k < count, to_checkpoint, start)
    return seen.stack(), rates


def outputs_of(of, readout, values):
    """What the readout makes of what it sees, [K,P,B,O]."""
    if readout == "unit":
        return tf.tanh(values[..., :1])
    sums = tf.matmul(values, of["output"], transpose_b=True)
    return tf.tanh(sums) if readout == "tanh-rates" else sums


def outputs(activation, readout, of):
    activate, _ = ACTIVATIONS[activation]
    seen, _ = run_forward(of, activate, keeps=False)
    values = activate(seen) if "rates" in readout else seen
    return {"outputs": outputs_of(of, readout, values)}


def sent_back(of, readout, errors, through):
    """What the errors add to delta, [K,P,B,N]; with the readout unit that is to unit 0's alone."""
    if readout == "unit":
        others = tf.shape(of["initial"])[2] - 1
        return tf.pad(errors, [[0, 0], [0, 0], [0, 0], [0, others]])
    sent = tf.matmul(errors, of["output"])
    return through(sent) if "rates" in readout else sent


def gradient(activation, readout, of):
    activate, through = ACTIVATIONS[activation]
    seen, rates = run_forward(of, activate, keeps=True)
    values = activate(seen) if "rates" in readout else seen
    y = outputs_of(of, readout, values)
    errors = of["scale"][:, None] * (y - of["targets"])
    if readout in ("tanh-rates", "unit"):
        errors *= 1.0 - y * y
    if readout == "unit":
        d_output = tf.zeros_like(of["output"])
    else:
        d_output = tf.reduce_sum(tf.matmul(errors, values, transpose_a=True), axis=0)
    sent = sent_back(of, readout, errors, lambda x: through(values, x))
    checkpoints, drive = of["checkpoints"], of["drive"]

    def step(t, delta, d_recurrent, d_input):
        f = rates.read(t)
        d_recurrent += tf.matmul(delta, f, transpose_a=True)
        d_input += tf.matmul(delta, drive[t], transpose_a=True)
        delta = through(f, tf.matmul(delta, of["recurrent"])) + of["decay"] * delta
        return t - 1, delta, d_recurrent, d_input

    def from_checkpoint(k, delta, d_recurrent, d_input):
        first = tf.where(k > 0, checkpoints[tf.maximum(k - 1, 0)] + 1, 0)
        start = (checkpoints[k], delta + sent[k], d_recurrent, d_input)
        _, *sums = tf.while_loop(lambda t, *_: t >= first, step, start)
        return (k - 1, *sums)

    start = (
        tf.shape(checkpoints)[0] - 1, tf.zeros_like(of["initial"]),
        tf.zeros_like(of["recurrent"]), tf.zeros_like(of["input"]))
    _, _, d_recurrent, d_input = tf.while_loop(lambda k, *_: k >= 0, from_checkpoint, start)
    return {"outputs": y, "d_recurrent": d_recurrent, "d_input": d_input, "d_output": d_output}


def signature(make, activation, readout, names):
    """A function of named tensors of free sizes, compiled by XLA."""
    specs = [tf.TensorSpec([None] * NAMES[n][1], NAMES[n][0], n) for n in names]
    inner = tf.function(lambda *values: make(activation, readout, dict(zip(names, values))),
                        jit_compile=True, autograph=False)
    return tf.function(lambda *values: inner(*values), input_signature=specs, autograph=False)


def main():
    module = tf.Module()
    of_outputs = [n for n in NAMES if n not in ("targets", "scale")]
    signatures = {}
    for activation in ACTIVATIONS:
        for readout in READOUTS:
            name = f"{activation}_{readout}"
            signatures[f"{name}_gradient"] = signature(gradient, activation, readout, list(NAMES))
            signatures[f"{name}_outputs"] = signature(outputs, activation, readout, of_outputs)
    module.functions = signatures
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "graphs")
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        options = tf.saved_model.SaveOptions(experimental_debug_stripper=True)
        tf.saved_model.save(module, made, signatures=signatures, options=options)
        # It has no variables, so this file is all of it.
        shutil.copy(os.path.join(made, "saved_model.pb"), folder)
    print("written with TensorFlow", tf.__version__)


main()
