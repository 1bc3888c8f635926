"""Writes tests/golden/resnet50.json and state_dict_keys.txt: torchvision's ResNet on weights made
by a formula. Run with Debian's python3 (python3-torch, python3-torchvision)."""

import json
import pathlib

import torch
import torchvision
from formula_weights import patches, weight

golden = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"


def network(make):
    model = make()
    state = {name: torch.from_numpy(weight(name, tuple(t.shape))) if t.dim() else t
             for name, t in model.state_dict().items()}
    model.load_state_dict(state)
    return model.eval(), state


def features(model, x):
    for part in ("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4", "avgpool"):
        x = getattr(model, part)(x)
    return x.flatten(1)


def rounded(tensor):
    return [float(f"{v:.7g}") for v in tensor.flatten().tolist()]


mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
pixels = torch.from_numpy(patches("pixels", (2, 96, 96, 3))).permute(0, 3, 1, 2)
x = (pixels.float() / 255 - mean) / deviation

model, state = network(torchvision.models.resnet50)
encodings = features(model, x)
# Any loss would do: one that weighs features unevenly.
toward = torch.from_numpy(weight("toward", (2, 2048)))
(encodings * toward).sum().backward()
gradients = {}
for name in ("conv1.weight", "bn1.weight", "bn1.bias", "layer1.0.downsample.0.weight",
             "layer2.0.conv2.weight", "layer3.5.bn3.weight", "layer4.2.conv3.weight"):
    grad = dict(model.named_parameters())[name].grad
    gradients[name] = {"norm": float(f"{grad.norm().item():.7g}"), "first": rounded(grad.flatten()[:12])}

(golden / "resnet50.json").write_text(json.dumps(
    {"encodings": [rounded(row)[:512] for row in encodings], "gradients": gradients}) + "\n")
(golden / "state_dict_keys.txt").write_text("".join(
    f"{name} {list(t.shape)}\n" for name, t in state.items()
    if t.dim() and not name.startswith("fc.")))
print(encodings.abs().mean(), encodings.abs().max())
