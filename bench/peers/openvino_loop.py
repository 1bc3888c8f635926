"""OpenVINO's own loop over patches, for the networks that the peers run in it."""
import numpy as np
import openvino as ov


def runner(core, model, patches, features, streams, threads):
    """All patches through OpenVINO's queue of asynchronous requests, as many as there are streams."""
    compiled = core.compile_model(model, "CPU", {
        "INFERENCE_PRECISION_HINT": "f32", "NUM_STREAMS": streams, "INFERENCE_NUM_THREADS": threads})
    encodings = np.zeros((len(patches), features), np.float32)

    def keep(request, i):
        encodings[i] = request.get_output_tensor(0).data

    queue = ov.AsyncInferQueue(compiled, streams)
    queue.set_callback(keep)

    def run():
        for i in range(len(patches)):
            queue.start_async({0: patches[i:i + 1]}, i)
        queue.wait_all()
        return encodings

    return run
