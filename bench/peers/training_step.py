"""The training step of bench/training_bench.cpp in PyTorch: torchvision's ResNet-50 on 8 patches of
224 x 224, batch norms on running statistics, SGD with momentum. Run with Debian's python3
(python3-torch, python3-torchvision): OMP_NUM_THREADS=2 /usr/bin/python3 bench/peers/training_step.py"""

import time

import torch
import torchvision


def step(model, x, first_trained, optimizer):
    with torch.set_grad_enabled(first_trained == 0):
        y = model.maxpool(model.relu(model.bn1(model.conv1(x))))
    for number in (1, 2, 3, 4):
        with torch.set_grad_enabled(number >= first_trained):
            y = getattr(model, f"layer{number}")(y)
    optimizer.zero_grad()
    y.mean((2, 3)).square().mean().backward()
    optimizer.step()


for layout in (torch.contiguous_format, torch.channels_last):
    for first_trained in (4, 3, 0):
        model = torchvision.models.resnet50().eval().to(memory_format=layout)
        x = torch.randn(8, 3, 224, 224).to(memory_format=layout)
        trained = [p for n, p in model.named_parameters() if not n.startswith("fc.") and (
            first_trained == 0 or n.startswith("layer") and int(n[5]) >= first_trained)]
        optimizer = torch.optim.SGD(trained, lr=1e-4, momentum=0.9, weight_decay=1e-4)
        step(model, x, first_trained, optimizer)
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            step(model, x, first_trained, optimizer)
            times.append(time.perf_counter() - begin)
        print(f"{str(layout)[6:]:18} from stage {first_trained}: "
              f"{1000 * sorted(times)[2] / 8:6.1f} ms a patch (median of 5)")
