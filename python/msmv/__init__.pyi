import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

__version__: str
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

_Path = str | os.PathLike[str]
_Mpp = float | tuple[float, float]
_Progress = Callable[[str, int, int, str], object] | None

class InputError(ValueError): ...
class OutputError(OSError): ...

class _View(TypedDict):
    view: str
    windows: list[tuple[int, int, int, int]]
    nuclei: list[int]
    scores: dict[str, float]

class Diagnosis:
    @property
    def label(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def scores(self) -> dict[str, float]: ...
    @property
    def votes(self) -> dict[str, int]: ...
    @property
    def views(self) -> list[_View]: ...
    @property
    def measures(self) -> dict[str, float]: ...

class Model:
    def classify(self, image: NDArray[np.uint8], mpp: _Mpp) -> Diagnosis: ...
    def encode(
        self, image: NDArray[np.uint8], mpp: _Mpp | None = None, as_patch: bool = False
    ) -> NDArray[np.float32]: ...
    @property
    def classes(self) -> list[str]: ...
    @property
    def id(self) -> str: ...
    @property
    def path(self) -> os.PathLike[str]: ...
    @property
    def precision(self) -> str: ...
    @property
    def runtime(self) -> str: ...
    @property
    def config(self) -> dict[str, Any]: ...

class Slide:
    def __init__(self, path: _Path) -> None: ...
    @property
    def dimensions(self) -> tuple[int, int]: ...
    @property
    def mpp(self) -> tuple[float, float] | None: ...
    @property
    def vendor(self) -> str: ...
    @property
    def level_downsamples(self) -> list[float]: ...
    @property
    def objective_power(self) -> float | None: ...
    @property
    def id(self) -> str: ...
    def thumbnail(self, longest_side: int = 1024) -> NDArray[np.uint8]: ...
    def read(
        self, x: int, y: int, width: int, height: int, downsample: float = 1.0
    ) -> NDArray[np.uint8]: ...

def load_model(path: _Path | None = None, precision: str = "auto", threads: int = 0) -> Model: ...
def read_image(
    path: _Path, mpp: _Mpp | None = None
) -> tuple[NDArray[np.uint8], tuple[float, float]]: ...
def nuclei(image: NDArray[np.uint8], mpp: _Mpp, detector: str = "learned") -> NDArray[np.void]: ...
def normalize(
    image: NDArray[np.uint8],
    target: NDArray[np.uint8] | Sequence[NDArray[np.uint8]] | None = None,
    method: str = "macenko",
) -> NDArray[np.uint8]: ...
def classify_slide(
    path: _Path,
    model: Model | None = None,
    *,
    mpp: _Mpp | None = None,
    overlap: float = 0.0,
    least_tissue: float = 0.25,
    views: int = 1,
    nuclei: bool = False,
    progress: _Progress = None,
) -> dict[str, Any]: ...
def classify_slides(
    paths: Sequence[str],
    output: _Path,
    model: Model | None = None,
    *,
    mpp: _Mpp | None = None,
    overlap: float = 0.0,
    least_tissue: float = 0.25,
    views: int = 1,
    nuclei: bool = False,
    features: bool = False,
    resume: bool = False,
    retry_faulty: bool = False,
    progress: _Progress = None,
) -> dict[str, int]: ...
def classify_files(
    paths: Sequence[str],
    model: Model | None = None,
    *,
    output: _Path | None = None,
    mpp: _Mpp | None = None,
    resume: bool = False,
    overlays: _Path | None = None,
    progress: _Progress = None,
) -> list[dict[str, Any]]: ...
def evaluate(
    data: _Path,
    model: Model | None = None,
    *,
    split: str = "all",
    output: _Path | None = None,
    root: _Path | None = None,
    class_map: Mapping[str, str] = ...,
    mpp: _Mpp | None = None,
    skip_faulty: bool = False,
    progress: _Progress = None,
) -> dict[str, Any]: ...
def train(
    data: _Path,
    output: _Path,
    *,
    preset: str = "frozen",
    settings: Mapping[str, Any] = ...,
    weights: _Path | None = None,
    model: _Path | None = None,
    encoders: _Path | None = None,
    seed: int | None = None,
    fold: int = 1,
    store: _Path | None = None,
    root: _Path | None = None,
    class_map: Mapping[str, str] = ...,
    mpp: _Mpp | None = None,
    skip_faulty: bool = False,
    resume: bool = False,
    device: str = "cpu",
    threads: int = 0,
    progress: _Progress = None,
) -> dict[str, Any]: ...
