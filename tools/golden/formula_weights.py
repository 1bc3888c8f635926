"""Random numbers that Python and C++ (tests/golden/formula.h) both make from a formula, so that
no weights need to be stored."""

import numpy as np

MASK = np.uint64(0xFFFFFFFFFFFFFFFF)


def hashed(text):
    """FNV-1a, 64 bits."""
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return h


def bits(name, count):
    """splitmix64 of the name's hash plus 0, 1, 2, ..."""
    with np.errstate(over="ignore"):
        z = np.uint64(hashed(name)) + np.uint64(0x9E3779B97F4A7C15) * (
            np.arange(count, dtype=np.uint64) + np.uint64(1))
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def uniform(name, shape, low, high):
    """float32 between low and high: 24 random bits times the width, rounded once each."""
    unit = (bits(name, int(np.prod(shape))) >> np.uint64(40)).astype(np.float32) / np.float32(1 << 24)
    width = np.float32(high) - np.float32(low)
    return (unit * width + np.float32(low)).astype(np.float32).reshape(shape)


def limits(name, shape):
    """Where a weight of this name lies: what keeps activations of a deep network near 1."""
    if name.endswith("running_var"):
        return 0.5, 1.5
    if len(shape) == 1 and ".bn3.weight" in name:
        return 0.2, 0.4
    if len(shape) == 1 and name.endswith("weight"):
        return 0.5, 1.5
    if len(shape) == 1:
        return -0.1, 0.1
    side = float(np.float32(np.sqrt(np.float64(6) / np.prod(shape[1:]))))
    return -side, side


def weight(name, shape):
    return uniform(name, shape, *limits(name, shape))


def patches(name, shape):
    return (bits(name, int(np.prod(shape))) >> np.uint64(56)).astype(np.uint8).reshape(shape)
