"""Files of weights, right or wrong in one place: safetensors, and zip archives as torch.save makes."""

import io
import json
import struct
import zipfile


def tensor(shape, begin, end, dtype="F32"):
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def raw(header, data=b"", size=None):
    """A safetensors file of this header text, claimed to be `size` bytes long."""
    text = header if isinstance(header, bytes) else header.encode()
    return struct.pack("<Q", len(text) if size is None else size) + text + data


def safetensors(header, data=b""):
    return raw(json.dumps(header), data)


def floats(*values):
    return struct.pack(f"<{len(values)}f", *values)


# Opcodes of pickle protocol 2.
PROTO = b"\x80\x02"
STOP = b"."


def text(value):
    return b"X" + struct.pack("<I", len(value)) + value.encode()


def number(value):
    size = (value.bit_length() + 8) // 8
    return b"\x8a" + bytes([size]) + value.to_bytes(size, "little", signed=True)


def glob(module, name):
    return b"c" + module.encode() + b"\n" + name.encode() + b"\n"


def numbers(values):
    return b"(" + b"".join(map(number, values)) + b"t"


def storage(key="0", elements=6, kind="FloatStorage"):
    return (b"(" + text("storage") + glob("torch", kind) + text(key) + text("cpu") + number(elements)
            + b"tQ")


def pickled_tensor(shape=(2, 3), strides=(3, 1), offset=0, of=None):
    return (glob("torch._utils", "_rebuild_tensor_v2") + b"(" + (of or storage()) + number(offset)
            + numbers(shape) + numbers(strides) + b"\x89" + glob("collections", "OrderedDict") + b")RtR")


def state_dict(*items):
    """`items`: opcodes of keys and values by turns."""
    return PROTO + glob("collections", "OrderedDict") + b")R(" + b"".join(items) + b"u" + STOP


def archive(pickle, entries=None, compression=zipfile.ZIP_STORED):
    """A .pth: data.pkl and, unless told otherwise, one storage of six floats."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as file:
        if pickle is not None:
            file.writestr(zipfile.ZipInfo("a/data.pkl"), pickle, compress_type=compression)
        for name, content in (entries if entries is not None else {"data/0": floats(*range(6))}).items():
            file.writestr(zipfile.ZipInfo("a/" + name), content, compress_type=zipfile.ZIP_STORED)
    return stream.getvalue()
