"""Breast-cancer histology classification by MSMV-PFENet (Liu et al. 2022).

    import msmv
    model = msmv.load_model()
    image, mpp = msmv.read_image("field.tif")
    print(model.classify(image, mpp).label)

Research use only; not a medical device.
"""

from ._msmv import (
    Diagnosis,
    InputError,
    Model,
    OutputError,
    Slide,
    __version__,
    classify_files,
    classify_slide,
    classify_slides,
    evaluate,
    load_model,
    normalize,
    nuclei,
    read_image,
    train,
)

__all__ = [
    "Diagnosis",
    "InputError",
    "Model",
    "OutputError",
    "Slide",
    "classify_files",
    "classify_slide",
    "classify_slides",
    "evaluate",
    "load_model",
    "normalize",
    "nuclei",
    "read_image",
    "train",
]
