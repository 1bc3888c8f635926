"""PFENet's encoders in ONNX Runtime, fp32 and int8, on what `msmv bench --export` wrote.

The networks are made beside EXPORT and kept: EXPORT.onnx, and EXPORT.int8.onnx by ONNX Runtime's own static
quantization with signed weights by channel, of 7 bits where the processor has no VNNI.
"""
import os

import exported
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper


def write_onnx(weights, features, path):
    nodes, constants = [], []

    def add(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    layers = exported.folded(weights)

    def convolution(x, name, relu):
        kernel, bias, stride, padding = layers[name]
        constants.append(numpy_helper.from_array(kernel, name + ".weight"))
        constants.append(numpy_helper.from_array(bias, name + ".bias"))
        y = add("Conv", [x, name + ".weight", name + ".bias"], name, strides=[stride] * 2,
                pads=[padding] * 4, kernel_shape=list(kernel.shape[2:]))
        return add("Relu", [y], name + ".relu") if relu else y

    x = convolution("patches", "conv1", True)
    x = add("MaxPool", [x], "maxpool", kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
    for layer, blocks in ((1, 3), (2, 4), (3, 6), (4, 3)):
        for block in range(blocks):
            prefix = f"layer{layer}.{block}."
            y = convolution(x, prefix + "conv1", True)
            y = convolution(y, prefix + "conv2", True)
            y = convolution(y, prefix + "conv3", False)
            if block == 0:
                x = convolution(x, prefix + "downsample.0", False)
            x = add("Relu", [add("Add", [y, x], prefix + "add")], prefix + "out")
        if layer == 3:
            third = x
    mean = add("GlobalAveragePool", [x], "mean4")
    if features == 3072:
        mean = add("Concat", [add("GlobalAveragePool", [third], "mean3"), mean], "means", axis=1)
    add("Flatten", [mean], "encodings", axis=1)
    graph = helper.make_graph(
        nodes, "resnet50",
        [helper.make_tensor_value_info("patches", TensorProto.FLOAT, ["n", 3, 224, 224])],
        [helper.make_tensor_value_info("encodings", TensorProto.FLOAT, ["n", features])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def write_int8(source, path, patches):
    from onnxruntime.quantization import (CalibrationDataReader, QuantFormat, QuantType, quantize_static)

    class Reader(CalibrationDataReader):
        def __init__(self):
            self.rest = iter(patches)

        def get_next(self):
            patch = next(self.rest, None)
            return None if patch is None else {"patches": patch[None]}

    quantize_static(source, path, Reader(), quant_format=QuantFormat.QDQ, per_channel=True,
                    reduce_range=not exported.processor_has_vnni(), activation_type=QuantType.QUInt8,
                    weight_type=QuantType.QInt8)


def main():
    asked = exported.arguments(__doc__)
    tensors, patches, expected = exported.load(asked.export)
    files = {"fp32": asked.export + ".onnx", "int8": asked.export + ".int8.onnx"}
    if not os.path.exists(files["int8"]):
        write_onnx(tensors, expected.shape[1], files["fp32"])
        write_int8(files["fp32"], files["int8"] + ".part", patches)
        os.rename(files["int8"] + ".part", files["int8"])
    for precision, file in files.items():
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = asked.threads
        options.inter_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])

        def run(batch):
            return session.run(None, {"patches": batch})[0]

        exported.report(asked, "ONNX Runtime", precision, {
            "batch": lambda: run(patches),
            "one by one": lambda: np.concatenate([run(patch[None]) for patch in patches])}, expected)


main()
