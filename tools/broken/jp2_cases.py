"""JPEG 2000 files: one that OpenCV's OpenJPEG encoded, with boxes and markers changed."""

import struct

import cv2
import numpy as np
from case import NO_PIXELS, TOO_LARGE, Case, cut, replaced, undecodable

WIDTH, HEIGHT = 240, 230
COLOUR = (200, 120, 180)


def encode(height=HEIGHT, width=WIDTH):
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = COLOUR[::-1]
    done, content = cv2.imencode(".jp2", picture)
    assert done
    return content.tobytes()


WHOLE = encode()
STREAM = WHOLE.index(b"\xff\x4f\xff\x51")
STREAM_BOX = STREAM - 8
SIZE = STREAM + 8  # Xsiz, Ysiz, XOsiz, YOsiz, XTsiz, YTsiz, XTOsiz, YTOsiz, Csiz, (Ssiz, XRsiz, YRsiz)...
TILE = WHOLE.index(b"\xff\x90")
TILE_256 = encode(256, 256)
TILE_256 = TILE_256[TILE_256.index(b"\xff\x4f\xff\x51"):]
COLOUR_BOX = WHOLE.index(b"colr")
HEADER_BOX = WHOLE.index(b"jp2h") - 4
PACKETS = WHOLE.index(b"\xff\x93")


def good(name, content, size=(WIDTH, HEIGHT)):
    return Case("jp2-" + name, content, ok=size, mean=COLOUR)


def bad(name, content, fault):
    return Case("jp2-" + name, content, fault=fault)


def with_size(at, value):
    return replaced(WHOLE, SIZE + at, struct.pack(">I", value))


def with_stream_box(head):
    return WHOLE[:STREAM_BOX] + head + WHOLE[STREAM:]


def truncated():
    stream_length = len(WHOLE) - STREAM_BOX
    header_length = struct.unpack_from(">I", WHOLE, HEADER_BOX)[0]
    box = "a JPEG 2000 box"
    yield bad("cut-after-signature-box", WHOLE[:12], "is damaged: it has no JPEG 2000 codestream")
    yield bad("cut-in-box-head", WHOLE[:17], cut(box, 8, 12, 17))
    yield bad("cut-in-header-box", WHOLE[:HEADER_BOX + 20],
              cut(box, header_length, HEADER_BOX, HEADER_BOX + 20))
    yield bad("cut-before-stream", WHOLE[:STREAM], cut(box, stream_length, STREAM_BOX, STREAM))
    yield bad("cut-in-data", WHOLE[:PACKETS + 20], cut(box, stream_length, STREAM_BOX, PACKETS + 20))
    yield bad("cut-by-one-byte", WHOLE[:-1], cut(box, stream_length, STREAM_BOX, len(WHOLE) - 1))
    stream = WHOLE[STREAM:]
    what = "the JPEG 2000 size marker"
    yield bad("bare-cut-in-size", stream[:10], cut(what, 4, 8, 10))
    yield bad("bare-cut-in-channels", stream[:43], cut(what, 1, 45, 43))
    part = struct.unpack_from(">I", stream, TILE - STREAM + 6)[0]
    yield bad("bare-cut-in-tile-part", stream[:PACKETS - STREAM + 20],
              cut("a JPEG 2000 tile part", part, TILE - STREAM, PACKETS - STREAM + 20))
    yield bad("bare-cut-before-end-marker", stream[:-2], cut(
        "the end marker of its JPEG 2000 data", 2, len(stream) - 2, len(stream) - 2))
    open_part = replaced(stream, TILE - STREAM + 6, bytes(4))
    yield bad("bare-open-tile-part-cut", open_part[:-2],
              "is truncated: the end marker of its JPEG 2000 data is missing")


def lying_headers():
    yield bad("box-of-5-bytes", replaced(WHOLE, 12, struct.pack(">I", 5)),
              "is damaged: the JPEG 2000 box at byte 12 claims 5 bytes")
    huge = b"\0\0\0\x01jp2c" + struct.pack(">Q", 1 << 63)
    yield bad("box-of-8-exabytes", with_stream_box(huge),
              cut("a JPEG 2000 box", 1 << 63, STREAM_BOX, len(WHOLE) + 8))
    small = b"\0\0\0\x01jp2c" + struct.pack(">Q", 3)
    yield bad("long-box-of-3-bytes", with_stream_box(small),
              f"is damaged: the JPEG 2000 box at byte {STREAM_BOX} claims 3 bytes")
    yield bad("header-box-to-the-end", replaced(WHOLE, HEADER_BOX, bytes(4)),
              "is damaged: it has no JPEG 2000 codestream")
    yield bad("no-codestream", WHOLE[:STREAM_BOX], "is damaged: it has no JPEG 2000 codestream")
    yield bad("codestream-without-size", replaced(WHOLE, STREAM + 2, b"\xff\x52"),
              "is damaged: its JPEG 2000 codestream doesn't start with its size")
    yield bad("width-0", with_size(0, 0), NO_PIXELS.format(0, HEIGHT))
    yield bad("height-0", with_size(4, 0), NO_PIXELS.format(WIDTH, 0))
    yield bad("origin-behind-the-end", with_size(8, 1000), NO_PIXELS.format(WIDTH - 1000, HEIGHT))
    yield bad("bomb-of-16-exapixels", replaced(WHOLE, SIZE, b"\xff" * 8),
              TOO_LARGE.format(0xFFFFFFFF, 0xFFFFFFFF))
    yield bad("bomb-of-4-billion-pixels", replaced(WHOLE, SIZE, struct.pack(">II", 65536, 65536)),
              TOO_LARGE.format(65536, 65536))
    for count in (0, 5, 16384):
        yield bad(f"{count}-channels", replaced(WHOLE, SIZE + 32, struct.pack(">H", count)),
                  f"has {count} channels: expected gray or RGB")
    yield bad("signed-samples", replaced(WHOLE, SIZE + 34, b"\x87"),
              "has signed samples: expected at most 16 bits, unsigned")
    yield bad("24-bit-samples", replaced(WHOLE, SIZE + 34, b"\x17"),
              "has more than 16-bit samples: expected at most 16 bits, unsigned")
    yield bad("cmyk", replaced(WHOLE, COLOUR_BOX + 7, struct.pack(">I", 12)),
              "is a CMYK image: expected gray or RGB (save it as RGB)")
    yield bad("cielab", replaced(WHOLE, COLOUR_BOX + 7, struct.pack(">I", 14)),
              "has JPEG 2000 colour space 14: expected gray or RGB")
    yield bad("tile-part-of-5-bytes", replaced(WHOLE, TILE + 6, struct.pack(">I", 5)),
              f"is damaged: the JPEG 2000 tile part at byte {TILE} claims 5 bytes")
    yield bad("tile-part-of-4-gigabytes", replaced(WHOLE, TILE + 6, b"\xff" * 4),
              cut("a JPEG 2000 tile part", 0xFFFFFFFF, TILE, len(WHOLE)))
    yield bad("marker-overwritten", replaced(WHOLE, STREAM + 4 + 47, b"ab"),
              f"is damaged: no JPEG 2000 marker stands at byte {STREAM + 4 + 47}")


def parts(side, tiles=1, layers=1, blocks=(6, 6), precincts=((15, 15),) * 6):
    """Tiles weigh 128; each resolution adds its precincts in each layer, and its code blocks."""
    count = 128.0 * tiles
    for level, (x, y) in enumerate(precincts):
        samples = side * side * 3 / 4.0 ** (len(precincts) - 1 - level)
        count += samples / 2 ** (x + y) * layers
        count += samples / 2 ** (min(blocks[0], x) + min(blocks[1], y))
    return f"is coded in {int(count)} JPEG 2000 parts: expected at most 2097152"


def bombs():
    """Files that make a decoder allocate for parts that are not there."""
    style = WHOLE.index(b"\xff\x52", STREAM) + 4  # Scod, progression, layers (2), transform, SPcod

    def square(side, tile, changes=(), content=WHOLE):
        for at, new in changes:
            content = replaced(content, style + at, new)
        return replaced(content, SIZE, struct.pack(">IIIIII", side, side, 0, 0, tile, tile))

    yield bad("tiles-of-one-pixel", square(256, 1), parts(256, tiles=1 << 16))
    yield bad("tiles-of-one-column", replaced(square(16384, 16384), SIZE + 16, b"\0\0\0\1"),
              parts(16384, tiles=16384))
    yield bad("blocks-of-4-by-4", square(4096, 4096, [(6, b"\0\0")]), parts(4096, blocks=(2, 2)))
    yield bad("65535-layers-of-small-precincts", with_precincts(square(
        4096, 4096, [(2, b"\xff\xff")]), style, b"\x77" * 6),
        parts(4096, layers=65535, precincts=((7, 7),) * 6))
    yield bad("precincts-of-one-sample", with_precincts(square(4096, 4096), style, bytes(6)),
              parts(4096, precincts=((0, 0),) * 6))
    tile_style = b"\xff\x53\x00\x09\0\0\x05\0\0\0\x01"  # a COC in the tile part: blocks of 4 x 4
    content = square(4096, 4096)
    yield bad("blocks-of-4-by-4-in-a-tile", content[:TILE + 12] + tile_style + content[TILE + 12:],
              parts(4096, blocks=(2, 2)))


def with_precincts(content, style, sides):
    """The coding style with its flag set and a byte of sides for each resolution."""
    length = struct.unpack_from(">H", content, style - 2)[0]
    content = replaced(content, style - 2, struct.pack(">H", length + len(sides)))
    content = replaced(content, style, b"\1")
    end = style - 2 + length
    content = content[:end] + sides + content[end:]
    box = struct.unpack_from(">I", content, STREAM_BOX)[0]
    return replaced(content, STREAM_BOX, struct.pack(">I", box + len(sides)))


def beyond_libvips():
    """Legal files that libvips would read wrongly, or for minutes."""
    begins = "begins inside its JPEG 2000 grid: expected to begin at 0, 0"
    yield bad("origin-right-of-the-grids", with_size(8, 16), begins)
    yield bad("origin-below-the-grids", with_size(12, 1), begins)
    yield bad("tile-origin-behind-the-image", with_size(24, 5000), begins)
    half = replaced(replaced(WHOLE, SIZE + 38, b"\2\2"), SIZE + 41, b"\2\2")
    chroma = "has {} x {} pixels and JPEG 2000 chroma of fewer: expected even sides"
    yield bad("half-chroma-of-odd-width", replaced(half, SIZE, struct.pack(">I", WIDTH - 1)),
              chroma.format(WIDTH - 1, HEIGHT))
    yield bad("half-chroma-of-odd-height", replaced(half, SIZE + 4, struct.pack(">I", HEIGHT - 1)),
              chroma.format(WIDTH, HEIGHT - 1))
    side = 16384
    yield bad("bomb-of-one-tile", replaced(
        WHOLE, SIZE, struct.pack(">IIIIII", side, side, 0, 0, side, side)),
        f"has {side * side} pixels in {len(WHOLE)} bytes of JPEG 2000: expected at most 1000 a byte")


def damaged():
    yield bad("tile-width-0", with_size(16, 0), undecodable("JPEG 2000"))
    yield bad("sampling-0", replaced(WHOLE, SIZE + 35, b"\0"), undecodable("JPEG 2000"))
    yield bad("tile-of-index-9", replaced(WHOLE, TILE + 4, b"\0\x09"), undecodable("JPEG 2000"))
    cod = WHOLE.index(b"\xff\x52", STREAM)
    yield bad("coding-style-missing", replaced(WHOLE, cod, b"\xff\x64"), undecodable("JPEG 2000"))
    yield bad("too-many-resolutions", replaced(WHOLE, cod + 9, b"\x50"), undecodable("JPEG 2000"))
    stream_length = struct.pack(">I", TILE + 2 - STREAM_BOX)
    yield bad("no-tile-part", replaced(WHOLE[:TILE] + b"\xff\xd9", STREAM_BOX, stream_length),
              undecodable("JPEG 2000"))


def harmless():
    yield good("whole", WHOLE)
    yield good("bare-codestream", WHOLE[STREAM:])
    yield good("bytes-after-the-end", WHOLE + b"\0\0\0\x0cfree????")
    yield good("stream-box-to-the-end", replaced(WHOLE, STREAM_BOX, bytes(4)))
    unknown = b"\0\0\0\x0cabcdefgh"
    yield good("unknown-box", WHOLE[:STREAM_BOX] + unknown + WHOLE[STREAM_BOX:])


def cases():
    for group in (truncated, lying_headers, bombs, beyond_libvips, damaged, harmless):
        yield from group()
