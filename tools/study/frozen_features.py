"""Frozen ResNet-50 features of BACH's fields under a linear layer, judged by folds of like look (docs/results/looks.md).

usage: frozen_features.py r50.safetensors manifest.csv WORK      (pip: numpy scipy scikit-learn opencv-python-headless openvino safetensors)

The network runs in OpenVINO with 8-bit convolutions (cosine to fp32 0.993 to 0.9996). WORK keeps what was made. One thread, some minutes.
"""
import csv
import json
import pathlib
import sys

import cv2
import numpy as np
import openvino as ov
import openvino.opset13 as op
from safetensors.numpy import load_file
from scipy.optimize import minimize
from sklearn.cluster import KMeans

CLASSES = ["Normal", "Benign", "InSitu", "Invasive"]
MEAN, DEVIATION = np.float32([0.485, 0.456, 0.406]) * 255, np.float32([0.229, 0.224, 0.225]) * 255
ONE_THREAD = {"INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": 1, "INFERENCE_NUM_THREADS": 1}
# Mean and deviation over the places of stages 2, 3 and 4, in this order in a row of features.
PARTS = {"m2": (0, 512), "s2": (512, 1024), "m3": (1024, 2048), "s3": (2048, 3072), "m4": (3072, 5120), "s4": (5120, 7168)}
CORE = ov.Core()


def network(weights, height, width, ranges=None, taps=None):
    def quantized(tensor, name):
        if taps is not None:
            taps[name] = tensor if isinstance(tensor, ov.Output) else tensor.output(0)
        if ranges is None:
            return tensor
        low, high = map(np.float32, ranges[name])
        return op.fake_quantize(tensor, low, high, low, high, 256)

    def convolution(x, conv, norm, stride, pad, relu, name):
        gain = weights[norm + ".weight"] / np.sqrt(weights[norm + ".running_var"] + 1e-5)
        kernel = (weights[conv + ".weight"] * gain[:, None, None, None]).astype(np.float32)
        bias = (weights[norm + ".bias"] - weights[norm + ".running_mean"] * gain).astype(np.float32).reshape(1, -1, 1, 1)
        constant = op.constant(kernel)
        if ranges is not None:
            most = np.abs(kernel).max((1, 2, 3), keepdims=True)
            constant = op.fake_quantize(constant, -most, most, -most, most, 255)
        y = op.add(op.convolution(quantized(x, name), constant, [stride] * 2, [pad] * 2, [pad] * 2, [1, 1]), op.constant(bias))
        return op.relu(y) if relu else y

    picture = op.parameter([1, 3, height, width], np.float32)
    x = convolution(picture, "conv1", "bn1", 2, 3, True, "stem")
    x = op.max_pool(x, [2, 2], [1, 1], [1, 1], [1, 1], [3, 3]).output(0)
    outputs, places = [], op.constant(np.array([2, 3]))
    for layer, blocks in ((1, 3), (2, 4), (3, 6), (4, 3)):
        for block in range(blocks):
            p, entry, stride = f"layer{layer}.{block}.", x, 2 if layer > 1 and block == 0 else 1
            x = convolution(entry, p + "conv1", p + "bn1", 1, 0, True, p + "1")
            x = convolution(x, p + "conv2", p + "bn2", stride, 1, True, p + "2")
            x = convolution(x, p + "conv3", p + "bn3", 1, 0, False, p + "3")
            if block == 0:
                entry = convolution(entry, p + "downsample.0", p + "downsample.1", stride, 0, False, p + "1")
            else:
                entry = quantized(entry, p + "1")
            x = op.relu(op.add(x, entry))
        if layer > 1:
            outputs += [op.reduce_mean(x, places, False), op.reduce_mean(op.multiply(x, x), places, False)]
    return ov.Model(outputs, [picture], "resnet50")


def as_input(image):
    return np.ascontiguousarray(((image.astype(np.float32) - MEAN) / DEVIATION).transpose(2, 0, 1)[None])


def quantization_ranges(weights, pictures):
    taps, random = {}, np.random.default_rng(0)
    model = network(weights, 224, 224, taps=taps)
    watched = CORE.compile_model(ov.Model(list(taps.values()), model.get_parameters(), "watched"), "CPU", ONE_THREAD)
    ranges = {name: [np.inf, -np.inf] for name in taps}
    for i in range(0, len(pictures), 8):
        half = cv2.resize(pictures[i], (512, 384), interpolation=cv2.INTER_AREA)
        y, x = random.integers(0, 161), random.integers(0, 289)
        patch = half[y:y + 224, x:x + 224] if i % 3 else cv2.resize(pictures[i], (224, 224), interpolation=cv2.INTER_AREA)
        for name, value in zip(taps, watched({0: as_input(patch)}).values()):
            ranges[name] = [float(min(ranges[name][0], np.percentile(value, 0.01), 0)), float(max(ranges[name][1], np.percentile(value, 99.99)))]
    return ranges


def encoded(request, image):
    values = request.infer({0: as_input(image)})
    parts = []
    for i in (0, 2, 4):
        mean = np.asarray(values[i])[0]
        parts += [mean, np.sqrt(np.maximum(np.asarray(values[i + 1])[0] - mean ** 2, 0))]
    return np.concatenate(parts)


def views_of(picture):
    """picture at 0.84 um: the whole field at 2.9 um, the middle square, the field brought to a square; six windows of 897 px at 1.68 um."""
    half = cv2.resize(picture, (512, 384), interpolation=cv2.INTER_AREA)
    area = lambda image, size: cv2.resize(np.ascontiguousarray(image), size, interpolation=cv2.INTER_AREA)
    return {"whole": [area(picture, (296, 222))], "middle": [area(picture[:, 128:896], (224, 224))], "squeezed": [area(picture, (224, 224))],
            "windows": [half[y:y + 224, x:x + 224] for y in (0, 160) for x in (0, 144, 288)]}


def look_of(picture):
    density = -np.log((np.arange(256) + 1) / 256)[picture]
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return [*density.mean((0, 1)), *density.std((0, 1)), cv2.Laplacian(gray, cv2.CV_16S).std()]


def features(weights, pictures, work):
    if not (work / "ranges.json").exists():
        (work / "ranges.json").write_text(json.dumps(quantization_ranges(weights, pictures)))
    ranges, requests, rows = json.loads((work / "ranges.json").read_text()), {}, {}
    for picture in pictures:
        for name, images in views_of(picture).items():
            size = images[0].shape[:2]
            if size not in requests:
                requests[size] = CORE.compile_model(network(weights, *size, ranges), "CPU", ONE_THREAD).create_infer_request()
            rows.setdefault(name, []).append(np.stack([encoded(requests[size], image) for image in images]))
    return {name: np.stack(values).astype(np.float32) for name, values in rows.items()}


def head(x, y, c):
    """Softmax regression, classes weighted to be equally frequent; loss + |W|^2 / (2 c)."""
    count, width = x.shape
    weight = (count / (4 * np.bincount(y, minlength=4)))[y] / count

    def loss(v):
        w, b = v[:width * 4].reshape(width, 4), v[width * 4:]
        z = x @ w + b
        z -= z.max(1, keepdims=True)
        p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
        d = p.copy()
        d[np.arange(count), y] -= 1
        d *= weight[:, None]
        value = -(weight * np.log(np.maximum(p[np.arange(count), y], 1e-12))).sum() + (w * w).sum() / (2 * c)
        return value, np.concatenate([(x.T @ d + w / c).ravel(), d.sum(0)])

    v = minimize(loss, np.zeros(width * 4 + 4), jac=True, method="L-BFGS-B", options={"maxiter": 60, "maxcor": 8, "ftol": 1e-6}).x
    return v[:width * 4].reshape(width, 4), v[width * 4:]


def named(x, y, learnt, judged, c):
    mean, deviation = x[learnt].mean(0), x[learnt].std(0) + 1e-6
    z = (x - mean) / deviation * 10 / np.sqrt(x.shape[1])
    w, b = head(z[learnt], y[learnt], c)
    return (z[judged] @ w + b).argmax(1)


def balanced(named_classes, y):
    return np.mean([(named_classes[y == c] == c).mean() for c in range(4)])


def by_folds(x, y, folds, cs):
    """Of each c the classes named, and those with c chosen inside the training folds."""
    of_c, chosen = {c: np.zeros(len(y), int) for c in cs}, np.zeros(len(y), int)
    for fold in np.unique(folds):
        learnt, judged = np.where(folds != fold)[0], np.where(folds == fold)[0]
        inner = {c: np.zeros(len(y), int) for c in cs}
        for other in np.unique(folds[learnt]):
            rest, held = np.where((folds != fold) & (folds != other))[0], np.where(folds == other)[0]
            for c in cs:
                inner[c][held] = named(x, y, rest, held, c)
        for c in cs:
            of_c[c][judged] = named(x, y, learnt, judged, c)
        best = max(cs, key=lambda c: balanced(inner[c][learnt], y[learnt]))
        chosen[judged] = of_c[best][judged]
    return of_c, chosen


def paired_interval(first, second, y, draws=2000):
    random, gain = np.random.default_rng(0), (first == y).astype(float) - (second == y)
    of_class = [np.where(y == c)[0] for c in range(4)]
    sums = [sum(gain[random.choice(i, len(i))].sum() for i in of_class) / len(y) for _ in range(draws)]
    return np.percentile(sums, [2.5, 97.5])


def msmv_head(x, y, epochs, rate, decay, batch=64):
    """As msmv trains FDNet's linear layer on frozen encodings: AdamW, one epoch of warmup, cosine, dropout 0.5, smoothing 0.1, balanced softmax."""
    random, (count, width) = np.random.default_rng(1), x.shape
    weights = [(random.uniform(-1, 1, (width, 4)) / np.sqrt(width)).astype(np.float32), np.zeros(4, np.float32)]
    first, second = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    log_share = np.log(np.bincount(y, minlength=4) / count).astype(np.float32)
    targets = np.full((count, 4), 0.1 / 4, np.float32)
    targets[np.arange(count), y] += 0.9
    an_epoch = (count + batch - 1) // batch
    steps, step = epochs * an_epoch, 0
    for _ in range(epochs):
        order = random.permutation(count)
        for i in range(0, count, batch):
            step, chosen = step + 1, order[i:i + batch]
            seen = x[chosen] * ((random.random((len(chosen), width), dtype=np.float32) >= 0.5) / np.float32(0.5))
            z = seen @ weights[0] + weights[1] + log_share
            z -= z.max(1, keepdims=True)
            p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
            error = (p - targets[chosen]) / len(chosen)
            now = rate * min(1, step / an_epoch) * 0.5 * (1 + np.cos(np.pi * max(0, step - an_epoch) / max(1, steps - an_epoch)))
            for k, gradient in enumerate((seen.T @ error, error.sum(0))):
                first[k] = 0.9 * first[k] + 0.1 * gradient
                second[k] = 0.999 * second[k] + 0.001 * gradient ** 2
                weights[k] *= np.float32(1 - now * decay)
                weights[k] -= (now * (first[k] / (1 - 0.9 ** step)) / (np.sqrt(second[k] / (1 - 0.999 ** step)) + 1e-8)).astype(np.float32)
    return weights


def msmv_by_folds(x, y, folds, epochs, rate, decay):
    """x: roots of regions' features [images, regions, features]; the class with the largest mean score of an image's regions."""
    result = np.zeros(len(y), int)
    for fold in np.unique(folds):
        learnt, judged = np.where(folds != fold)[0], np.where(folds == fold)[0]
        regions = x[learnt].reshape(-1, x.shape[2])
        mean, deviation = regions.mean(0), regions.std(0) + 1e-6
        w, b = msmv_head((regions - mean) / deviation, np.repeat(y[learnt], x.shape[1]), epochs, rate, decay)
        z = (x[judged] - mean) / deviation @ w + b
        z -= z.max(2, keepdims=True)
        result[judged] = (np.exp(z) / np.exp(z).sum(2, keepdims=True)).mean(1).argmax(1)
    return result


def part_of(stored, view, parts):
    return np.concatenate([stored[view][:, :, slice(*PARTS[part])] for part in parts], 2)


def main(weights_path, manifest, work):
    cv2.setNumThreads(1)
    work = pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    rows = list(csv.DictReader(open(manifest)))
    y = np.array([CLASSES.index(row["class"]) for row in rows])
    if not (work / "features.npz").exists():
        squeezed = [cv2.cvtColor(cv2.imread(str(pathlib.Path(manifest).parent / row["file"])), cv2.COLOR_BGR2RGB) for row in rows]
        looks = [look_of(cv2.resize(picture, (1024, 768), interpolation=cv2.INTER_AREA)) for picture in squeezed]
        fields = (cv2.resize(picture, (2048, 1536), interpolation=cv2.INTER_LINEAR) for picture in squeezed)
        pictures = [cv2.resize(field, (1024, 768), interpolation=cv2.INTER_AREA) for field in fields]
        np.savez(work / "features.npz", looks=looks, **features(load_file(weights_path), pictures, work))
    stored = np.load(work / "features.npz")
    looks = (stored["looks"] - stored["looks"].mean(0)) / stored["looks"].std(0)
    folds = KMeans(5, n_init=50, random_state=2).fit(looks).labels_
    cs, baseline = (3.0, 30.0, 300.0), None
    for parts in (["m4"], ["m3", "m4"], ["m3"], ["m2", "m3", "m4"], ["m3", "s3", "m4"], ["m3", "s3", "m4", "s4"]):
        take = lambda view: part_of(stored, view, parts).mean(1)
        for views in (["whole"], ["middle"], ["squeezed"], ["windows"], ["whole", "windows"], ["middle", "windows"], ["squeezed", "windows"]):
            of_c, chosen = by_folds(np.concatenate([take(view) for view in views], 1), y, folds, cs)
            baseline = chosen if parts == ["m4"] and views == ["whole", "windows"] else baseline
            line = f"{'+'.join(parts)} of {' and '.join(views)}: " + ", ".join(f"c {c:g} {(of_c[c] == y).mean():.3f} ({balanced(of_c[c], y):.3f})" for c in cs)
            line += f"; c chosen inside {(chosen == y).sum()} of {len(y)} ({balanced(chosen, y):.3f})"
            if baseline is not None:
                low, high = paired_interval(chosen, baseline, y)
                line += f", against m4 of both {(chosen == y).mean() - (baseline == y).mean():+.3f} ({low:+.3f} to {high:+.3f})"
            print(line, flush=True)
    for parts, view, epochs, rate, decay in ((["m4"], "whole", 6, 5e-4, 0.01), (["m4"], "whole", 15, 5e-4, 0.01), (["m4"], "whole", 15, 5e-4, 5),
                                             (["m4"], "squeezed", 6, 5e-4, 0.01), (["m4"], "squeezed", 15, 5e-4, 0.01),
                                             (["m3"], "squeezed", 15, 5e-4, 0.01), (["m3", "m4"], "squeezed", 15, 5e-4, 0.01),
                                             (["m3"], "squeezed", 30, 1e-3, 0.01), (["m3"], "squeezed", 30, 1e-3, 3), (["m3"], None, 15, 5e-4, 0.01)):
        windows = part_of(stored, "windows", parts)
        field = [np.repeat(part_of(stored, view, parts), windows.shape[1], 1)] if view else []
        regions = np.sqrt(np.concatenate([*field, windows], 2) + 1e-6)
        found = msmv_by_folds(regions, y, folds, epochs, rate, decay)
        print(f"regions, {'+'.join(parts)}, {view + ' and ' if view else ''}windows, {epochs} epochs at {rate}, decay {decay}: {(found == y).sum()} of {len(y)} ({balanced(found, y):.3f})", flush=True)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
