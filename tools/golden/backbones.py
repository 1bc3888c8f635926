"""Writes tests/golden/backbones.json: the encodings of torchvision's VGG16, GoogLeNet, DenseNet-161
and Inception-v3 and of Araujo's network as defined here, and the names of their state dicts, on
weights made by a formula. Run with Debian's python3 (python3-torch, python3-torchvision)."""

import json
import pathlib

import torch
import torchvision
from formula_weights import hashed, patches, weight

golden = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"
HEADS = ("fc.", "classifier.", "aux1.", "aux2.", "AuxLogits.")


class Araujo2017(torch.nn.Module):
    """docs/deviations.md, D50; the hidden layers as fully connected ones."""

    def __init__(self):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(3, 16, 3)
        self.conv2 = torch.nn.Conv2d(16, 32, 3)
        self.conv3 = torch.nn.Conv2d(32, 64, 3, padding=1)
        self.conv4 = torch.nn.Conv2d(64, 64, 3, padding=1)
        self.conv5 = torch.nn.Conv2d(64, 32, 3)
        # Named and shaped as convolutions over what is left: the same numbers in the same order.
        self.hidden1 = torch.nn.Conv2d(32, 256, 4)
        self.hidden2 = torch.nn.Conv2d(256, 128, 1)

    def forward(self, x):
        for convolution, pool in ((self.conv1, 3), (self.conv2, 2), (self.conv3, 2),
                                  (self.conv4, 3), (self.conv5, 3)):
            x = torch.max_pool2d(torch.relu(convolution(x)), pool)
        x = x.flatten(1)
        for hidden in (self.hidden1, self.hidden2):
            x = torch.relu(torch.nn.functional.linear(x, hidden.weight.flatten(1), hidden.bias))
        return x


def formula(model):
    state = {name: torch.from_numpy(weight(name, tuple(t.shape)))
             if t.dim() and not name.startswith(HEADS) else t
             for name, t in model.state_dict().items()}
    model.load_state_dict(state)
    return model.eval()


def last_map(model, x):
    """What the head's pooling gets, whichever way a model comes to it."""
    seen = []
    handle = model.avgpool.register_forward_pre_hook(lambda module, inputs: seen.append(inputs[0]))
    model(x)
    handle.remove()
    return seen[0]


def encodings(name, model, x):
    with torch.no_grad():
        if name == "araujo2017":
            return model(x)
        if name == "densenet161":
            return torch.relu(model.features(x)).mean((2, 3))
        if name == "vgg16":
            return model.features(x).mean((2, 3))
        return last_map(model, x).mean((2, 3))


def names(model):
    lines = sorted(f"{name} {list(t.shape)}" for name, t in model.state_dict().items()
                   if t.dim() and not name.startswith(HEADS))
    return len(lines), f'{hashed("".join(line + chr(10) for line in lines)):016x}'


mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


def normalised(side_px):
    pixels = torch.from_numpy(patches("pixels", (2, side_px, side_px, 3))).permute(0, 3, 1, 2)
    return (pixels.float() / 255 - mean) / deviation


makers = {"vgg16": torchvision.models.vgg16,
          "googlenet": lambda: torchvision.models.googlenet(init_weights=False),
          "densenet161": torchvision.models.densenet161,
          "inception_v3": lambda: torchvision.models.inception_v3(init_weights=False),
          "araujo2017": Araujo2017}
out = {}
for name, make in makers.items():
    side_px = 512 if name == "araujo2017" else 96
    model = formula(make())
    rows = encodings(name, model, normalised(side_px))
    count, digest = names(model)
    out[name] = {"side_px": side_px, "features": rows.shape[1], "tensors": count, "names_fnv1a": digest,
                 "largest": float(f"{rows.abs().max().item():.7g}"),
                 "encodings": [[float(f"{v:.7g}") for v in row[::rows.shape[1] // 64][:64].tolist()]
                               for row in rows]}
    print(name, rows.shape, rows.abs().mean().item(), rows.abs().max().item())
(golden / "backbones.json").write_text(json.dumps(out) + "\n")
