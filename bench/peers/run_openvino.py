"""PFENet's encoders in OpenVINO's own loop, fp32 and int8, on what `msmv bench --export` wrote.

int8 by FakeQuantize: 8-bit activations by percentiles of the patches, signed weights by channel, of 7 bits where
the processor has no VNNI.
"""
import exported
import numpy as np
import openvino as ov
import openvino.opset13 as op
from openvino_loop import runner

HAS_VNNI = exported.processor_has_vnni()


def build(layers, features, ranges=None, taps=None):
    """ranges: name -> (low, high) of what enters a convolution; given, the network is int8. taps: takes these tensors."""

    def quantize(tensor, name):
        if taps is not None:
            taps[name] = tensor
        if ranges is None:
            return tensor
        low, high = (np.float32(v) for v in ranges[name])
        return op.fake_quantize(tensor, low, high, low, high, 256)

    def convolution(tensor, name, entry, relu):
        kernel, bias, stride, padding = layers[name]
        constant = op.constant(kernel)
        if ranges is not None:
            most = np.abs(kernel).max((1, 2, 3), keepdims=True) * np.float32(1 if HAS_VNNI else 2)
            constant = op.fake_quantize(constant, -most, most, -most, most, 255)
        y = op.convolution(quantize(tensor, entry), constant, [stride] * 2, [padding] * 2, [padding] * 2, [1, 1])
        y = op.add(y, op.constant(bias.reshape(1, -1, 1, 1)))
        return op.relu(y) if relu else y

    picture = op.parameter([1, 3, 224, 224], np.float32, name="x")
    x = convolution(picture, "conv1", "stem", True)
    x = op.max_pool(x, [2, 2], [1, 1], [1, 1], [1, 1], [3, 3]).output(0)
    for layer, blocks in ((1, 3), (2, 4), (3, 6), (4, 3)):
        for block in range(blocks):
            prefix, entry = f"layer{layer}.{block}.", x
            y = convolution(entry, prefix + "conv1", prefix + "1", True)
            y = convolution(y, prefix + "conv2", prefix + "2", True)
            y = convolution(y, prefix + "conv3", prefix + "3", False)
            if block == 0:
                entry = convolution(entry, prefix + "downsample.0", prefix + "1", False)
            else:
                entry = quantize(entry, prefix + "1")
            x = op.relu(op.add(y, entry))
        if layer == 3:
            third = x
    mean = op.reduce_mean(x, op.constant(np.array([2, 3])), False)
    if features == 3072:
        mean = op.concat([op.reduce_mean(third, op.constant(np.array([2, 3])), False), mean], 1)
    return ov.Model([mean], [picture], "resnet50")


def measured_ranges(core, layers, features, patches):
    taps = {}
    parameters = build(layers, features, taps=taps).get_parameters()
    outputs = [tensor if isinstance(tensor, ov.Output) else tensor.output(0) for tensor in taps.values()]
    watched = core.compile_model(ov.Model(outputs, parameters, "watched"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    ranges = {name: [0.0, 0.0] for name in taps}
    for patch in patches:
        for (name, kept), value in zip(ranges.items(), watched({0: patch[None]}).values()):
            low, high = np.percentile(value, (0.01, 99.99))
            ranges[name] = [min(kept[0], low), max(kept[1], high)]
    return ranges


def main():
    asked = exported.arguments(__doc__)
    core = ov.Core()
    tensors, patches, expected = exported.load(asked.export)
    features = expected.shape[1]
    layers = exported.folded(tensors)
    for precision in ("fp32", "int8"):
        ranges = measured_ranges(core, layers, features, patches) if precision == "int8" else None
        model = build(layers, features, ranges)
        ways = {f"{streams} streams": runner(core, model, patches, features, streams, asked.threads)
                for streams in sorted({1, asked.threads})}
        exported.report(asked, "OpenVINO", precision, ways, expected)


main()
