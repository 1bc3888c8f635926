"""Reinhard's normalisation by msmv, histolab and TIAToolbox on the same pairs: mean and largest difference in levels.

usage: stain.py MSMV SOURCE TARGET [SOURCE TARGET]...      (docs/stain.md has the findings)

  pip install numpy scipy scikit-image opencv-python-headless Pillow openslide-python openslide-bin
  pip install --no-deps histolab==0.7.0 tiatoolbox==2.1.3

TIAToolbox's package would bring PyTorch, so its class is taken out of its file. It has no tissue mask; histolab's
is what Otsu's threshold calls dark; msmv's (src/msmv/stain/tissue_mask.cpp, written again here) is at least all that
is darker than glass. Each peer is run with its own mask and with msmv's.
"""
import ast
import importlib.metadata
import pathlib
import subprocess
import sys
import tempfile

import cv2
import histolab.stain_normalizer as histolab_normalizer
import numpy as np
from PIL import Image


def tia_class():
    """tiatoolbox.tools.stainnorm.ReinhardNormalizer without the rest of the package."""
    files = importlib.metadata.files("tiatoolbox")
    path = next(file.locate() for file in files if str(file) == "tiatoolbox/tools/stainnorm.py")
    tree = ast.parse(pathlib.Path(path).read_text())
    wanted = [node for node in tree.body if isinstance(node, ast.ClassDef)
              and node.name in ("StainNormalizer", "ReinhardNormalizer")]
    names = {"np": np, "cv2": cv2}
    exec(compile(ast.fix_missing_locations(ast.Module(
        [ast.ImportFrom("__future__", [ast.alias("annotations")], 0), *wanted], [])), str(path), "exec"), names)
    return names["ReinhardNormalizer"]


def our_mask(image):
    gray = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    otsu, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    tissue = cv2.threshold(gray, max(otsu - 1, 206), 255, cv2.THRESH_BINARY_INV)[1]
    disc = np.uint8([[0, 0, 1, 0, 0], [0, 1, 1, 1, 0], [1, 1, 1, 1, 1], [0, 1, 1, 1, 0], [0, 0, 1, 0, 0]])
    tissue = cv2.dilate(tissue, disc)
    glass = cv2.copyMakeBorder(np.uint8(255 * (tissue == 0)), 10, 10, 10, 10, cv2.BORDER_CONSTANT, value=255)
    wide = cv2.dilate(glass, np.ones((10, 10), np.uint8))
    cv2.floodFill(wide, None, (0, 0), 128)
    return ~((wide[10:-10, 10:-10] == 128) & (tissue == 0))


def by_msmv(program, source, target):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.png"
        subprocess.run([program, "stain", source, "--target", target, "--method", "reinhard", "--output", out],
                       check=True, stdout=subprocess.DEVNULL)
        return np.array(Image.open(out).convert("RGB"))


def by_histolab(source, target, mask=None):
    normalizer = histolab_normalizer.ReinhardStainNormalizer()
    if mask is not None:
        normalizer._tissue_mask = lambda picture: mask(np.array(picture.convert("RGB")))
    normalizer.fit(Image.fromarray(target))
    return np.array(normalizer.transform(Image.fromarray(source)).convert("RGB"))


def by_tia(normalizer_class, source, target, mask=None):
    normalizer = normalizer_class()
    if mask is None:
        normalizer.fit(target)
        return normalizer.transform(source)
    # Means and deviations inside of the mask alone, and glass left as it is.
    split = normalizer.lab_split

    def statistics(image):
        inside = mask(image)
        channels = split(image)
        return [c[inside].mean() for c in channels], [c[inside].std() for c in channels]

    normalizer.get_mean_std = statistics
    normalizer.fit(target)
    inside = mask(source)
    return np.where(inside[..., None], normalizer.transform(source), source)


def main(program, paths):
    normalizer_class = tia_class()
    for source_path, target_path in zip(paths[::2], paths[1::2]):
        source, target = (np.array(Image.open(path).convert("RGB")) for path in (source_path, target_path))
        ours = by_msmv(program, source_path, target_path)
        print(f"{source_path} to {target_path}: tissue {our_mask(source).mean():.3f}, {our_mask(target).mean():.3f}")
        for name, theirs in {
                "histolab": by_histolab(source, target),
                "histolab with msmv's mask": by_histolab(source, target, our_mask),
                "TIAToolbox": by_tia(normalizer_class, source, target),
                "TIAToolbox with msmv's mask": by_tia(normalizer_class, source, target, our_mask)}.items():
            apart = np.abs(ours.astype(int) - theirs)
            print(f"  {name}: mean {apart.mean():.2f}, 99 % within {np.percentile(apart, 99):.0f}, largest {apart.max()}")


if __name__ == "__main__":
    if len(sys.argv) < 4 or len(sys.argv) % 2:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
