"""TIFF files whose tags say something odd: samples, colours, pixel sizes, descriptions."""

import struct
import zlib

import tiff_file as t
from case import Case, bad_mpp, unclear_mpp
from tiff_file import HEIGHT, LONG, SHORT, WIDTH, deflated, rational, tiff

UNREADABLE = "is damaged: its first TIFF directory can't be read"
TO_RGB = " (ImageJ: Image > Type > RGB Color)"
NOT_GRAY_OR_RGB = "has {} channels: expected gray or RGB"


def good(name, content, size=(WIDTH, HEIGHT), mean=t.COLOUR, mpp=None):
    return Case("tiff-" + name, content, ok=size, mean=mean, mpp=mpp)


def bad(name, content, fault):
    return Case("tiff-" + name, content, fault=fault)


def samples():
    wanted = "unsigned samples, up to 16 bits"
    for bits in (3, 7, 12, 24, 32, 64):
        yield bad(f"{bits}-bits", tiff({t.BITS: (SHORT, [bits] * 3)}),
                  f"has {bits} bits a sample: expected 1, 2, 4, 8 or 16")
    yield bad("bits-that-differ", tiff({t.BITS: (SHORT, [8, 16, 8])}), UNREADABLE)
    yield bad("2-bits-of-rgb", tiff({t.BITS: (SHORT, [2] * 3)}),
              "has 2 bits a colour sample: expected 8 or 16")
    yield bad("floats", tiff({t.BITS: (SHORT, [32] * 3), t.SAMPLE_FORMAT: (SHORT, [3] * 3)}),
              "has floating-point samples: expected unsigned ones, up to 16 bits (save it as 8-bit RGB)")
    for kind, name in ((2, "signed"), (5, "complex-integers"), (6, "complex-floats")):
        yield bad(name, tiff({t.SAMPLE_FORMAT: (SHORT, [kind] * 3)}),
                  f"has TIFF sample format {kind}: expected {wanted}")
    yield bad("0-channels", tiff({t.SAMPLES: (SHORT, [0])}), UNREADABLE)
    yield bad("2-channels-of-rgb", deflated(8, 2, bytes(2 * WIDTH), photometric=(SHORT, [t.RGB])),
              NOT_GRAY_OR_RGB.format(2))
    yield bad("7-channels", deflated(8, 7, bytes(7 * WIDTH)), NOT_GRAY_OR_RGB.format(7))
    yield bad("65535-channels", tiff({t.SAMPLES: (SHORT, [65535])}), UNREADABLE)


def first_pages():
    larger = {t.IMAGE_WIDTH: (LONG, [WIDTH + 1])}
    reduced = {t.SUBFILE: (LONG, [1]), t.IMAGE_WIDTH: (LONG, [WIDTH // 2])}
    yield bad("label-before-the-picture", t.pages({}, reduced, larger),
              f"has a larger picture, {WIDTH + 1} x {HEIGHT} pixels, on page 3: expected it on the "
              "first page (save that page alone)")
    gray = {t.BITS: (SHORT, [8]), t.SAMPLES: (SHORT, [1]), t.PHOTOMETRIC: (SHORT, [t.BLACK_IS_ZERO])}
    row = zlib.compress(bytes([100]) * WIDTH * HEIGHT, 9)
    yield bad("three-gray-pages", t.pages(gray, gray, gray, blocks=row),
              "has three gray pages of one size: expected one page of RGB" + TO_RGB)
    yield good("two-gray-pages", t.pages(gray, gray, blocks=row), mean=(100,) * 3)
    yield good("pages-of-a-pyramid", t.pages({}, reduced, {t.IMAGE_WIDTH: (LONG, [WIDTH // 4])}))


def colours():
    yield bad("cmyk", deflated(8, 4, bytes(4 * WIDTH), photometric=(SHORT, [t.CMYK])),
              "is a CMYK image without an ICC profile: expected one, or gray or RGB (save it as RGB)")
    for number in (8, 9, 10):
        yield bad(f"cielab-{number}", tiff({t.PHOTOMETRIC: (SHORT, [number])}),
                  "has CIELAB colours: expected gray or RGB (save it as RGB)")
    for number in (4, 7, 32803, 32844, 32845, 65535):
        yield bad(f"colour-model-{number}", tiff({t.PHOTOMETRIC: (SHORT, [number])}),
                  f"has TIFF colour model {number}: expected gray, palette, RGB or YCbCr")
    yield bad("ycbcr-without-jpeg", tiff({t.PHOTOMETRIC: (SHORT, [t.YCBCR])}),
              "has YCbCr colours without JPEG: expected gray, palette or RGB (save it as RGB)")
    yield bad("no-colour-model", tiff({t.PHOTOMETRIC: None}),
              "is damaged: its TIFF colour model is missing")
    gray = bytes([100]) * WIDTH
    yield good("gray", deflated(8, 1, gray), mean=(100,) * 3)
    yield good("white-is-zero", deflated(8, 1, gray, photometric=(SHORT, [t.WHITE_IS_ZERO])),
               mean=(155,) * 3)
    yield good("sixteen-bits", deflated(16, 3, struct.pack("<HHH", *(257 * c for c in t.COLOUR)) *
                                        WIDTH))
    yield good("one-bit", deflated(1, 1, b"\xf0" * (WIDTH // 8)), mean=(127.5,) * 3)
    yield good("two-bits", deflated(2, 1, b"\x55" * (WIDTH // 4)), mean=(85,) * 3)
    yield good("four-bits", deflated(4, 1, b"\x33" * (WIDTH // 2)), mean=(51,) * 3)
    clear = bytes([*t.COLOUR, 0]) * WIDTH
    for kind, mean in ((0, t.COLOUR), (1, (255,) * 3), (2, (255,) * 3), (999, (255,) * 3)):
        yield good(f"extra-sample-of-kind-{kind}", deflated(8, 4, clear, extra_samples=(SHORT, [kind])),
                   mean=mean)
    yield good("extra-sample-not-named", deflated(8, 4, clear), mean=(255,) * 3)
    yield good("gray-with-opacity", deflated(8, 2, bytes([100, 51]) * WIDTH,
                                             extra_samples=(SHORT, [2])), mean=(224,) * 3)
    colour_map = [257 * c for c in (*[t.COLOUR[0]] * 256, *[t.COLOUR[1]] * 256, *[t.COLOUR[2]] * 256)]
    palette = (SHORT, [t.PALETTE])
    planes = (SHORT, [2])
    yield bad("gray-of-separate-planes", tiff({
        t.SAMPLES: planes, t.BITS: (SHORT, [8, 8]), t.PHOTOMETRIC: (SHORT, [t.BLACK_IS_ZERO]),
        t.PLANAR: planes, t.STRIP_OFFSETS: (LONG, [8, 8]),
        t.STRIP_BYTES: (LONG, [len(t.PIXELS)] * 2)}),
        "has TIFF strips of one colour each: expected interleaved colours, or tiles of 8-bit RGB "
        "(save it as RGB)")
    of_gray = "has {} channels of gray: expected one, or RGB"
    three = gray * 3
    yield bad("white-is-zero-of-3-channels", deflated(8, 3, three, photometric=(SHORT, [t.WHITE_IS_ZERO])),
              of_gray.format(3))
    yield bad("gray-with-two-opacities", deflated(8, 3, three, photometric=(SHORT, [t.BLACK_IS_ZERO]),
                                                  extra_samples=(SHORT, [2, 2])), of_gray.format(3))
    yield good("gray-that-is-rgb", deflated(8, 3, bytes(t.COLOUR) * WIDTH,
                                            photometric=(SHORT, [t.BLACK_IS_ZERO]),
                                            extra_samples=(SHORT, [0, 0])))
    yield bad("twelve-bits-in-sixteen", deflated(16, 3, struct.pack("<HHH", *(16 * c for c in t.COLOUR)) *
                                                 WIDTH),
              "has 16-bit samples of at most 3200: expected white at 65535; scale them, or save 8 bits")
    yield bad("reduced-picture-first", tiff({t.SUBFILE: (LONG, [1])}),
              "has a reduced picture on its first page: expected the whole one")
    yield good("palette", deflated(8, 1, gray, photometric=palette, colour_map=(SHORT, colour_map)))
    # libtiff takes the indices for gray then, as most readers do.
    yield good("palette-missing", deflated(8, 1, gray, photometric=palette), mean=(100,) * 3)
    yield good("palette-too-short", deflated(8, 1, gray, photometric=palette,
                                             colour_map=(SHORT, colour_map[:60])), mean=(100,) * 3)


def resolution(x, y, unit):
    changes = {t.X_RESOLUTION: x, t.Y_RESOLUTION: y}
    if unit is not None:
        changes[t.UNIT] = (SHORT, [unit])
    return tiff(changes)


def resolutions():
    inch, centimetre, none = 2, 3, 1
    origin = "has by its TIFF resolution"
    yield good("mpp-by-centimetre", resolution(rational(20000), rational(16000), centimetre),
               mpp=(0.5, 0.625))
    yield good("mpp-by-inch", resolution(rational(50800), rational(40640), inch), mpp=(0.5, 0.625))
    yield good("mpp-by-inch-unless-said", resolution(rational(50800), rational(50800), None),
               mpp=(0.5, 0.5))
    for dpi, um in ((72, "352.78"), (96, "264.58"), (300, "84.667")):
        yield bad(f"{dpi}-dots-an-inch", resolution(rational(dpi), rational(dpi), inch),
                  bad_mpp(origin, um, um))
    yield bad("mpp-too-fine", resolution(rational(300000), rational(300000), centimetre),
              bad_mpp(origin, "0.033333", "0.033333"))
    yield bad("mpp-wrong-in-y", resolution(rational(20000), rational(10), centimetre),
              bad_mpp(origin, "0.5", "1000"))
    yield bad("mpp-largest", resolution(rational(0xFFFFFFFF), rational(0xFFFFFFFF), inch),
              bad_mpp(origin, "5.9139e-06", "5.9139e-06"))
    for name, x in (("0-by-1", rational(0)), ("0-by-0", rational(0, 0)), ("1-by-0", rational(1, 0)),
                    ("not-a-number", (t.FLOAT, [float("nan")])),
                    ("negative", (t.FLOAT, [-2e4]))):
        yield good("resolution-" + name, resolution(x, x, centimetre))
    infinite = (t.FLOAT, [float("inf")])  # libtiff makes the largest number of it
    yield bad("resolution-infinite", resolution(infinite, infinite, centimetre),
              bad_mpp(origin, "2.9387e-35", "2.9387e-35"))
    yield good("resolution-without-unit", resolution(rational(1), rational(1), none))
    yield bad("resolution-of-unknown-unit", resolution(rational(20000), rational(20000), 77),
              unclear_mpp("TIFF resolution", "a number in a unit that TIFF has not"))
    yield good("resolution-only-in-x", resolution(rational(20000), None, centimetre))
    yield good("resolution-as-text", resolution((t.ASCII, b"20000\0"), (t.ASCII, b"20000\0"), 3))
    yield good("resolution-of-no-values", tiff(
        {t.X_RESOLUTION: rational(20000), t.Y_RESOLUTION: rational(20000), t.UNIT: (SHORT, [3])},
        counts={t.X_RESOLUTION: 0, t.Y_RESOLUTION: 0}))
    turned = {t.X_RESOLUTION: rational(20000), t.Y_RESOLUTION: rational(16000), t.UNIT: (SHORT, [3]),
              t.ORIENTATION: (SHORT, [6])}
    yield good("rotated-with-its-mpp", tiff(turned), (HEIGHT, WIDTH), mpp=(0.625, 0.5))
    for number in (0, 9, 65535):
        yield good(f"orientation-{number}", tiff({t.ORIENTATION: (SHORT, [number])}))


def described(text, **changes):
    tags = {t.DESCRIPTION: (t.ASCII, text.encode() + b"\0")}
    tags.update({getattr(t, name.upper()): value for name, value in changes.items()})
    return tiff(tags)


def ome(pixels):
    return described(f'<?xml version="1.0" encoding="UTF-8"?><OME><Image ID="Image:0"><Pixels {pixels}>'
                     "</Pixels></Image></OME>")


def descriptions():
    yield good("ome", ome('PhysicalSizeX="0.5" PhysicalSizeY="0.625"'), mpp=(0.5, 0.625))
    yield good("ome-in-nanometres", ome('PhysicalSizeX="500" PhysicalSizeXUnit="nm" '
                                        'PhysicalSizeY="0.625" PhysicalSizeYUnit="µm"'), mpp=(0.5, 0.625))
    for x, text in (("0", "0"), ("-0.5", "-0.5"), ("500", "500"), ("nan", "nan"), ("1e99", "1e+99")):
        yield bad(f"ome-of-{x}", ome(f'PhysicalSizeX="{x}" PhysicalSizeY="0.5"'),
                  bad_mpp("has by its OME-XML", text, "0.5"))
    yield good("ome-in-pixels", ome('PhysicalSizeX="1" PhysicalSizeXUnit="pixel" PhysicalSizeY="1"'))
    yield bad("ome-without-number", ome('PhysicalSizeX="" PhysicalSizeY="0.5"'),
              unclear_mpp("OME-XML", "nothing x 0.5"))
    yield bad("ome-beyond-double", ome('PhysicalSizeX="1e999" PhysicalSizeY="0.5"'),
              unclear_mpp("OME-XML", "1e999 x 0.5"))
    yield bad("ome-not-closed", described('<OME><Pixels PhysicalSizeX="0.5'),
              unclear_mpp("OME-XML", "0.5 x nothing"))
    yield bad("ome-only-in-x", ome('PhysicalSizeX="0.5"'),
              unclear_mpp("OME-XML", "0.5 x nothing"))
    yield good("aperio", described("Aperio Image Library v11\n1x1|AppMag = 20|MPP = 0.4990"),
               mpp=(0.499, 0.499))
    yield bad("aperio-of-50", described("Aperio Image Library v11|MPP = 50"),
              bad_mpp("has by its Aperio header", "50", "50"))
    yield good("aperio-without-number", described("Aperio Image Library v11|MPP = "))
    yield good("imagej", described("ImageJ=1.53t\nunit=micron\n", x_resolution=rational(2),
                                   y_resolution=rational(8, 5), unit=(SHORT, [1])), mpp=(0.5, 0.625))
    yield bad("imagej-in-millimetres", described(
        "ImageJ=1.53t\nunit=mm\n", x_resolution=rational(2), y_resolution=rational(2),
        unit=(SHORT, [1])), bad_mpp("has by its ImageJ calibration", "500", "500"))
    yield good("ome-in-a-comment", described(
        '<OME><!-- <Pixels PhysicalSizeX="9" PhysicalSizeY="9"/> --><Pixels Name="a>b" '
        'PhysicalSizeX="0.5" PhysicalSizeY="0.625"/></OME>'), mpp=(0.5, 0.625))
    yield good("ome-of-an-overview-first", described(
        '<OME><Image><Pixels PhysicalSizeX="8" PhysicalSizeY="8"><TiffData IFD="1"/></Pixels></Image>'
        '<Image><Pixels PhysicalSizeX="0.5" PhysicalSizeY="0.625"><TiffData IFD="0"/></Pixels></Image>'
        "</OME>"), mpp=(0.5, 0.625))
    yield good("imagej-unit-outranks-the-tag", described(
        "ImageJ=1.53t\nunit=Microns \n", x_resolution=rational(2), y_resolution=rational(8, 5),
        unit=(SHORT, [2])), mpp=(0.5, 0.625))
    yield good("ome-with-a-plus", ome('PhysicalSizeX="+0.5" PhysicalSizeY="0.625"'), mpp=(0.5, 0.625))
    yield good("ome-with-a-comma", ome('PhysicalSizeX="0,5" PhysicalSizeY="0,5"'), mpp=(0.5, 0.5))
    apart = "has 3 channels on pages or in files of their own: expected one page of RGB" + TO_RGB
    gray = {"samples": (SHORT, [1]), "bits": (SHORT, [8]), "photometric": (SHORT, [t.BLACK_IS_ZERO])}
    yield bad("ome-with-a-channel-a-page", described('<OME><Pixels SizeC="3" ></Pixels></OME>', **gray), apart)
    yield bad("imagej-with-a-channel-a-page", described("ImageJ=1.53t\nimages=3\nchannels=3\n", **gray),
              apart)
    yield good("ome-of-rgb", described('<OME><Pixels SizeC="3" ></Pixels></OME>'))
    yield good("description-not-ended", tiff({t.DESCRIPTION: (t.ASCII, b"Aperio|MPP")}))
    yield good("description-of-4-gigabytes", tiff({t.DESCRIPTION: (t.ASCII, b"Aperio|MPP = 0.5\0")},
                                                  counts={t.DESCRIPTION: 0xFFFFFFFF}))
    yield good("description-as-numbers", tiff({t.DESCRIPTION: (SHORT, [1, 2, 3])}))
    yield good("description-not-utf-8", tiff({t.DESCRIPTION: (t.ASCII, b"\xff\xfe\x80 MPP\0")}))


def cases():
    for group in (samples, first_pages, colours, resolutions, descriptions):
        yield from group()
