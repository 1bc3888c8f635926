"""Files that are no image, or one of a kind that msmv doesn't read."""

import gzip
import struct

from case import EXPECTED_KINDS, Case

FOREIGN = (
    ("gif", b"GIF89a\x01\0\x01\0\0\0\0;", "a GIF image"),
    ("webp", b"RIFF\x1a\0\0\0WEBPVP8 ", "a WebP image"),
    ("heif", b"\0\0\0\x18ftypheic\0\0\0\0", "a HEIF image"),
    ("avif", b"\0\0\0\x18ftypavif\0\0\0\0", "an AVIF image"),
    ("dicom", bytes(128) + b"DICM\x02\0\0\0", "a DICOM file"),
    ("pdf", b"%PDF-1.4\n", "a PDF file"),
    ("zip", b"PK\x03\x04\x14\0\0\0", "a ZIP archive"),
    ("gzip", gzip.compress(b"picture", mtime=0), "a gzip archive"),
)

NO_IMAGE = (
    ("one-byte", b"\x89"),
    ("text", b"This is a letter and no picture.\n"),
    ("html-error-page", b"<!DOCTYPE html><html><body>404 Not Found</body></html>"),
    ("svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'),
    ("xml", b'<?xml version="1.0"?><OME><Pixels PhysicalSizeX="0.5"/></OME>'),
    ("zeros", bytes(2000)),
    ("ones", b"\xff" * 2000),
    ("pickle", b"\x80\x04cos\nsystem\n(S'echo no'\ntR."),
    ("elf-program", b"\x7fELF\x02\x01\x01" + bytes(60)),
    ("png-signature-by-text-mode", b"\x89PNG\n\x1a\n" + bytes(40)),
    ("png-cut-in-signature", b"\x89PNG\r"),
    ("jpeg-cut-in-signature", b"\xff\xd8"),
    ("tiff-cut-in-signature", b"II*"),
    ("tiff-with-mixed-byte-order", b"IM*\0\x08\0\0\0"),
    ("tiff-of-version-44", b"II" + struct.pack("<HI", 44, 8) + bytes(20)),
    ("jp2-cut-in-signature", b"\0\0\0\x0cjP  \r\n"),
    ("safetensors", struct.pack("<Q", 2) + b"{}"),
    ("git-lfs-pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"),
)


def cases():
    yield Case("other-empty", b"", fault="is empty: expected an image file")
    for name, content, kind in FOREIGN:
        yield Case("other-" + name, content, fault=f"is {kind}{EXPECTED_KINDS}")
    for name, content in NO_IMAGE:
        yield Case("other-" + name, content, fault=f"is no image{EXPECTED_KINDS}")
