#!/usr/bin/python3
"""Writes the broken images of tests/broken, each with what reading it must give.

    /usr/bin/python3 tools/broken/make_images.py      (Debian's python3-opencv: JPEG, JPEG 2000)

Faults are written out by hand beside each case, never taken from what msmv said. Folders of other
readers (manifests, models) are left alone.
"""

import pathlib
import shutil

import bmp_cases
import jp2_cases
import jpeg_cases
import other_cases
import png_cases
import tiff_cases
import tiff_tag_cases

MODULES = (png_cases, jpeg_cases, tiff_cases, tiff_tag_cases, bmp_cases, jp2_cases, other_cases)
ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "broken"


def main():
    cases = [case for module in MODULES for case in module.cases()]
    names = [case.name for case in cases]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"two cases of one name: {sorted(twice)}")
    for prefix in ("png-", "jpeg-", "tiff-", "bmp-", "jp2-", "other-"):
        for folder in ROOT.glob(prefix + "*"):
            shutil.rmtree(folder)
    for case in cases:
        case.write(ROOT)
    print(f"{len(cases)} cases in {ROOT}")


if __name__ == "__main__":
    main()
