"""PNG files, written chunk by chunk (PNG specification, third edition)."""

import struct
import zlib

from case import (Case, NO_PIXELS, TOO_LARGE, TOO_SMALL, cut, replaced, undecodable)

SIGNATURE = b"\x89PNG\r\n\x1a\n"
WIDTH, HEIGHT = 240, 230
COLOUR = (200, 120, 180)
GRAY, RGB, PALETTE, GRAY_ALPHA, RGBA = 0, 2, 3, 4, 6
EXIF_ROTATED = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"


def chunk(kind, body, checksum=None):
    if checksum is None:
        checksum = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)


def ihdr(width=WIDTH, height=HEIGHT, bits=8, colour=RGB, methods=(0, 0, 0)):
    return chunk(b"IHDR", struct.pack(">IIBB", width, height, bits, colour) + bytes(methods))


def rows(row, count=HEIGHT, row_filter=0):
    return zlib.compress((bytes([row_filter]) + row) * count, 9)


def png(*chunks):
    return SIGNATURE + b"".join(chunks) + chunk(b"IEND", b"")


PIXELS = rows(bytes(COLOUR) * WIDTH)
IDAT = chunk(b"IDAT", PIXELS)
WHOLE = png(ihdr(), IDAT)
IDAT_AT = 8 + 25


def beside(*chunks):
    return png(ihdr(), *chunks, IDAT)


NO_PROFILE = "is damaged: its ICC profile can't be read"


def good(name, content, size=(WIDTH, HEIGHT), mean=COLOUR, **more):
    return Case("png-" + name, content, ok=size, mean=mean, **more)


def bad(name, content, fault, **more):
    return Case("png-" + name, content, fault=fault, **more)


def truncated():
    idat_length = len(PIXELS)
    end = len(WHOLE)
    yield bad("cut-after-signature", WHOLE[:8], cut("a PNG chunk", 8, 8, 8))
    yield bad("cut-in-ihdr", WHOLE[:20], cut("PNG chunk IHDR", 17, 16, 20))
    yield bad("cut-after-ihdr", WHOLE[:33], cut("a PNG chunk", 8, 33, 33))
    yield bad("cut-in-idat-head", WHOLE[:38], cut("a PNG chunk", 8, 33, 38))
    yield bad("cut-in-idat", WHOLE[:100], cut("PNG chunk IDAT", idat_length + 4, 41, 100))
    yield bad("cut-before-iend", WHOLE[:end - 12], cut("a PNG chunk", 8, end - 12, end - 12))
    yield bad("cut-in-iend-checksum", WHOLE[:end - 1], cut("PNG chunk IEND", 4, end - 4, end - 1))
    yield bad("interlaced-cut-in-data", png(ihdr(methods=(0, 0, 1)), chunk(b"IDAT", PIXELS[:60])),
              undecodable("PNG"))


def lying_headers():
    yield bad("first-chunk-idat", png(IDAT), "is damaged: its first PNG chunk is IDAT of "
              f"{len(PIXELS)} bytes, expected IHDR of 13")
    yield bad("ihdr-of-12-bytes", png(chunk(b"IHDR", ihdr()[8:20]), IDAT),
              "is damaged: its first PNG chunk is IHDR of 12 bytes, expected IHDR of 13")
    yield bad("width-0", png(ihdr(width=0), IDAT), NO_PIXELS.format(0, HEIGHT))
    yield bad("height-0", png(ihdr(height=0), IDAT), NO_PIXELS.format(WIDTH, 0))
    yield bad("width-above-31-bits", png(ihdr(width=1 << 31), IDAT),
              TOO_LARGE.format(1 << 31, HEIGHT))
    yield bad("both-sides-largest", png(ihdr(0xFFFFFFFF, 0xFFFFFFFF), IDAT),
              TOO_LARGE.format(0xFFFFFFFF, 0xFFFFFFFF))
    yield bad("bomb-of-900-million-pixels",
              png(ihdr(30000, 30000, 1, GRAY), chunk(b"IDAT", rows(bytes(3750), 300))),
              TOO_LARGE.format(30000, 30000))
    for bits, colour in ((3, GRAY), (32, GRAY), (16, PALETTE), (4, RGB), (0, RGB), (8, 1), (8, 7)):
        yield bad(f"colour-type-{colour}-with-{bits}-bits", png(ihdr(bits=bits, colour=colour), IDAT),
                  f"is damaged: PNG has no colour type {colour} with {bits} bits")
    for name, methods in (("compression", (1, 0, 0)), ("filter", (0, 3, 0)),
                          ("interlace", (0, 0, 2))):
        yield bad(f"unknown-{name}-method", png(ihdr(methods=methods), IDAT), undecodable("PNG"))
    yield bad("more-rows-than-data", png(ihdr(height=HEIGHT + 50), IDAT), undecodable("PNG"))
    yield bad("wider-than-data", png(ihdr(width=WIDTH + 50), IDAT), undecodable("PNG"))
    yield bad("two-ihdr", png(ihdr(), ihdr(), IDAT), undecodable("PNG"))
    # The decoder stops at the last row that the header promises.
    yield good("fewer-rows-than-data", png(ihdr(height=HEIGHT - 1), IDAT), (WIDTH, HEIGHT - 1))


def damaged():
    flipped = bytearray(PIXELS)
    flipped[len(flipped) // 2] ^= 0x10
    yield bad("ihdr-checksum", replaced(WHOLE, 29, b"\0\0\0\0"), undecodable("PNG"))
    yield bad("idat-checksum", png(ihdr(), chunk(b"IDAT", PIXELS, 1)), undecodable("PNG"))
    yield bad("idat-bit-flipped", png(ihdr(), chunk(b"IDAT", bytes(flipped), zlib.crc32(
        b"IDAT" + PIXELS))), undecodable("PNG"))
    yield bad("zlib-header", png(ihdr(), chunk(b"IDAT", b"\0\0" + PIXELS[2:])), undecodable("PNG"))
    yield bad("idat-of-zeros", png(ihdr(), chunk(b"IDAT", bytes(100))), undecodable("PNG"))
    yield bad("idat-empty", png(ihdr(), chunk(b"IDAT", b"")), undecodable("PNG"))
    yield bad("unknown-row-filter", png(ihdr(), chunk(b"IDAT", rows(bytes(COLOUR) * WIDTH,
                                                                     row_filter=9))),
              undecodable("PNG"))
    yield bad("no-idat", png(ihdr()), "is damaged: it has no pixels (no IDAT chunk)")
    yield bad("idat-parted-by-another-chunk",
              png(ihdr(), chunk(b"IDAT", PIXELS[:50]), chunk(b"tEXt", b"a\0b"),
                  chunk(b"IDAT", PIXELS[50:])), undecodable("PNG"))
    yield bad("unknown-critical-chunk", beside(chunk(b"ABCD", b"x")), undecodable("PNG"))
    yield bad("chunk-of-4-gigabytes", SIGNATURE + ihdr() + b"\xff\xff\xff\xffIDAT",
              "is damaged: PNG chunk IDAT claims 4294967295 bytes")
    yield bad("chunk-of-2-gigabytes", SIGNATURE + ihdr() + b"\x7f\xff\xff\xffIDAT",
              cut("PNG chunk IDAT", (1 << 31) + 3, 41, 41))
    yield bad("chunk-name-not-letters", SIGNATURE + ihdr() + chunk(b"I\nT!", b""),
              "is damaged: no PNG chunk starts at byte 33")
    yield bad("palette-missing", png(ihdr(colour=PALETTE), chunk(b"IDAT", rows(bytes(WIDTH)))),
              "is damaged: its colours are of a palette, which is missing")
    yield bad("palette-of-300-colours",
              png(ihdr(colour=PALETTE), chunk(b"PLTE", bytes(900)), chunk(b"IDAT", rows(
                  bytes(WIDTH)))), undecodable("PNG"))
    yield bad("palette-of-a-third-colour",
              png(ihdr(colour=PALETTE), chunk(b"PLTE", bytes(7)), chunk(b"IDAT", rows(
                  bytes(WIDTH)))), undecodable("PNG"))


def harmless():
    yield good("whole", WHOLE)
    yield good("bytes-after-the-end", WHOLE + b"and more")
    yield good("ancillary-checksum", beside(chunk(b"tEXt", b"a\0b", 1)))
    yield bad("icc-damaged", beside(chunk(b"iCCP", b"x\0\0nothing like zlib")), NO_PROFILE)
    yield bad("icc-bomb", beside(chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(8 << 20), 9))), NO_PROFILE)
    yield good("text-bomb", beside(chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(8 << 20), 9))))
    yield good("trns-too-long", beside(chunk(b"tRNS", bytes(40))))
    yield good("exif-damaged", beside(chunk(b"eXIf", b"MM\0*\xff\xff\xff\xff")))
    yield good("exif-rotated", beside(chunk(b"eXIf", EXIF_ROTATED)), (HEIGHT, WIDTH))
    yield good("phys-of-zero", beside(chunk(b"pHYs", bytes(8) + b"\1")))
    yield good("phys-of-a-print", beside(chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))))
    yield good("phys-of-a-microscope",
               beside(chunk(b"pHYs", struct.pack(">IIB", 2000000, 1600000, 1))), mpp=(0.5, 0.625))
    yield good("phys-too-short", beside(chunk(b"pHYs", bytes(5))))
    yield good("one-bit", png(ihdr(bits=1, colour=GRAY), chunk(b"IDAT", rows(b"\xf0" * 30))),
               mean=(127.5,) * 3)
    yield good("two-bits-of-a-palette",
               png(ihdr(bits=2, colour=PALETTE), chunk(b"PLTE", bytes([255, 0, 0, *COLOUR])),
                   chunk(b"IDAT", rows(b"\x55" * 60))))
    yield good("palette-index-too-high",
               png(ihdr(colour=PALETTE), chunk(b"PLTE", bytes([*COLOUR])),
                   chunk(b"IDAT", rows(bytes([0, 200] * (WIDTH // 2))))), mean=None)
    yield good("sixteen-bits-gray-alpha",
               png(ihdr(bits=16, colour=GRAY_ALPHA),
                   chunk(b"IDAT", rows(struct.pack(">HH", 100 * 257, 51 * 257) * WIDTH))),
               mean=(224,) * 3)
    yield good("all-clear", png(ihdr(colour=RGBA), chunk(b"IDAT", rows(bytes(4 * WIDTH)))),
               mean=(255,) * 3)
    yield good("animated", png(ihdr(), chunk(b"acTL", struct.pack(">II", 1, 0)), IDAT))


def sizes():
    yield bad("one-pixel", png(ihdr(1, 1), chunk(b"IDAT", rows(bytes(COLOUR), 1))),
              TOO_SMALL.format(1, 1))
    yield bad("one-row-too-few", png(ihdr(240, 223), chunk(b"IDAT", rows(bytes(COLOUR) * 240, 223))),
              TOO_SMALL.format(240, 223))
    yield bad("a-line-of-a-million", png(ihdr(1000000, 1, 1, GRAY), chunk(b"IDAT", rows(
        bytes(125000), 1))), TOO_SMALL.format(1000000, 1))
    for mpp, text in ((0, "0"), (-0.5, "-0.5"), (0.0499, "0.0499"), (10.5, "10.5"), (1e300, "1e+300")):
        yield bad(f"given-mpp-{text}", WHOLE, f"was given a pixel of {text} x {text} um: expected "
                  "0.05 to 10", options={"given_um_per_px": [mpp, mpp]})
    yield bad("given-mpp-wrong-in-y", WHOLE, "was given a pixel of 0.5 x 42 um: expected 0.05 to 10",
              options={"given_um_per_px": [0.5, 42]})
    yield bad("given-mpp-too-fine", WHOLE, TOO_SMALL.format(57, 55),
              options={"given_um_per_px": [0.1, 0.1]})
    yield bad("field-beyond-memory",
              png(ihdr(4000, 4000, 1, GRAY), chunk(b"IDAT", rows(bytes(500), 4000))),
              "has 95238 x 95238 pixels at 0.42 um: expected at most 268435456 together; is a pixel "
              "of 10 x 10 um right?", options={"given_um_per_px": [10, 10]})
    yield bad("mpp-required", WHOLE, "says nothing of its pixel size; give the true one with --mpp",
              options={"require_pixel_size": True})
    yield bad("above-a-lower-limit", WHOLE, "has 240 x 230 pixels: expected at most 55199 together "
              "(--max-pixels)", options={"max_pixels": WIDTH * HEIGHT - 1})


def cases():
    for group in (truncated, lying_headers, damaged, harmless, sizes):
        yield from group()
