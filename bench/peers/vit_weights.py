"""Seeded weights of a vision transformer under timm's names, for measurements alone.

usage: vit_weights.py s|b|l OUT.safetensors      ViT-S/16, ViT-B/16 or ViT-L/16 at 224 px, without LayerScale
"""
import json
import struct
import sys

import numpy as np

SIZES = {"s": (384, 12), "b": (768, 12), "l": (1024, 24)}  # width, depth


def tensors(width, depth):
    random = np.random.default_rng(1)

    def drawn(*shape, mean=0.0, deviation=0.02):
        return (mean + deviation * random.standard_normal(shape)).astype(np.float32)

    def linear(name, inputs, outputs):
        yield name + ".weight", drawn(outputs, inputs, deviation=inputs ** -0.5)
        yield name + ".bias", drawn(outputs)

    def norm(name):
        yield name + ".weight", drawn(width, mean=1.0)
        yield name + ".bias", drawn(width)

    yield "cls_token", drawn(1, 1, width)
    yield "pos_embed", drawn(1, 1 + 14 * 14, width, deviation=0.3)
    yield "patch_embed.proj.weight", drawn(width, 3, 16, 16, deviation=768 ** -0.5)
    yield "patch_embed.proj.bias", drawn(width)
    for i in range(depth):
        block = f"blocks.{i}."
        yield from norm(block + "norm1")
        yield from linear(block + "attn.qkv", width, 3 * width)
        yield from linear(block + "attn.proj", width, width)
        yield from norm(block + "norm2")
        yield from linear(block + "mlp.fc1", width, 4 * width)
        yield from linear(block + "mlp.fc2", 4 * width, width)
    yield from norm("norm")


def main(size, path):
    header, at, values = {}, 0, []
    for name, tensor in tensors(*SIZES[size]):
        header[name] = {"dtype": "F32", "shape": tensor.shape, "data_offsets": [at, at + tensor.nbytes]}
        at += tensor.nbytes
        values.append(tensor)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for tensor in values:
            file.write(tensor.tobytes())


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in SIZES:
        sys.exit(__doc__)
    main(*sys.argv[1:])
