"""What one broken command line is, and what it must give."""

import dataclasses
import struct
import zlib

COMMANDS_OF_COMMANDS = ("model",)


@dataclasses.dataclass
class Command:
    """`left`: how many files and folders it leaves where it ran."""

    name: str
    arguments: list
    code: int
    lines: list
    files: dict = dataclasses.field(default_factory=dict)
    left: int = 0


def usage(name, arguments, fault, of=None, **files):
    """Wrong usage: exit code 2. `of`: the command whose help is named, if not the first words."""
    words = arguments if isinstance(arguments, list) else arguments.split()
    if of is None:
        of = " ".join(words[:2 if words[0] in COMMANDS_OF_COMMANDS else 1])
    line = f"msmv: {fault} ({' '.join(['msmv', of]).strip()} --help shows the usage)"
    return Command(name, words, 2, [line], files)


def failed(name, arguments, *faults, left=0, files=None):
    """An input failed: exit code 1."""
    split = arguments if isinstance(arguments, list) else arguments.split()
    return Command(name, split, 1, ["msmv: " + fault for fault in faults], files or {}, left)


def png(width=32, height=32):
    """A gray picture without a pixel size."""
    def chunk(kind, content):
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x80" * 3 * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
            + chunk(b"IEND", b""))
