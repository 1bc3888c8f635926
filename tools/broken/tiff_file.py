"""TIFF files, written tag by tag (TIFF 6.0): any tag may be wrong, missing or there twice."""

import struct
import zlib

WIDTH, HEIGHT = 240, 230
COLOUR = (200, 120, 180)
BYTE, ASCII, SHORT, LONG, RATIONAL, FLOAT, DOUBLE = 1, 2, 3, 4, 5, 11, 12
CODES = {BYTE: "B", SHORT: "H", LONG: "I", FLOAT: "f", DOUBLE: "d"}

SUBFILE, IMAGE_WIDTH, IMAGE_LENGTH, BITS, COMPRESSION, PHOTOMETRIC = 254, 256, 257, 258, 259, 262
DESCRIPTION, STRIP_OFFSETS, ORIENTATION, SAMPLES, ROWS_PER_STRIP = 270, 273, 274, 277, 278
STRIP_BYTES, X_RESOLUTION, Y_RESOLUTION, PLANAR, UNIT, PREDICTOR = 279, 282, 283, 284, 296, 317
COLOUR_MAP, TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS, TILE_BYTES = 320, 322, 323, 324, 325
EXTRA_SAMPLES, SAMPLE_FORMAT, JPEG_TABLES, YCBCR_SUBSAMPLING = 338, 339, 347, 530

NONE, OLD_JPEG, LZW, JPEG, DEFLATE, PACKBITS = 1, 6, 5, 7, 8, 32773
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, CMYK, YCBCR, LAB = 0, 1, 2, 3, 4, 5, 6, 8
FIRST_BLOCK = 8  # where the first strip or tile lies

PIXELS = zlib.compress(bytes(COLOUR) * WIDTH * HEIGHT, 9)


def rational(value, divisor=1):
    return (RATIONAL, [(value, divisor)])


def packed(kind, values, order="<"):
    if kind == ASCII:
        return values
    if kind == RATIONAL:
        return b"".join(struct.pack(order + "II", *value) for value in values)
    return b"".join(struct.pack(order + CODES[kind], value) for value in values)


def plain_tags(block_length=len(PIXELS)):
    """Tags of one deflated strip of 8-bit RGB."""
    return {
        IMAGE_WIDTH: (LONG, [WIDTH]), IMAGE_LENGTH: (LONG, [HEIGHT]), BITS: (SHORT, [8, 8, 8]),
        COMPRESSION: (SHORT, [DEFLATE]), PHOTOMETRIC: (SHORT, [RGB]), SAMPLES: (SHORT, [3]),
        STRIP_OFFSETS: (LONG, [FIRST_BLOCK]), ROWS_PER_STRIP: (LONG, [HEIGHT]),
        STRIP_BYTES: (LONG, [block_length]),
    }


def assemble(tags, blocks=PIXELS, order="<", counts=None, next_directory=0, directory_at=None):
    """`tags`: {number: (type, values)} or a list of such pairs. `counts` lies about how many values
    a tag has; `directory_at` about where the directory is."""
    entries = list(tags.items()) if isinstance(tags, dict) else tags
    at = FIRST_BLOCK + len(blocks) + len(blocks) % 2
    values_at = at + 2 + 12 * len(entries) + 4
    directory, values = struct.pack(order + "H", len(entries)), b""
    for number, (kind, content) in entries:
        body = packed(kind, content, order)
        count = (counts or {}).get(number, len(content))
        directory += struct.pack(order + "HHI", number, kind, count)
        if len(body) <= 4:
            directory += body.ljust(4, b"\0")
        else:
            directory += struct.pack(order + "I", values_at + len(values))
            values += body + b"\0" * (len(body) % 2)
    directory += struct.pack(order + "I", next_directory)
    start = at if directory_at is None else directory_at
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, start)
    return head + blocks + b"\0" * (len(blocks) % 2) + directory + values


def tiff(changes=None, blocks=PIXELS, **more):
    """The plain file with some tags set, or dropped where the change is None."""
    tags = plain_tags(len(blocks))
    tags.update(changes or {})
    kept = {number: tags[number] for number in sorted(tags) if tags[number] is not None}
    return assemble(kept, blocks, **more)


def pages(*all_changes, blocks=PIXELS):
    """A page for each set of changes; all show the same blocks."""
    content = tiff(all_changes[0], blocks)
    directory = struct.unpack_from("<I", content, 4)[0]
    for changes in all_changes[1:]:
        tags = plain_tags(len(blocks))
        tags.update(changes)
        link = directory + 2 + 12 * struct.unpack_from("<H", content, directory)[0]
        directory = len(content) + len(content) % 2
        content = content[:8] + assemble(dict(sorted(tags.items())), content[8:])[8:]
        content = content[:link] + struct.pack("<I", directory) + content[link + 4:]
    return content


def deflated(bits, samples, row, **tags):
    """A deflated strip of HEIGHT equal rows, and the tags that go with it."""
    blocks = zlib.compress(row * HEIGHT, 9)
    changes = {BITS: (SHORT, [bits] * samples), SAMPLES: (SHORT, [samples]),
               PHOTOMETRIC: (SHORT, [RGB if samples >= 3 else BLACK_IS_ZERO])}
    changes.update({globals()[name.upper()]: value for name, value in tags.items()})
    return tiff(changes, blocks)
