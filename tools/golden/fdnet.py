"""Writes tests/golden/fdnet.json: PyTorch's LSTM and linear layer on weights made by a formula, and
the first losses of SGD on them. Run with Debian's python3 (python3-torch)."""

import json
import pathlib

import torch
from formula_weights import uniform, weight

golden = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"
SAMPLES, SCALES, FEATURES, HIDDEN, CLASSES = 5, 3, 64, 24, 4


class Fdnet(torch.nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.lstm = torch.nn.LSTM(FEATURES, HIDDEN, layers, batch_first=True, bidirectional=True)
        self.classifier = torch.nn.Linear(2 * HIDDEN, CLASSES)
        self.load_state_dict({n: torch.from_numpy(weight(n, tuple(t.shape)))
                              for n, t in self.state_dict().items()})

    def forward(self, x):
        hidden = self.lstm(x)[1][0]
        return self.classifier(torch.cat([hidden[-2], hidden[-1]], 1))


def rounded(tensor):
    return [float(f"{v:.7g}") for v in tensor.flatten().tolist()]


x = torch.from_numpy(uniform("encodings", (SAMPLES, SCALES, FEATURES), 0.0, 2.0))
labels = torch.tensor([0, 1, 2, 3, 1])
out = {"logits": {}, "gradients": {}}
for layers in (1, 2, 3):
    net = Fdnet(layers)
    out["logits"][str(layers)] = rounded(net(x))

net = Fdnet(2)
torch.nn.functional.cross_entropy(net(x), labels).backward()
for name, p in net.named_parameters():
    out["gradients"][name] = float(f"{p.grad.norm().item():.7g}")

# The paper's optimiser.
sgd = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
losses = []
for _ in range(10):
    sgd.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(x), labels)
    loss.backward()
    sgd.step()
    losses.append(float(f"{loss.item():.7g}"))
out["sgd_losses"] = losses

# Multi-class hinge of Crammer and Singer, as PyTorch's multi_margin_loss.
svm = torch.nn.Linear(SCALES * FEATURES, CLASSES)
svm.load_state_dict({"weight": torch.from_numpy(weight("classifier.weight", (CLASSES, SCALES * FEATURES))),
                     "bias": torch.from_numpy(weight("classifier.bias", (CLASSES,)))})
out["linear_outputs"] = rounded(svm(x.flatten(1)))
(golden / "fdnet.json").write_text(json.dumps(out) + "\n")
print(out["sgd_losses"])
