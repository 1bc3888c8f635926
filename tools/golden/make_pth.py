#!/usr/bin/python3
"""Write the small PyTorch files of tests/golden. Needs Debian's python3-torch.

usage: make_pth.py OUT_FOLDER
"""
import collections
import os
import sys

import torch


def tensors():
    """Values that every type holds exactly: 0, 0.5, 1, ..."""
    ramp = torch.arange(6, dtype=torch.float32) / 2
    table = ramp.reshape(2, 3)
    return collections.OrderedDict(
        float=table,
        double=table.double(),
        half=table.half(),
        bfloat16=table.bfloat16(),
        transposed=table.t(),
        row=table[1],
        every_second=ramp[1::2],
        scalar=torch.tensor(2.5),
        empty=torch.zeros(0, 3),
        parameter_free=torch.full((1, 1), -1.0),
        **{"bn.num_batches_tracked": torch.tensor(7)},
    )


def main(folder):
    torch.save(tensors(), os.path.join(folder, "state_dict.pth"))
    module = torch.nn.Linear(2, 1)
    with torch.no_grad():
        module.weight.copy_(torch.tensor([[1.0, 2.0]]))
        module.bias.fill_(3.0)
    checkpoint = {"epoch": 4, "best": 0.75, "state_dict": module.state_dict(), "note": "x", "lr": [0.1]}
    torch.save(checkpoint, os.path.join(folder, "checkpoint.pth"))
    torch.save(module.state_dict(), os.path.join(folder, "legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save(module, os.path.join(folder, "whole_module.pth"))
    torch.jit.save(torch.jit.script(module), os.path.join(folder, "torchscript.pth"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
