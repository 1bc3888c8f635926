"""A vision transformer's encoder in PyTorch, and exported from PyTorch in OpenVINO's own loop and ONNX Runtime, in
fp32, on what `msmv bench --export` wrote. The network is timm's.
"""
import os

import exported
import numpy as np
import onnxruntime
import openvino as ov
import timm
import torch
from openvino_loop import runner


def network(tensors):
    """timm's, with the weights that were exported."""
    width = tensors["cls_token"].shape[2]
    depth = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("blocks."))
    model = timm.models.VisionTransformer(
        img_size=224, patch_size=tensors["patch_embed.proj.weight"].shape[2], embed_dim=width, depth=depth,
        num_heads=width // 64, num_classes=0)
    model.load_state_dict({name: torch.from_numpy(np.array(tensor)) for name, tensor in tensors.items()})
    return model.eval()


def openvino_runner(model, patches, features, streams, threads):
    core = ov.Core()
    converted = ov.convert_model(model, example_input=torch.zeros(1, 3, 224, 224), input=[1, 3, 224, 224])
    return runner(core, converted, patches, features, streams, threads)


def onnx_session(model, path, threads):
    """Of a network that is exported once and kept beside EXPORT."""
    if not os.path.exists(path):
        torch.onnx.export(model, (torch.zeros(2, 3, 224, 224),), path + ".part", input_names=["patches"],
                          output_names=["encodings"], dynamic_axes={"patches": {0: "n"}, "encodings": {0: "n"}},
                          dynamo=False)
        os.rename(path + ".part", path)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def main():
    asked = exported.arguments(__doc__)
    torch.set_num_threads(asked.threads)
    tensors, patches, expected = exported.load(asked.export)
    model = network(tensors)
    batch = torch.from_numpy(patches)
    with torch.inference_mode():
        exported.report(asked, "PyTorch eager", "fp32", {
            "batch": lambda: model(batch).numpy(),
            "one by one": lambda: torch.cat([model(patch[None]) for patch in batch]).numpy()}, expected)
    exported.report(asked, "OpenVINO", "fp32", {
        f"{streams} streams": openvino_runner(model, patches, expected.shape[1], streams, asked.threads)
        for streams in sorted({1, asked.threads})}, expected)
    session = onnx_session(model, asked.export + ".onnx", asked.threads)
    exported.report(asked, "ONNX Runtime", "fp32", {
        "batch": lambda: session.run(None, {"patches": patches})[0],
        "one by one": lambda: np.concatenate([session.run(None, {"patches": patch[None]})[0] for patch in patches])},
        expected)


main()
