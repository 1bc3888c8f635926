#!/usr/bin/env python3
"""ResNet-50 as PFENet uses it, in PyTorch: milliseconds a patch of 224 x 224.

usage: pytorch.py [--threads N] [--batch N] [--repeats N] [--onnx FILE]

The ways to run it: eager, channels-last, and scripted, frozen and optimised for inference. Weights
are torchvision's random ones: they don't matter to the time. Debian: python3-torch and
python3-torchvision, run by /usr/bin/python3. `--onnx` only writes the network for the peer
onnxruntime.mjs.
"""
import argparse
import time

import torch
import torchvision

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, default=1)
parser.add_argument("--batch", type=int, default=18)
parser.add_argument("--repeats", type=int, default=5)
parser.add_argument("--onnx")
arguments = parser.parse_args()

torch.set_num_threads(arguments.threads)
torch.manual_seed(0)
network = torchvision.models.resnet50()
network.fc = torch.nn.Identity()
network.eval()
patches = torch.rand(arguments.batch, 3, 224, 224)


def report(name, run, batch):
    """Wall time and time of the processor, which what else the machine does can't lengthen much."""
    run(batch)
    wall, processor = [], []
    for _ in range(arguments.repeats):
        start, processor_start = time.perf_counter(), time.process_time()
        run(batch)
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - processor_start)
    print(f"pytorch {torch.__version__} {name}: {1e3 * min(wall) / len(batch):.1f} ms/patch, "
          f"{1e3 * min(processor) / len(batch):.1f} of processor", flush=True)


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
