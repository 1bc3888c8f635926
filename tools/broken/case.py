"""What one broken input is, and what reading it must give."""

import dataclasses

EXPECTED_KINDS = ": expected PNG, JPEG, TIFF, BMP or JPEG 2000"
TOO_SMALL = "has {} x {} pixels at 0.42 um: expected at least 224 x 224"
TOO_LARGE = "has {} x {} pixels: expected at most 268435456 together (--max-pixels)"
NO_PIXELS = "has {} x {} pixels: expected at least 1 x 1"


def cut(what, needs, at, size):
    return f"is truncated: {what} needs {needs} bytes from byte {at}, the file has {size}"


def undecodable(kind):
    return f"is damaged: its {kind} data can't be decoded"


def bad_mpp(origin, x, y):
    cure = "" if origin == "was given" else "; give the true one with --mpp"
    return f"{origin} a pixel of {x} x {y} um: expected 0.05 to 10{cure}"


def unclear_mpp(where, text):
    return (f'has by its {where} a pixel size that is not understood, "{text}"; give the true one '
            "with --mpp")


@dataclasses.dataclass
class Case:
    """`name` begins with its table; exactly one of `fault` and `ok` is given.

    ok: (width, height) of the photo as it is seen. mean: its mean R, G, B, within 3.
    mpp: its pixel size when the file states one. options: the fields of image::ReadOptions.
    """

    name: str
    content: bytes
    fault: str = None
    ok: tuple = None
    mean: tuple = None
    mpp: tuple = None
    options: dict = None

    def expectation(self):
        expect = {"reader": "image"}
        if self.options:
            expect["options"] = self.options
        if self.fault is not None:
            expect["fault"] = self.fault
            return expect
        expect["ok"] = {"width": self.ok[0], "height": self.ok[1]}
        if self.mean:
            expect["ok"]["mean_rgb"] = list(self.mean)
        if self.mpp:
            expect["ok"]["um_per_px"] = list(self.mpp)
        return expect

    def row(self):
        if (self.fault is None) == (self.ok is None):
            raise ValueError(f"{self.name}: give a fault or ok")
        return self.name, self.expectation(), {"file": self.content}


def replaced(content, at, new):
    """`content` with the bytes `new` written over those from position `at`."""
    return content[:at] + new + content[at + len(new):]
