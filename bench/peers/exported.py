"""What `msmv bench --export` wrote, and how every peer is timed on it."""
import argparse
import json
import struct
import time

import numpy as np


def read_safetensors(path):
    """name -> array, of a file whose tensors are all float32."""
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        values = file.read()
    header.pop("__metadata__", None)
    return {name: np.frombuffer(values, np.float32, offset=entry["data_offsets"][0],
                                count=int(np.prod(entry["shape"]))).reshape(entry["shape"])
            for name, entry in header.items()}


def load(path):
    """Weights, patches and msmv's encodings of these; a patch that is there twice (a context) is left once.

    Encodings are of 2048 numbers, stage 4's mean, or of 3072, that of stage 3 before it.
    """
    tensors = read_safetensors(path)
    patches, encodings = tensors.pop("patches"), tensors.pop("encodings")
    first = sorted({patch.tobytes(): i for i, patch in reversed(list(enumerate(patches)))}.values())
    return tensors, np.ascontiguousarray(patches[first]), encodings[first]


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("export", help="file that `msmv bench --export` wrote")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--repeats", type=int, required=True)
    return parser.parse_args()


def processor_has_vnni():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        return "vnni" in file.read()


def convolutions():
    """ResNet-50's, in order: (convolution, batch norm, stride, padding) by torchvision's names."""
    yield "conv1", "bn1", 2, 3
    for layer, blocks in ((1, 3), (2, 4), (3, 6), (4, 3)):
        for block in range(blocks):
            prefix = f"layer{layer}.{block}."
            stride = 2 if layer > 1 and block == 0 else 1
            yield prefix + "conv1", prefix + "bn1", 1, 0
            yield prefix + "conv2", prefix + "bn2", stride, 1
            yield prefix + "conv3", prefix + "bn3", 1, 0
            if block == 0:
                yield prefix + "downsample.0", prefix + "downsample.1", stride, 0


def folded(weights):
    """convolution -> (kernel, bias, stride, padding), its batch norm folded in."""
    layers = {}
    for convolution, norm, stride, padding in convolutions():
        gain = weights[norm + ".weight"] / np.sqrt(weights[norm + ".running_var"] + 1e-5)
        kernel = weights[convolution + ".weight"] * gain[:, None, None, None]
        bias = weights[norm + ".bias"] - weights[norm + ".running_mean"] * gain
        layers[convolution] = (kernel.astype(np.float32), bias.astype(np.float32), stride, padding)
    return layers


def report(asked, peer, precision, ways, expected):
    """Times each way to encode all patches, a function without arguments, and prints the best as a line of JSON.

    `expected` is what msmv makes of the patches in fp32.
    """
    best = None
    for name, run in ways.items():
        got = np.asarray(run())  # warms up, too
        times = []
        for _ in range(asked.repeats):
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
        if best is None or min(times) < best[0]:
            best = min(times), name, got
    seconds, name, got = best
    cosines = (got * expected).sum(1) / np.linalg.norm(got, axis=1) / np.linalg.norm(expected, axis=1)
    print(json.dumps({
        "peer": peer, "precision": precision, "threads": asked.threads, "way": name,
        "ms_per_patch": 1e3 * seconds / len(expected), "patches": len(expected),
        "cosine": float(cosines.min()),
        "difference": float(np.abs(got - expected).max() / np.abs(expected).max())}), flush=True)
