#!/usr/bin/env python3
"""PFENet's encoders in PyTorch, on the network and the patches that `msmv bench --export` wrote.

usage: pytorch.py EXPORT [--threads N] [--repeats N] [--onnx FILE]

EXPORT is a safetensors file: the ResNet-50 of the first scale under torchvision's names, `patches` (float32,
[n, 3, 224, 224], normalised) and msmv's `encodings` of them in fp32. Debian: python3-torch and
python3-torchvision, run by /usr/bin/python3. `--onnx` only writes the network for the peer
onnxruntime.mjs.
"""
import argparse
import json
import struct
import time

import torch
import torchvision

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("export")
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--repeats", type=int, default=5)
parser.add_argument("--onnx")
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        values = bytearray(file.read())
    return {name: torch.frombuffer(values, dtype=torch.float32, offset=entry["data_offsets"][0],
                                   count=(entry["data_offsets"][1] - entry["data_offsets"][0]) // 4
                                   ).reshape(entry["shape"])
            for name, entry in header.items() if name != "__metadata__"}


tensors = read_safetensors(arguments.export)
patches = tensors.pop("patches")
expected = tensors.pop("encodings")
network = torchvision.models.resnet50()
network.fc = torch.nn.Identity()
missing = network.load_state_dict(tensors, strict=False)
assert not missing.unexpected_keys and all(key.endswith("num_batches_tracked")
                                           for key in missing.missing_keys), missing
network.eval()


def report(name, run, batch):
    """Wall time and time of the processor, which what else the machine does can't lengthen much."""
    difference = (run(batch) - expected).abs().max() / expected.abs().max()
    wall, processor = [], []
    for _ in range(arguments.repeats):
        start, processor_start = time.perf_counter(), time.process_time()
        run(batch)
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - processor_start)
    print(f"pytorch {torch.__version__} {name}: {1e3 * min(wall) / len(batch):.1f} ms/patch, "
          f"{1e3 * min(processor) / len(batch):.1f} of processor; differs from msmv by "
          f"{difference:.1e} of the largest value", flush=True)


with torch.no_grad():
    if arguments.onnx:
        torch.onnx.export(network, patches[:1], arguments.onnx, opset_version=13,
                          input_names=["patches"], output_names=["encodings"],
                          dynamic_axes={"patches": {0: "batch"}, "encodings": {0: "batch"}})
    else:
        report("eager", network, patches)
        optimised = torch.jit.optimize_for_inference(
            torch.jit.freeze(torch.jit.trace(network, patches[:1])))
        report("optimised for inference", optimised, patches)
        last = patches.to(memory_format=torch.channels_last)
        report("eager, channels last", network.to(memory_format=torch.channels_last), last)
