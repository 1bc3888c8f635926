"""PFENet's encoders in PyTorch, eager, on the network and the patches that `msmv bench --export` wrote."""
import exported
import torch
from torch import nn


class Bottleneck(nn.Module):
    """torchvision's, with its names."""

    def __init__(self, channels_in, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, 4 * channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(4 * channels)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or channels_in != 4 * channels:
            self.downsample = nn.Sequential(nn.Conv2d(channels_in, 4 * channels, 1, stride, bias=False),
                                            nn.BatchNorm2d(4 * channels))

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        y += x if self.downsample is None else self.downsample(x)
        return self.relu(y)


class ResNet50(nn.Module):
    """torchvision's without its last layer, so that torchvision is not needed."""

    def __init__(self, has_stage3):
        super().__init__()
        self.has_stage3 = has_stage3
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        width = 64
        for layer, blocks in ((1, 3), (2, 4), (3, 6), (4, 3)):
            channels = 32 << layer
            stack = []
            for block in range(blocks):
                stack.append(Bottleneck(width, channels, 2 if layer > 1 and block == 0 else 1))
                width = 4 * channels
            setattr(self, f"layer{layer}", nn.Sequential(*stack))

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        third = self.layer3(self.layer2(self.layer1(x)))
        fourth = self.layer4(third).mean((2, 3))
        return torch.cat([third.mean((2, 3)), fourth], 1) if self.has_stage3 else fourth


def main():
    asked = exported.arguments(__doc__)
    torch.set_num_threads(asked.threads)
    tensors, patches, expected = exported.load(asked.export)
    patches = torch.from_numpy(patches)
    network = ResNet50(has_stage3=expected.shape[1] == 3072).eval()
    keys = network.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in tensors.items()}, strict=False)
    assert not keys.unexpected_keys, keys
    assert all(key.endswith("num_batches_tracked") for key in keys.missing_keys), keys
    for peer, layout in (("PyTorch eager", torch.contiguous_format),
                         ("PyTorch eager, channels last", torch.channels_last)):
        network = network.to(memory_format=layout)
        batch = patches.to(memory_format=layout)

        def one_by_one():
            return torch.cat([network(batch[i:i + 1]) for i in range(len(batch))])

        with torch.inference_mode():
            exported.report(asked, peer, "fp32", {"batch": lambda: network(batch), "one by one": one_by_one},
                            expected)


main()
