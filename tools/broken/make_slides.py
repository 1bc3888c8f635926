#!/usr/bin/python3
"""Writes the broken slides of tests/broken/slide.jsonl, each with what opening it, asking for its pixel
size and reading all of it must give.

    python3 tools/broken/make_slides.py

Faults are written out by hand beside each case, never taken from what msmv said; those that end in
OpenSlide's own words, which differ between its versions, are given up to them. Tables of other
readers are left alone.
"""

import struct
import zlib

import table
import tiff_file as t
from tiff_file import ASCII, LONG, SHORT

SIDE, TILE = 256, 64
BLOCK = zlib.compress(bytes(t.COLOUR) * TILE * TILE, 9)
CENTIMETRE = (SHORT, [3])
WAYS = (": give it by --mpp, or by --mpp-list with a table of wsi,mpp, or let it follow from the "
        "objective by --mpp-from-objective")
UNDECODABLE = "is damaged: it can't be decoded at "
UNOPENABLE = "is damaged: "


def level(width, height=None, offsets=None, counts=None, **tags):
    """The tags of a tiled level whose tiles are all the one block."""
    height = width if height is None else height
    number = -(-width // TILE) * -(-height // TILE)
    found = {
        t.IMAGE_WIDTH: (LONG, [width]), t.IMAGE_LENGTH: (LONG, [height]),
        t.STRIP_OFFSETS: None, t.STRIP_BYTES: None, t.ROWS_PER_STRIP: None,
        t.TILE_WIDTH: (SHORT, [TILE]), t.TILE_LENGTH: (SHORT, [TILE]),
        t.TILE_OFFSETS: (LONG, offsets or [t.FIRST_BLOCK] * number),
        t.TILE_BYTES: (LONG, counts or [len(BLOCK)] * number),
        t.UNIT: CENTIMETRE, t.X_RESOLUTION: t.rational(20000), t.Y_RESOLUTION: t.rational(20000),
    }
    found.update({getattr(t, name.upper()): value for name, value in tags.items()})
    return found


def slide(*levels, blocks=BLOCK):
    """A TIFF of these levels, finest first."""
    first = {**t.plain_tags(len(blocks)), **levels[0]}
    kept = {number: first[number] for number in sorted(first) if first[number] is not None}
    content = t.assemble(kept, blocks)
    directory = struct.unpack_from("<I", content, 4)[0]
    for changes in levels[1:]:
        tags = {**t.plain_tags(len(blocks)), t.SUBFILE: (LONG, [1]), **changes}
        tags = {number: tags[number] for number in sorted(tags) if tags[number] is not None}
        link = directory + 2 + 12 * struct.unpack_from("<H", content, directory)[0]
        directory = len(content) + len(content) % 2
        content = content[:8] + t.assemble(tags, content[8:])[8:]
        content = content[:link] + struct.pack("<I", directory) + content[link + 4:]
    return content


def aperio(text):
    return slide(level(SIDE, description=(ASCII, f"Aperio Image Library\r\n{SIDE}x{SIDE}|{text}\0"
                                          .encode())), level(SIDE // 2))


WHOLE = slide(level(SIDE), level(SIDE // 2))
DIRECTORY = struct.unpack_from("<I", WHOLE, 4)[0]
OFFSETS = [t.FIRST_BLOCK] * 16


def cases():
    yield "whole", "file.tif", WHOLE, {"ok": {"levels": [1, 2], "um_per_px": [0.5, 0.5]}}
    yield "one-level", "file.tif", slide(level(SIDE)), {
        "ok": {"levels": [1], "um_per_px": [0.5, 0.5]}}
    yield "unequal-pixels", "file.tif", slide(level(SIDE, y_resolution=t.rational(10000))), {
        "ok": {"levels": [1], "um_per_px": [0.5, 1]}}
    yield "level-1-pixel-wide", "file.tif", slide(level(SIDE), level(1)), {
        "ok": {"levels": [1, 256], "um_per_px": [0.5, 0.5]}}
    yield "no-pixel-size", "file.tif", slide(level(SIDE, unit=(SHORT, [1]))), {
        "fault": "names no pixel size" + WAYS}
    yield "resolution-of-a-print", "file.tif", slide(level(SIDE, x_resolution=t.rational(118),
                                                           y_resolution=t.rational(118))), {
        "fault": "names no pixel size" + WAYS}
    yield "aperio", "file.svs", aperio("MPP = 0.25"), {
        "ok": {"levels": [1, 2], "um_per_px": [0.25, 0.25]}}
    yield "aperio-mpp-0", "file.svs", aperio("MPP = 0"), {
        "fault": "says a pixel of 0 um, which is not between 0.05 and 10 um" + WAYS}
    yield "aperio-mpp-20", "file.svs", aperio("MPP = 20"), {
        "fault": "says a pixel of 20 um, which is not between 0.05 and 10 um" + WAYS}
    yield "aperio-mpp-text", "file.svs", aperio("MPP = small"), {
        "fault": "names no pixel size" + WAYS}
    yield "empty", "file.svs", b"", {"fault": "is empty: expected an image file"}
    yield "text", "file.svs", b"no slide at all", {"begins": ""}
    yield "cut-in-header", "file.tif", WHOLE[:6], {"begins": "is damaged: "}
    yield "cut-before-directory", "file.tif", WHOLE[:DIRECTORY], {"begins": "is truncated: "}
    yield "cut-in-directory", "file.tif", WHOLE[:DIRECTORY + 30], {"begins": "is damaged: "}
    yield "cut-before-second-level", "file.tif", slide(level(SIDE), level(SIDE // 2))[
        :len(slide(level(SIDE)))], {"ok": {"levels": [1], "um_per_px": [0.5, 0.5]}}
    yield "tile-of-zeros", "file.tif", slide(
        level(SIDE, offsets=OFFSETS[:5] + [t.FIRST_BLOCK + len(BLOCK)] + OFFSETS[6:]),
        blocks=BLOCK + bytes(len(BLOCK))), {"begins": UNDECODABLE + "64, 64 ("}
    yield "tile-behind-the-end", "file.tif", slide(
        level(SIDE, offsets=OFFSETS[:15] + [1 << 30])), {"begins": "is damaged: "}
    yield "tile-cut", "file.tif", slide(
        level(SIDE, counts=[len(BLOCK)] * 3 + [len(BLOCK) // 2] + [len(BLOCK)] * 12)), {
        "begins": UNDECODABLE + "192, 0 ("}
    yield "mirax-alone", "file.mrxs", b"\xff\xd8\xff\xe0" + bytes(60), {
        "fault": 'needs the folder "file" with Slidedat.ini beside it'}
    yield "hamamatsu-alone", "file.vms", b"[Virtual Microscope Specimen]\r\nNoLayers=1\r\n", {
        "begins": ""}


def row(name, file, content, expect):
    return "slide-" + name, {"reader": "slide", "file": file, **expect}, {file: content}


def main():
    table.write(("slide",), [row(*case) for case in cases()])


if __name__ == "__main__":
    main()
