"""A whole slide as users write it: openslide-python, a PyTorch DataLoader with worker processes, ResNet-50 in fp32.

The tiles are those of `msmv slides` (its model-outputs-csv/NAME.csv). Each is read from the level that OpenSlide
deems best for the patch, brought to 224 x 224 by Pillow, normalized as torchvision's ImageNet weights want it and
encoded; no stain is changed, nothing is measured of a tile and no file is written, all of which msmv does beside.

usage: slide.py SLIDE TILES.csv [--workers N] [--threads N] [--batch N] [--repeats N] [--patches N]
                [--weights FILE] [--bench BENCH.json]

Prints a line of JSON: tiles/s, and core-seconds of this process and its workers. --patches 2 encodes each tile
twice, which is what a model with a context does. --weights takes torchvision's names in safetensors (numbers alone:
speed does not depend on them). --bench BENCH.json, what `msmv bench --slide SLIDE --json BENCH.json` wrote, adds
msmv's ratios.
"""
import argparse
import csv
import json
import os
import resource
import time

import openslide
import torch
import torchvision
from exported import read_safetensors
from torchvision.transforms import functional

SIDE = 224
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


class Tiles(torch.utils.data.Dataset):
    """The tiles of a slide as normalized patches; a slide is opened once in each worker."""

    def __init__(self, slide, tiles):
        self.path, self.tiles, self.slide = slide, tiles, None

    def __len__(self):
        return len(self.tiles)

    def __getitem__(self, index):
        if self.slide is None:
            self.slide = openslide.OpenSlide(self.path)
        x, y, width, height = self.tiles[index]
        level = self.slide.get_best_level_for_downsample(max(width, height) / SIDE)
        downsample = self.slide.level_downsamples[level]
        size = round(width / downsample), round(height / downsample)
        image = self.slide.read_region((x, y), level, size).convert("RGB").resize((SIDE, SIDE))
        return functional.normalize(functional.to_tensor(image), MEAN, STD)


def read_tiles(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [tuple(int(row[name]) for name in ("minx", "miny", "width", "height")) for row in csv.DictReader(file)]


def load_network(weights):
    network = torchvision.models.resnet50(weights=None)
    network.fc = torch.nn.Linear(2048, 4)
    if weights:
        tensors = {name: torch.from_numpy(value.copy()) for name, value in read_safetensors(weights).items()
                   if not name.startswith("fc.")}
        missing = network.load_state_dict(tensors, strict=False).missing_keys
        assert all(name.startswith("fc.") or name.endswith("num_batches_tracked") for name in missing), missing
    return network.eval()


def core_seconds():
    """User and system time of this process and of the workers that have ended."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def run(asked, network, tiles):
    """All tiles once; gives seconds, core-seconds and the classes."""
    loader = torch.utils.data.DataLoader(Tiles(asked.slide, tiles), batch_size=asked.batch, num_workers=asked.workers)
    start, cores = time.perf_counter(), core_seconds()
    classes = []
    with torch.inference_mode():
        for patches in loader:
            for _ in range(asked.patches):
                scores = network(patches).softmax(1)
            classes += scores.argmax(1).tolist()
    seconds = time.perf_counter() - start
    del loader  # ends the workers, whose time counts then
    return seconds, core_seconds() - cores, classes


def ratios(bench, tiles_per_s, core_ms):
    """How many times as fast msmv is, by precision: in wall time, and in the cores' time a tile."""
    return {network["name"].split()[1]: {
        "tiles_per_s": network["tiles_per_s"], "times_as_fast": network["tiles_per_s"] / tiles_per_s,
        "core_time_ratio": core_ms / (1e3 * network["core_s"] / bench["slide"]["tiles"])}
        for network in bench["networks"] if "unavailable" not in network}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slide")
    parser.add_argument("tiles", help="table with minx, miny, width, height in pixels of level 0")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes that read [a core each]")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of the network [a core each]")
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--repeats", type=int, default=3, help="the best counts")
    parser.add_argument("--patches", type=int, default=1, help="encoded for each tile")
    parser.add_argument("--weights")
    parser.add_argument("--bench")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    tiles = read_tiles(asked.tiles)
    network = load_network(asked.weights)
    seconds, cores, classes = min(run(asked, network, tiles) for _ in range(asked.repeats))
    assert len(classes) == len(tiles)
    line = {"peer": "openslide-python, PyTorch", "precision": "fp32", "slide": os.path.basename(asked.slide),
            "tiles": len(tiles), "workers": asked.workers, "threads": asked.threads, "batch": asked.batch,
            "patches": asked.patches, "tiles_per_s": len(tiles) / seconds, "core_ms_per_tile": 1e3 * cores / len(tiles)}
    if asked.bench:
        with open(asked.bench, encoding="utf-8") as file:
            bench = json.load(file)
        assert bench["slide"]["tiles"] == len(tiles), "other tiles than the bench's"
        line["msmv"] = ratios(bench, line["tiles_per_s"], line["core_ms_per_tile"])
    print(json.dumps(line))


if __name__ == "__main__":
    main()
