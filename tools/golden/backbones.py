"""Writes tests/golden/backbones.json: the encodings of torchvision's VGG16, GoogLeNet, DenseNet-161
and Inception-v3, and the names of their state dicts, on weights made by a formula. Run with Debian's
python3 (python3-torch, python3-torchvision)."""

import json
import pathlib

import torch
import torchvision
from formula_weights import hashed, patches, weight

golden = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"
HEADS = ("fc.", "classifier.", "aux1.", "aux2.", "AuxLogits.")


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
pixels = torch.from_numpy(patches("pixels", (2, 96, 96, 3))).permute(0, 3, 1, 2)
x = (pixels.float() / 255 - mean) / deviation

makers = {"vgg16": torchvision.models.vgg16,
          "googlenet": lambda: torchvision.models.googlenet(init_weights=False),
          "densenet161": torchvision.models.densenet161,
          "inception_v3": lambda: torchvision.models.inception_v3(init_weights=False)}
out = {}
for name, make in makers.items():
    model = formula(make())
    rows = encodings(name, model, x)
    count, digest = names(model)
    out[name] = {"features": rows.shape[1], "tensors": count, "names_fnv1a": digest,
                 "largest": float(f"{rows.abs().max().item():.7g}"),
                 "encodings": [[float(f"{v:.7g}") for v in row[::rows.shape[1] // 64][:64].tolist()]
                               for row in rows]}
    print(name, rows.shape, rows.abs().mean().item(), rows.abs().max().item())
(golden / "backbones.json").write_text(json.dumps(out) + "\n")
