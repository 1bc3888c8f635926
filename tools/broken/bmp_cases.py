"""BMP files, written field by field. They are small: a pixel of 2 um brings them to a field."""

import struct

from case import NO_PIXELS, Case, cut, replaced

WIDTH, HEIGHT = 61, 50
COLOUR = (200, 120, 180)
FIELD = {"given_um_per_px": [2, 2]}


def row_bytes(width, bits):
    return (width * bits + 31) // 32 * 4


def bmp(bits=24, width=WIDTH, height=HEIGHT, pixels=None, palette=b"", compression=0, colours=0,
        extra=b"", planes=1):
    """`extra`: what a header longer than 40 bytes adds."""
    if pixels is None:
        row = bytes(COLOUR[::-1]) * width
        pixels = row.ljust(row_bytes(width, 24), b"\0") * abs(height)
    header = struct.pack("<IiiHHIIiiII", 40 + len(extra), width, height, planes, bits, compression,
                         0, 0, 0, colours, 0) + extra
    start = 14 + len(header) + len(palette)
    file_header = b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start)
    return file_header + header + palette + pixels


def indexed(bits, colours, value, entries=None):
    palette = b"".join(bytes([b, g, r, 0]) for r, g, b in colours)
    size = row_bytes(WIDTH, bits) * HEIGHT
    return bmp(bits, pixels=bytes([value]) * size, palette=palette,
               colours=len(colours) if entries is None else entries)


WHOLE = bmp()


def good(name, content, mean=COLOUR, size=(WIDTH, HEIGHT)):
    return Case("bmp-" + name, content, ok=size, mean=mean, options=FIELD)


def bad(name, content, fault):
    return Case("bmp-" + name, content, fault=fault, options=FIELD)


def number(value):
    return struct.pack("<I", value)


def broken():
    need = row_bytes(WIDTH, 24) * HEIGHT
    head = "the BMP header"
    yield bad("cut-in-file-header", WHOLE[:10], cut(head, 4, 14, 10))
    yield bad("cut-before-info-header", WHOLE[:14], cut(head, 4, 14, 14))
    yield bad("cut-in-info-header", WHOLE[:30], cut(head, 40, 14, 30))
    yield bad("cut-before-pixels", WHOLE[:54], cut("its BMP pixel data", need, 54, 54))
    yield bad("cut-in-pixels", WHOLE[:-1], cut("its BMP pixel data", need, 54, len(WHOLE) - 1))
    for size in (0, 20, 39, 300, 0xFFFFFFFF):
        yield bad(f"header-of-{size}-bytes", replaced(WHOLE, 14, number(size)),
                  f"is damaged: its BMP header claims {size} bytes")
    yield bad("width-0", replaced(WHOLE, 18, number(0)), NO_PIXELS.format(0, HEIGHT))
    yield bad("height-0", replaced(WHOLE, 22, number(0)), NO_PIXELS.format(WIDTH, 0))
    yield bad("width-negative", replaced(WHOLE, 18, number(0xFFFFFFFF)),
              "is damaged: its BMP header claims a width of -1")
    yield bad("width-largest", replaced(WHOLE, 18, number(0x7FFFFFFF)),
              cut("its BMP pixel data", row_bytes(0x7FFFFFFF, 24) * HEIGHT, 54, len(WHOLE)))
    yield bad("height-most-negative", replaced(WHOLE, 22, number(0x80000000)),
              cut("its BMP pixel data", row_bytes(WIDTH, 24) << 31, 54, len(WHOLE)))
    for bits in (0, 2, 16, 48, 65535):
        yield bad(f"{bits}-bits", replaced(WHOLE, 28, struct.pack("<H", bits)),
                  f"is a BMP of {bits} bits a pixel: expected 1, 4, 8, 24 or 32")
    for method, name in ((1, "rle8"), (2, "rle4"), (3, "fields-of-24-bits"), (4, "jpeg-inside"),
                         (99, "unknown-method")):
        yield bad(name, replaced(WHOLE, 30, number(method)), "is a compressed BMP (method "
                  f"{method}): expected an uncompressed one")
    yield bad("pixels-inside-header", replaced(WHOLE, 10, number(20)),
              "is damaged: its BMP pixels start at byte 20, inside the header")
    yield bad("pixels-inside-palette", replaced(indexed(8, [COLOUR] * 9, 3), 10, number(60)),
              "is damaged: its BMP pixels start at byte 60, inside the header")
    yield bad("pixels-behind-the-end", replaced(WHOLE, 10, number(1 << 30)),
              cut("its BMP pixel data", need, 1 << 30, len(WHOLE)))
    yield bad("palette-of-257-colours", indexed(8, [COLOUR], 0, entries=257),
              "is damaged: its BMP header claims a palette of 257 colours")
    yield bad("palette-of-4-billion-colours", indexed(4, [COLOUR], 0, entries=0xFFFFFFFF),
              "is damaged: its BMP header claims a palette of 4294967295 colours")


def harmless():
    yield good("whole", WHOLE)
    yield good("from-the-top", bmp(height=-HEIGHT))
    yield good("one-bit", indexed(1, [(0, 0, 0), COLOUR], 0xFF))
    yield good("four-bits", indexed(4, [(0, 0, 0), COLOUR], 0x11))
    yield good("eight-bits", indexed(8, [(0, 0, 0), COLOUR], 1))
    yield good("index-above-palette", indexed(8, [(0, 0, 0), COLOUR], 200), mean=None)
    yield good("fourth-byte-unused", bmp(32, pixels=bytes([*COLOUR[::-1], 0]) * WIDTH * HEIGHT))
    masks = struct.pack("<IIII", 0xFF0000, 0xFF00, 0xFF, 0xFF000000)
    yield good("clear-by-its-masks", bmp(32, pixels=bytes([*COLOUR[::-1], 0]) * WIDTH * HEIGHT,
                                         compression=3, extra=masks), mean=(255,) * 3)
    yield good("os2", b"BM" + struct.pack("<IHHIIHHHH", 0, 0, 0, 26, 12, WIDTH, HEIGHT, 1, 24) +
               WHOLE[54:])
    yield good("nine-planes", bmp(planes=9))
    yield good("bytes-after-the-end", WHOLE + b"and more")
    yield good("wrong-file-size", replaced(WHOLE, 2, number(7)))


def cases():
    yield from broken()
    yield from harmless()
