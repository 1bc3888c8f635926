"""TIFF files whose structure is broken: header, directories, strips, tiles, compressed data."""

import struct
import zlib

import jp2_cases
import jpeg_cases
import tiff_file as t
from case import TOO_LARGE, Case, cut, replaced, undecodable
from tiff_file import HEIGHT, LONG, SHORT, WIDTH, tiff

WHOLE = tiff()
DIRECTORY_AT = struct.unpack_from("<I", WHOLE, 4)[0]
DIRECTORY = "its first TIFF directory"
UNREADABLE = "is damaged: its first TIFF directory can't be read"
STRIP = t.plain_tags()[t.STRIP_BYTES][1][0]


def good(name, content, size=(WIDTH, HEIGHT), mean=t.COLOUR):
    return Case("tiff-" + name, content, ok=size, mean=mean)


def bad(name, content, fault):
    return Case("tiff-" + name, content, fault=fault)


def headers():
    yield bad("cut-after-signature", WHOLE[:4], UNREADABLE)
    yield bad("cut-in-header", WHOLE[:6], UNREADABLE)
    yield bad("cut-after-header", WHOLE[:8], UNREADABLE)
    yield bad("cut-before-directory", WHOLE[:DIRECTORY_AT],
              cut(DIRECTORY, 2, DIRECTORY_AT, DIRECTORY_AT))
    yield bad("cut-in-directory", WHOLE[:DIRECTORY_AT + 40], UNREADABLE)
    for name, at in (("0", 0), ("1", 1), ("inside-the-header", 4)):
        yield bad(f"directory-at-{name}", tiff(directory_at=at), UNREADABLE)
    for name, at in (("behind-the-end", 1 << 30), ("largest", 0xFFFFFFFF)):
        yield bad(f"directory-at-{name}", tiff(directory_at=at), cut(DIRECTORY, 2, at, len(WHOLE)))
    yield bad("directory-of-0-tags", replaced(WHOLE, DIRECTORY_AT, b"\0\0"), UNREADABLE)
    yield bad("directory-of-65535-tags", replaced(WHOLE, DIRECTORY_AT, b"\xff\xff"), UNREADABLE)
    yield bad("big-tiff-cut", b"II+\0\x08\0\0\0\x10\0\0\0", UNREADABLE)
    yield bad("big-tiff-with-offsets-of-4", b"II+\0\x04\0\0\0\x10\0\0\0\0\0\0\0" + bytes(40),
              UNREADABLE)
    yield bad("big-tiff-directory-far-away", b"II+\0\x08\0\0\0" + b"\xff" * 8 + bytes(40),
              cut(DIRECTORY, 2, 2**64 - 1, 56))
    yield bad("big-tiff-of-many-tags", b"II+\0\x08\0\0\0\x10" + bytes(7) + b"\xff" * 8 + bytes(40),
              UNREADABLE)


def directories():
    yield good("whole", WHOLE)
    yield good("next-directory-is-the-first", tiff(next_directory=DIRECTORY_AT))
    yield good("next-directory-overlaps-the-first", tiff(next_directory=DIRECTORY_AT + 12))
    yield good("next-directory-behind-the-end", tiff(next_directory=1 << 30))
    yield good("big-endian", tiff(order=">"))
    tags = t.plain_tags()
    yield good("tags-out-of-order", t.assemble(list(tags.items())[::-1]))
    yield good("a-tag-twice", t.assemble([pair for pair in tags.items() for _ in (0, 1)]))
    yield good("unknown-tags", tiff({60000: (LONG, [1, 2, 3]), 60001: (t.ASCII, b"x\0")}))
    yield good("bytes-after-the-end", WHOLE + b"and more")


def sides():
    yield bad("no-width", tiff({t.IMAGE_WIDTH: None}), UNREADABLE)
    yield bad("no-height", tiff({t.IMAGE_LENGTH: None}), UNREADABLE)
    yield bad("no-strip-offsets", tiff({t.STRIP_OFFSETS: None}), UNREADABLE)
    yield bad("width-0", tiff({t.IMAGE_WIDTH: (LONG, [0])}), UNREADABLE)
    yield bad("height-0", tiff({t.IMAGE_LENGTH: (LONG, [0])}), UNREADABLE)
    yield bad("width-as-text", tiff({t.IMAGE_WIDTH: (t.ASCII, b"240\0")}), UNREADABLE)
    yield bad("two-widths", tiff({t.IMAGE_WIDTH: (LONG, [WIDTH, WIDTH])}), UNREADABLE)
    yield bad("bomb-of-10-billion-pixels",
              tiff({t.IMAGE_WIDTH: (LONG, [100000]), t.IMAGE_LENGTH: (LONG, [100000])}),
              TOO_LARGE.format(100000, 100000))
    largest = (LONG, [0xFFFFFFFF])
    yield bad("both-sides-largest", tiff({t.IMAGE_WIDTH: largest, t.IMAGE_LENGTH: largest}),
              UNREADABLE)
    yield bad("more-rows-than-data", tiff({t.IMAGE_LENGTH: (LONG, [HEIGHT + 50]),
                                           t.ROWS_PER_STRIP: (LONG, [HEIGHT + 50])}),
              undecodable("TIFF"))
    yield bad("more-rows-than-strips", tiff({t.IMAGE_LENGTH: (LONG, [2 * HEIGHT])}),
              "is damaged: TIFF strip 2 of 2 is missing")
    yield bad("wider-than-data", tiff({t.IMAGE_WIDTH: (LONG, [WIDTH + 50])}), undecodable("TIFF"))


def strips():
    def strip(number, count, needs, at, size):
        return cut(f"TIFF strip {number} of {count}", needs, at, size)

    far = tiff({t.STRIP_OFFSETS: (LONG, [1 << 30])})
    yield bad("strip-behind-the-end", far, strip(1, 1, STRIP, 1 << 30, len(far)))
    long = tiff({t.STRIP_BYTES: (LONG, [1 << 20])})
    yield bad("strip-too-long", long, strip(1, 1, 1 << 20, 8, len(long)))
    largest = tiff({t.STRIP_OFFSETS: (LONG, [0xFFFFFFFF]), t.STRIP_BYTES: (LONG, [0xFFFFFFFF])})
    yield bad("strip-largest", largest, strip(1, 1, 0xFFFFFFFF, 0xFFFFFFFF, len(largest)))
    # libtiff takes a length of 0 for unknown and goes on to the end of the file.
    yield good("strip-of-0-bytes", tiff({t.STRIP_BYTES: (LONG, [0])}))
    yield bad("strip-at-0", tiff({t.STRIP_OFFSETS: (LONG, [0])}),
              "is damaged: TIFF strip 1 of 1 is missing")
    yield bad("rows-per-strip-0", tiff({t.ROWS_PER_STRIP: (LONG, [0])}), UNREADABLE)
    yield good("rows-per-strip-largest", tiff({t.ROWS_PER_STRIP: (LONG, [0xFFFFFFFF])}))
    yield good("strip-lengths-missing", tiff({t.STRIP_BYTES: None}))
    halves = {t.ROWS_PER_STRIP: (LONG, [HEIGHT // 2]), t.STRIP_OFFSETS: (LONG, [8, 8])}
    one = zlib.compress(bytes(t.COLOUR) * WIDTH * (HEIGHT // 2), 9)
    yield good("strips-overlap", tiff({**halves, t.STRIP_BYTES: (LONG, [len(one)] * 2)}, one))
    yield bad("strip-2-of-2-has-no-length", tiff({**halves, t.STRIP_BYTES: (LONG, [len(one)])}, one),
              "is damaged: TIFF strip 2 of 2 is missing")
    # A count above one makes an offset of the value: what stands there is then taken for a value.
    many = tiff(counts={t.STRIP_OFFSETS: 0xFFFFFFFF})
    yield bad("offsets-of-4-billion-strips", many,
              strip(1, 1, STRIP, struct.unpack_from("<I", many, 8)[0], len(many)))
    many = tiff(counts={t.STRIP_BYTES: 1 << 30})
    yield bad("lengths-of-a-billion-strips", many,
              strip(1, 1, struct.unpack_from("<I", many, STRIP)[0], 8, len(many)))


def tiled(width, height, blocks, count=1, tags=None):
    size = len(blocks)
    return tiff({t.STRIP_OFFSETS: None, t.STRIP_BYTES: None, t.ROWS_PER_STRIP: None,
                 t.TILE_WIDTH: (LONG, [width]), t.TILE_LENGTH: (LONG, [height]),
                 t.TILE_OFFSETS: (LONG, [8] * count), t.TILE_BYTES: (LONG, [size] * count),
                 **(tags or {})}, blocks)


def tiles():
    block = zlib.compress(bytes(t.COLOUR) * 256 * 256, 9)
    yield good("tile", tiled(256, 256, block))
    yield bad("tile-width-0", tiled(0, 256, block), UNREADABLE)
    yield bad("tile-height-0", tiled(256, 0, block), UNREADABLE)
    yield bad("tile-of-4-gigapixels", tiled(65536, 65536, block),
              "is damaged: it has TIFF tiles of 65536 x 65536 pixels")
    yield bad("tile-largest", tiled(0xFFFFFFF0, 0xFFFFFFF0, block), UNREADABLE)
    yield bad("tile-smaller-than-it-says", tiled(512, 512, block), undecodable("TIFF"))
    yield bad("tiles-missing", tiled(128, 128, block), "is damaged: TIFF tile 2 of 4 is missing")
    planar = (SHORT, [2])
    yield good("tiles-of-one-colour", tiff({
        t.STRIP_OFFSETS: None, t.STRIP_BYTES: None, t.ROWS_PER_STRIP: None,
        t.TILE_WIDTH: (LONG, [256]), t.TILE_LENGTH: (LONG, [256]), t.PLANAR: planar,
        t.TILE_OFFSETS: (LONG, [8] * 3), t.TILE_BYTES: (LONG, [len(block)] * 3)}, block),
        mean=(sum(t.COLOUR) / 3,) * 3)  # each plane holds what is meant for three


def aperio(stream, side=256):
    return tiled(side, side, stream, tags={t.COMPRESSION: (SHORT, [33005])})


def jpeg_inside():
    """JPEG in a strip and in a tile; a sector of zeros in the middle of it is decoded to other colours,
    and no call of libvips fails."""
    colours = {t.COMPRESSION: (SHORT, [t.JPEG]), t.PHOTOMETRIC: (SHORT, [t.YCBCR]),
               t.YCBCR_SUBSAMPLING: (SHORT, [2, 2])}

    def zeroed(content):
        middle = len(content) * 2 // 3
        return content[:middle] + bytes(512) + content[middle + 512:]

    strip = jpeg_cases.encode()
    yield good("jpeg-strip", tiff(colours, strip), mean=jpeg_cases.MEAN)
    yield bad("jpeg-strip-with-a-sector-of-zeros", tiff(colours, zeroed(strip)), undecodable("TIFF"))
    tile = jpeg_cases.noise(240)
    yield good("jpeg-tile", tiled(240, 240, tile, tags=colours), mean=None)
    yield bad("jpeg-tile-with-a-sector-of-zeros", tiled(240, 240, zeroed(tile), tags=colours),
              undecodable("TIFF"))


def compressed():
    def method(number, blocks):
        return tiff({t.COMPRESSION: (SHORT, [number])}, blocks)

    yield bad("deflate-of-zeros", method(t.DEFLATE, bytes(200)), undecodable("TIFF"))
    yield bad("deflate-cut", method(t.DEFLATE, t.PIXELS[:100]), undecodable("TIFF"))
    yield good("deflate-bomb", method(t.DEFLATE, zlib.compress(
        bytes(t.COLOUR) * (WIDTH * HEIGHT * 50), 9)))
    yield bad("lzw-of-ones", method(t.LZW, b"\xff" * 200), undecodable("TIFF"))
    yield bad("lzw-cut", method(t.LZW, b"\x80\x32\x1e\x2d"), undecodable("TIFF"))
    yield bad("packbits-cut", method(t.PACKBITS, b"\x81\xc8" * 10), undecodable("TIFF"))
    short = method(t.NONE, bytes(5000))
    yield bad("uncompressed-too-short", short, cut("TIFF strip 1 of 1", WIDTH * HEIGHT * 3, 8,
                                                   len(short)))
    yield bad("jpeg-of-zeros", method(t.JPEG, bytes(200)), undecodable("TIFF"))
    yield bad("jpeg-with-broken-tables",
              tiff({t.COMPRESSION: (SHORT, [t.JPEG]), t.JPEG_TABLES: (t.BYTE, [0xFF, 0xD8, 1, 2, 3])},
                   bytes(200)), undecodable("TIFF"))
    yield from jpeg_inside()
    yield bad("aperio-jpeg-2000-of-zeros", aperio(bytes(200)),
              "is damaged: it has no JPEG 2000 codestream")
    yield bad("aperio-tile-of-16-megapixels", aperio(bytes(200), 4096),
              "is damaged: it has TIFF tiles of 4096 x 4096 pixels")
    lying = replaced(jp2_cases.WHOLE[jp2_cases.STREAM:], 8, struct.pack(">II", 1 << 16, 1 << 16))
    yield bad("aperio-tile-that-claims-4-gigapixels", aperio(lying),
              "is damaged: TIFF tile 1 has 65536 x 65536 pixels")
    stream = jp2_cases.WHOLE[jp2_cases.STREAM:]
    yield bad("aperio-tile-smaller-than-it-says", aperio(stream),
              f"is damaged: TIFF tile 1 has {WIDTH} x {HEIGHT} pixels")
    yield bad("aperio-tile-cut", aperio(jp2_cases.TILE_256[:-2]), cut(
        "the end marker of its JPEG 2000 data", 2, len(jp2_cases.TILE_256) - 2,
        len(jp2_cases.TILE_256) - 2))
    yield good("aperio-tile", aperio(jp2_cases.TILE_256))
    wanted = ": expected none, LZW, deflate, PackBits, JPEG, ZSTD, WebP or Aperio's JPEG 2000"
    for number in (0, 2, t.OLD_JPEG, 12345, 33003, 34712, 34925, 65535):
        yield bad(f"compression-{number}", method(number, t.PIXELS),
                  f"has TIFF compression {number}{wanted}")
    for number in (9, 0xFFFF):
        yield bad(f"predictor-{number}", tiff({t.PREDICTOR: (SHORT, [number])}), undecodable("TIFF"))
    yield bad("predictor-of-floats", tiff({t.PREDICTOR: (SHORT, [3])}), undecodable("TIFF"))


def cases():
    for group in (headers, directories, sides, strips, tiles, compressed):
        yield from group()
