"""JPEG files: one that OpenCV's libjpeg-turbo encoded, taken apart and put together wrongly."""

import struct

import cv2
import numpy as np
from case import NO_PIXELS, TOO_LARGE, Case, cut, undecodable

WIDTH, HEIGHT = 240, 230
COLOUR = (200, 120, 180)
SOI, EOI = b"\xff\xd8", b"\xff\xd9"
APP0, APP1, APP2, APP14, DQT, SOF0, SOF2, DHT, SOS = (0xE0, 0xE1, 0xE2, 0xEE, 0xDB, 0xC0, 0xC2, 0xC4,
                                                      0xDA)


def encode(*settings):
    picture = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    picture[:] = COLOUR[::-1]
    picture[::16] = 90  # something for the entropy coder
    done, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 80, *settings])
    assert done
    return content.tobytes()


def noise(side):
    """A square picture that fills its entropy-coded data."""
    picture = np.random.default_rng(1).integers(90, 160, (side, side, 3)).astype(np.uint8)
    picture = cv2.GaussianBlur(picture, (5, 5), 0)
    done, content = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])
    assert done
    return content.tobytes()


def take_apart(content):
    """The segments before the first scan as [(marker, body)], and the scan with all that follows."""
    segments, at = [], 2
    while True:
        marker, length = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        segments.append((marker, content[at + 4:at + 2 + length]))
        at += 2 + length
        if marker == SOS:
            return segments, content[at:]


def segment(marker, body):
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


WHOLE = encode()
SEGMENTS, SCAN = take_apart(WHOLE)
HEAD_END = len(WHOLE) - len(SCAN)
MEAN = tuple(c * 215 / 230 + 90 * 15 / 230 for c in COLOUR)  # 15 of 230 rows are gray


def jpeg(segments=None, scan=SCAN):
    return SOI + b"".join(segment(*one) for one in (segments or SEGMENTS)) + scan


def changed(marker, change):
    """All segments, those of `marker` changed; a change that gives None drops them."""
    new = [(m, change(body) if m == marker else body) for m, body in SEGMENTS]
    return jpeg([one for one in new if one[1] is not None])


def inserted(marker, body):
    return jpeg([SEGMENTS[0], (marker, body), *SEGMENTS[1:]])


def frame(bits=8, height=HEIGHT, width=WIDTH, channels=None):
    def change(body):
        count = body[5] if channels is None else channels
        return struct.pack(">BHHB", bits, height, width, count) + body[6:].ljust(3 * count, b"\1")
    return change


def place(marker):
    """The position of the first segment of `marker` in WHOLE."""
    at = 2
    for one, body in SEGMENTS:
        if one == marker:
            return at
        at += 4 + len(body)
    raise ValueError(marker)


NO_PROFILE = "is damaged: its ICC profile can't be read"


def good(name, content, size=(WIDTH, HEIGHT), mean=MEAN, **more):
    return Case("jpeg-" + name, content, ok=size, mean=mean, **more)


def bad(name, content, fault):
    return Case("jpeg-" + name, content, fault=fault)


def truncated():
    no_end = "is truncated: the end marker of its JPEG data is missing"
    yield bad("cut-after-signature", WHOLE[:3], cut("a JPEG marker", 1, 3, 3))
    for name, marker in (("app0", APP0), ("dqt", DQT), ("sof", SOF0), ("dht", DHT), ("sos", SOS)):
        at = place(marker)
        length = struct.unpack_from(">H", WHOLE, at + 2)[0]
        yield bad(f"cut-after-{name}-marker", WHOLE[:at + 2],
                  cut("a JPEG segment", 2, at + 2, at + 2))
        yield bad(f"cut-in-{name}-length", WHOLE[:at + 3], cut("a JPEG segment", 2, at + 2, at + 3))
        yield bad(f"cut-in-{name}", WHOLE[:at + 6],
                  cut("a JPEG segment", length - 2, at + 4, at + 6))
    yield bad("cut-before-data", WHOLE[:HEAD_END], no_end)
    yield bad("cut-in-data", WHOLE[:HEAD_END + len(SCAN) // 2], no_end)
    yield bad("cut-before-end-marker", WHOLE[:-2], no_end)
    yield bad("cut-in-end-marker", WHOLE[:-1], no_end)
    progressive = encode(cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
    yield bad("progressive-cut", progressive[:-200] + b"\0\0", no_end)
    # The end marker stands, the second half of the rows doesn't.
    yield bad("data-half-gone", WHOLE[:HEAD_END + len(SCAN) // 2] + EOI, undecodable("JPEG"))
    yield bad("data-gone", WHOLE[:HEAD_END] + EOI, undecodable("JPEG"))


def lying_headers():
    yield bad("width-0", changed(SOF0, frame(width=0)), NO_PIXELS.format(0, HEIGHT))
    yield bad("height-0", changed(SOF0, frame(height=0)), NO_PIXELS.format(WIDTH, 0))
    yield bad("bomb-of-4-billion-pixels", changed(SOF0, frame(width=65535, height=65535)),
              TOO_LARGE.format(65535, 65535))
    yield bad("more-rows-than-data", changed(SOF0, frame(height=HEIGHT * 2)), undecodable("JPEG"))
    yield bad("wider-than-data", changed(SOF0, frame(width=WIDTH * 2)), undecodable("JPEG"))
    for bits in (0, 12, 16):
        yield bad(f"{bits}-bits", changed(SOF0, frame(bits=bits)),
                  f"is a JPEG of {bits} bits a sample: expected 8")
    for channels in (0, 2, 5, 255):
        yield bad(f"{channels}-channels", changed(SOF0, frame(channels=channels)),
                  f"has {channels} channels: expected gray or RGB")
    yield bad("cmyk", changed(SOF0, frame(channels=4)),
              "is a CMYK image without an ICC profile: expected one, or gray or RGB (save it as RGB)")
    for length in (0, 1, 5, 7, 14):
        yield bad(f"frame-of-{length}-bytes", changed(SOF0, lambda body: body[:length]),
                  f"is damaged: its JPEG frame header has {length} bytes")
    yield bad("sampling-0", changed(SOF0, lambda body: body[:7] + b"\0" + body[8:]),
              undecodable("JPEG"))
    yield bad("sampling-15", changed(SOF0, lambda body: body[:7] + b"\xff" + body[8:]),
              undecodable("JPEG"))
    for number in (3, 5, 7, 9, 10, 11, 13, 15):
        new = [(0xC0 + number if m == SOF0 else m, body) for m, body in SEGMENTS]
        yield bad(f"sof{number}", jpeg(new), f"is a JPEG of kind SOF{number}: expected baseline or "
                  "progressive")
    yield bad("two-frames", jpeg([one for s in SEGMENTS for one in ([s, s] if s[0] == SOF0 else [s])]),
              undecodable("JPEG"))


def damaged():
    yield bad("no-frame", changed(SOF0, lambda body: None),
              "is damaged: its JPEG data starts before the frame header")
    yield bad("jpeg-ls", jpeg([(0xF7 if m == SOF0 else m, body) for m, body in SEGMENTS]),
              "is damaged: its JPEG data starts before the frame header")
    yield bad("no-scan", jpeg(SEGMENTS[:-1], EOI), "is damaged: it has no JPEG data")
    yield bad("only-start-and-end", SOI + EOI, "is damaged: it has no JPEG data")
    yield bad("no-quantization-table", changed(DQT, lambda body: None), undecodable("JPEG"))
    yield bad("huffman-table-too-full", changed(DHT, lambda body: body[:1] + b"\xff" * 16 + body[17:]),
              undecodable("JPEG"))
    yield bad("huffman-table-short", changed(DHT, lambda body: body[:10]), undecodable("JPEG"))
    yield bad("quantization-table-short", changed(DQT, lambda body: body[:30]), undecodable("JPEG"))
    for length in (0, 1):
        yield bad(f"segment-of-{length}-bytes", SOI + b"\xff\xe0" + struct.pack(">H", length) + WHOLE[20:],
                  f"is damaged: the JPEG segment at byte 4 claims {length} bytes")
    at = place(DQT)
    yield bad("no-marker-between-segments", WHOLE[:at] + b"??" + WHOLE[at:],
              f"is damaged: no JPEG marker stands at byte {at}")
    yield bad("a-hundred-and-one-scans",
              jpeg(SEGMENTS, b"".join(b"\0" + segment(*SEGMENTS[-1]) for _ in range(100)) + EOI),
              "has more than 100 JPEG scans")
    yield bad("start-in-the-middle", jpeg(scan=SCAN[:40] + SOI + SCAN[40:]), undecodable("JPEG"))


def exif(orientation, kind=3):
    return (b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01" + struct.pack("<HIHH", kind, 1, orientation, 0) +
            bytes(4))


def harmless():
    yield good("whole", WHOLE)
    yield good("progressive", encode(cv2.IMWRITE_JPEG_PROGRESSIVE, 1))
    yield good("restart-markers", encode(cv2.IMWRITE_JPEG_RST_INTERVAL, 5))
    flipped = bytearray(SCAN)
    flipped[len(SCAN) // 2:len(SCAN) // 2 + 8] = b"\xff\0" * 4
    # JPEG has no checksums, and libjpeg-turbo passes over Huffman codes that there are not.
    yield good("data-overwritten", jpeg(scan=bytes(flipped)), mean=None)
    # As in a film's frames: the standard's tables are meant.
    yield good("no-huffman-table", changed(DHT, lambda body: None))
    yield good("bytes-after-the-end", WHOLE + b"and more")
    yield good("padding-before-markers", WHOLE[:2] + b"\xff\xff\xff" + WHOLE[2:])
    yield good("density-of-a-microscope", changed(
        APP0, lambda body: body[:7] + struct.pack(">BHH", 2, 20000, 20000) + body[12:]))
    yield good("exif-rotated", inserted(APP1, exif(6)), (HEIGHT, WIDTH))
    for number in (0, 9, 65535):
        yield good(f"exif-orientation-{number}", inserted(APP1, exif(number)))
    yield good("exif-orientation-as-text", inserted(APP1, exif(6, 2)))
    yield good("exif-empty", inserted(APP1, b"Exif\0\0"))
    yield good("exif-cut", inserted(APP1, exif(6)[:20]))
    yield good("exif-directory-far-away", inserted(APP1, b"Exif\0\0II*\0\xff\xff\xff\xff"))
    yield good("exif-of-65535-entries", inserted(APP1, b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + bytes(24)))
    yield good("exif-directory-cyclic", inserted(
        APP1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\x08\0\0\0"))
    yield bad("icc-of-nothing", inserted(APP2, b"ICC_PROFILE\0\x01\x01garbage"), NO_PROFILE)
    yield bad("icc-part-0-of-0", inserted(APP2, b"ICC_PROFILE\0\0\0"), NO_PROFILE)
    yield bad("icc-part-200-of-3", inserted(APP2, b"ICC_PROFILE\0\xc8\x03x"), NO_PROFILE)
    yield good("xmp-not-closed", inserted(APP1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta"))
    yield good("adobe-cut", inserted(APP14, b"Adobe\0"))


def cases():
    for group in (truncated, lying_headers, damaged, harmless):
        yield from group()
