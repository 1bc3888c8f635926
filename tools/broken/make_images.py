#!/usr/bin/python3
"""Writes the broken images of tests/broken, each with what reading it must give.

    /usr/bin/python3 tools/broken/make_images.py      (Debian's python3-opencv: JPEG, JPEG 2000)

Faults are written out by hand beside each case, never taken from what msmv said. Tables of other
readers (manifests, models) are left alone.
"""

import bmp_cases
import jp2_cases
import jpeg_cases
import other_cases
import png_cases
import table
import tiff_cases
import tiff_tag_cases

MODULES = (png_cases, jpeg_cases, tiff_cases, tiff_tag_cases, bmp_cases, jp2_cases, other_cases)


def main():
    cases = [case for module in MODULES for case in module.cases()]
    table.write(("png", "jpeg", "tiff", "bmp", "jp2", "other"), [case.row() for case in cases])


if __name__ == "__main__":
    main()
