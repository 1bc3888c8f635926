"""Writes tests/golden/onnx.json: what ONNX Runtime makes of the programs that tests/program/onnx_test.cpp
exports, on patches made by a formula. Each is checked by ONNX's newest checker first. The files come from
MSMV_KEEP_ONNX=FOLDER build/release/tests/net_test --gtest_filter='*OnnxRuntime*'
usage: onnx_outputs.py FOLDER, by a python3 with numpy, onnx and onnxruntime"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime
from formula_weights import patches

FEATURES = 16  # of each encoding

golden = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    onnx.checker.check_model(str(path), full_check=True)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    side_px = session.get_inputs()[0].shape[1]
    pixels = patches("pixels", (2, side_px, side_px, 3))
    encodings, probabilities = session.run(["encodings", "probabilities"], {"pixels": pixels})
    step = encodings.shape[1] // min(FEATURES, encodings.shape[1])
    golden[path.stem] = {
        "side_px": side_px,
        "encodings": [[float(numpy.float32(value)) for value in row[::step][:FEATURES]]
                      for row in encodings],
        "probabilities": [[float(numpy.float32(value)) for value in row] for row in probabilities],
    }
folder = pathlib.Path(__file__).resolve().parents[2] / "tests" / "golden"
(folder / "onnx.json").write_text(json.dumps(golden, indent=1) + "\n")
