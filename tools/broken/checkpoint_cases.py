"""Checkpoints of others that can't be taken in: (name, reader, bytes, fault or None)."""

import copy
import io
import zipfile

from weights_file import (PROTO, STOP, archive, floats, glob, number, pickled_tensor, safetensors,
                          state_dict, storage, tensor, text)

NO_PART = "which is no part of a state dict"
NEVER_MADE = "data.pkl: takes a value that was never made"
ENDS = "data.pkl: ends in the middle"


def stored_form_cases():
    """safetensors in a form that can't be decoded."""
    yield "integers", safetensors({"a": tensor([1], 0, 8, "I64")}, b"\0" * 8), 'tensor "a": values of type I64, not floating point'
    yield "8-bit-without-scale", safetensors({"a.q": tensor([1], 0, 1, "U8")}, b"\0"), 'tensor "a.scale_zp": missing beside its 8-bit values'
    yield "8-bit-with-half-a-scale", safetensors({"a.scale_zp": tensor([1], 0, 4), "a.q": tensor([1], 4, 5, "U8")}, floats(1) + b"\0"), 'tensor "a.scale_zp": pairs of F32 wanted, one for all or one a channel, got F32 [1]'
    yield "8-bit-with-16-bit-scale", safetensors({"a.scale_zp": tensor([2], 0, 4, "F16"), "a.q": tensor([1], 4, 5, "U8")}, b"\0" * 5), 'tensor "a.scale_zp": pairs of F32 wanted, one for all or one a channel, got F16 [2]'
    yield "8-bit-with-scales-of-other-channels", safetensors({"a.scale_zp": tensor([3, 2], 0, 24), "a.q": tensor([2], 24, 26, "U8")}, b"\0" * 26), 'tensor "a.scale_zp": pairs of F32 wanted, one for all or one a channel, got F32 [3, 2]'
    yield "8-bit-and-32-bit", safetensors({"a": tensor([1], 0, 4), "a.scale_zp": tensor([2], 4, 12), "a.q": tensor([1], 12, 13, "U8")}, b"\0" * 13), 'tensor "a": stored in two forms'


def archive_cases():
    """Zip archives that torch.save did not make, or not whole."""
    good = state_dict(text("a"), pickled_tensor())
    whole = archive(good)
    changed = whole.replace(floats(5), floats(7), 1)
    yield "pth-good", whole, None
    yield "pth-good-little-endian", archive(good, {"data/0": floats(*range(6)), "byteorder": b"little"}), None
    yield "pth-cut", whole[:200], "truncated or broken: no zip archive can be read from it"
    yield "pth-only-a-signature", b"PK\x03\x04", "truncated or broken: no zip archive can be read from it"
    yield "pth-before-1.6", b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.", "a file of PyTorch before 1.6: load it and save it again with torch.save"
    yield "pth-without-pickle", archive(None), "a zip archive without data.pkl: not a PyTorch file"
    yield "pth-torchscript", archive(good, {"data/0": floats(*range(6)), "constants.pkl": b""}), "a TorchScript archive, not a state dict"
    yield "pth-big-endian", archive(good, {"data/0": floats(*range(6)), "byteorder": b"big"}), "its numbers are not little-endian"
    yield "pth-compressed", archive(PROTO + b"N" * 1_000_000, compression=zipfile.ZIP_DEFLATED), 'entry "a/data.pkl": compressed or encrypted, PyTorch stores it plain'
    yield "pth-storage-missing", archive(good, {}), 'entry "a/data/0": missing'
    yield "pth-storage-short", archive(good, {"data/0": floats(1)}), 'storage "0": 4 bytes for 6 elements of F32'
    yield "pth-storage-of-half-a-number", archive(good, {"data/0": b"\0" * 25}), 'storage "0": 25 bytes for 6 elements of F32'
    yield "pth-storage-changed", changed, 'entry "a/data/0": can\'t be read'
    yield "pth-storage-of-another-folder", archive(state_dict(text("a"), pickled_tensor(of=storage("../../etc/passwd")))), 'entry "a/data/../../etc/passwd": missing'


def running_cases():
    """Pickles that would run code or make objects."""
    def refused(module, name):
        return f'data.pkl: asks for "{module}.{name}", {NO_PART}'

    def opcode(value, place):
        return f"data.pkl: opcode {value} at byte {place} has no place in a state dict"

    for module, name in (("posix", "system"), ("builtins", "eval"), ("builtins", "exec"),
                         ("builtins", "__import__"), ("builtins", "getattr"), ("subprocess", "Popen"),
                         ("numpy.core.multiarray", "_reconstruct"), ("torch", "load"),
                         ("torch.hub", "load"), ("torch._utils", "_rebuild_parameter"),
                         ("collections", "OrderedDict.fromkeys"), ("torch.nn.modules.linear", "Linear")):
        yield f"pth-runs-{module}-{name}", archive(PROTO + glob(module, name) + text("true") + b"\x85R" + STOP), refused(module, name)
    yield "pth-runs-inside-a-state-dict", archive(state_dict(text("a"), glob("posix", "system") + text("true") + b"\x85R")), refused("posix", "system")
    yield "pth-runs-name-of-two-lines", archive(PROTO + b"cposix\r\nsystem\r\n" + STOP), 'data.pkl: asks for "posix\\r.system\\r", ' + NO_PART
    yield "pth-runs-by-inst", archive(PROTO + b"(" + text("true") + b"iposix\nsystem\n" + STOP), opcode(105, 12)
    yield "pth-runs-by-obj", archive(PROTO + b"(" + text("true") + b"o" + STOP), opcode(111, 12)
    yield "pth-runs-by-newobj", archive(PROTO + glob("torch", "FloatStorage") + b")\x81" + STOP), opcode(129, 23)
    yield "pth-runs-by-newobj-ex", archive(PROTO + b")}\x92" + STOP), opcode(146, 4)
    yield "pth-runs-by-stack-global", archive(PROTO + text("posix") + text("system") + b"\x93" + STOP), opcode(147, 23)
    yield "pth-runs-by-extension", archive(PROTO + b"\x82\x01" + STOP), opcode(130, 2)
    yield "pth-runs-by-old-reduce", archive(PROTO + b"Ptrue\n" + STOP), opcode(80, 2)
    yield "pth-protocol-0", archive(b"(dp0\n" + STOP), opcode(100, 1)
    yield "pth-protocol-4", archive(b"\x80\x04}" + STOP), "data.pkl: pickle protocol 4, torch.save writes 2"
    yield "pth-calls-a-storage-type", archive(PROTO + glob("torch", "FloatStorage") + b")R" + STOP), "data.pkl: expected something to call"
    yield "pth-calls-text", archive(PROTO + text("f") + b")R" + STOP), "data.pkl: expected something to call"
    yield "pth-calls-without-arguments", archive(PROTO + glob("collections", "OrderedDict") + b"NR" + STOP), "data.pkl: expected arguments"


def machine_cases():
    """Pickles that mislead the machine that reads them."""
    yield "pth-pickle-empty", archive(b""), ENDS
    yield "pth-pickle-without-stop", archive(PROTO + b"}"), ENDS
    yield "pth-pickle-only-stop", archive(STOP), NEVER_MADE
    yield "pth-pickle-text-of-4-gb", archive(PROTO + b"X\xff\xff\xff\xffab" + STOP), ENDS
    yield "pth-pickle-name-without-end", archive(PROTO + b"ctorch"), ENDS
    yield "pth-pickle-number-of-255-bytes", archive(PROTO + b"\x8a\xff" + b"\0" * 255 + STOP), "data.pkl: a whole number of 255 bytes"
    yield "pth-pickle-without-mark", archive(PROTO + b"t" + STOP), "data.pkl: goes back to a mark that was never set"
    yield "pth-pickle-below-a-mark", archive(PROTO + b"}(" + text("a") + b"s" + STOP), NEVER_MADE
    yield "pth-pickle-unknown-memo", archive(PROTO + b"h\x07" + STOP), "data.pkl: recalls a value that was never kept"
    yield "pth-pickle-odd-items", archive(PROTO + b"}(" + text("a") + b"u" + STOP), "data.pkl: a key without a value"
    yield "pth-pickle-fills-a-number", archive(PROTO + number(1) + text("a") + text("b") + b"s" + STOP), "data.pkl: expected a dict to fill"
    yield "pth-pickle-appends-to-a-dict", archive(PROTO + b"}" + number(1) + b"a" + STOP), "data.pkl: expected a list to append to"
    yield "pth-pickle-builds-a-list", archive(PROTO + b"]}b" + STOP), "data.pkl: expected a dict to give attributes to"
    yield "pth-pickle-nested-deep", archive(PROTO + b"]" * 7000 + b"a" * 6999 + STOP), "data.pkl: not a state dict"
    yield "pth-pickle-in-itself", archive(PROTO + b"}q\x01(" + text("state_dict") + b"h\x01u" + STOP), 'data.pkl: entry "state_dict" is not a tensor'
    yield "pth-pickle-a-number", archive(PROTO + number(1) + STOP), "data.pkl: not a state dict"
    yield "pth-entry-a-number", archive(state_dict(text("a"), number(1))), 'data.pkl: entry "a" is not a tensor'
    yield "pth-entry-twice", archive(state_dict(text("a"), pickled_tensor(), text("a"), pickled_tensor())), 'data.pkl: entry "a" stands twice'
    yield "pth-entry-without-name", archive(state_dict(number(1), pickled_tensor())), "data.pkl: expected names of tensors"


def growing_cases():
    """Small files that would take much memory: one thing, named again and again."""
    rebuild = glob("torch._utils", "_rebuild_tensor_v2")
    wide = pickled_tensor((1,) * 1000, (1,) * 1000).replace(rebuild, rebuild + b"q\x01")[:-1] + b"q\x02R"
    yield ("pth-pickle-shape-of-a-thousand-sides", archive(PROTO + wide + b"h\x01h\x02R" * 1000 + STOP),
           "data.pkl: 1000 numbers in a shape or strides, at most 64 wanted")
    yield ("pth-pickle-tensor-of-a-thousand-facts", archive(PROTO + rebuild + b"(" + b"N" * 1000 + b"tR" + STOP),
           "data.pkl: expected 6 facts of a tensor, got 1000")
    long_key = storage("0" * 5000)[:-1] + b"q\x01Q" + b"h\x01Q" * 1000
    yield ("pth-pickle-storage-key-of-5000-letters", archive(PROTO + long_key + STOP),
           "data.pkl: 5000 bytes in a storage's key, at most 256 wanted")
    keys = [str(i) for i in range(20)]
    tensors = b"".join(text("t" + key) + pickled_tensor((1,), (1,), of=storage(key, 600)) for key in keys)
    yield ("pth-storages-of-the-same-bytes", same_bytes(archive(state_dict(tensors), {"data/0": floats(*range(600))}), keys),
           "more bytes in storages than the file has")


def same_bytes(whole, keys):
    """An archive whose entry data/0 is listed as data/KEY for each of the keys."""
    stream = io.BytesIO(whole)
    with zipfile.ZipFile(stream, "a") as file:
        first = file.getinfo("a/data/0")
        for key in keys[1:]:
            listed = copy.copy(first)
            listed.filename = "a/data/" + key
            file.filelist.append(listed)
        file._didModify = True  # so that the list is written once more
    return stream.getvalue()


def tensor_cases():
    """Tensors that don't lie in their storage."""
    def case(name, shape, strides, offset=0, of=None, elements=6):
        fault = (f'tensor "a": shape {list(shape)} with strides {list(strides)} from {offset} '
                 f"doesn't fit its storage of {elements}")
        return name, archive(state_dict(text("a"), pickled_tensor(shape, strides, offset, of))), fault

    yield case("pth-tensor-too-large", (2, 4), (4, 1))
    yield case("pth-tensor-beyond-its-storage", (2, 3), (3, 1), 1)
    yield case("pth-tensor-offset-negative", (2, 3), (3, 1), -1)
    yield case("pth-tensor-side-negative", (-2, 3), (3, 1))
    yield case("pth-tensor-stride-negative", (2, 3), (-3, 1), 3)
    yield case("pth-tensor-stride-too-large", (2, 3), (4, 1))
    yield case("pth-tensor-expanded-from-one-number", (2**31, 2**31), (0, 0))
    yield case("pth-tensor-shape-wraps", (2**62, 4), (0, 0))
    yield case("pth-tensor-reach-wraps", (3, 2), (2**62, 1))
    yield case("pth-tensor-offset-wraps", (2,), (1,), 2**63 - 1)
    yield case("pth-tensor-storage-negative", (1,), (1,), 0, storage(elements=-1), -1)
    yield ("pth-tensor-storage-claims-more", archive(state_dict(text("a"), pickled_tensor(of=storage(elements=2**40)))),
           'storage "0": 24 bytes for 1099511627776 elements of F32')
    yield ("pth-tensor-strides-missing", archive(state_dict(text("a"), pickled_tensor((2, 3), (1,)))),
           'tensor "a": shape [2, 3] with strides [1]')
    yield ("pth-tensor-of-65-axes", archive(state_dict(text("a"), pickled_tensor((1,) * 65, (1,) * 65))),
           "data.pkl: 65 numbers in a shape or strides, at most 64 wanted")
    ones = ", ".join(["1"] * 16)
    yield ("pth-tensor-of-17-axes", archive(state_dict(text("a"), pickled_tensor((1,) * 17, (1,) * 16))),
           f'tensor "a": shape [{ones}, ...] with strides [{ones}]')
    yield ("pth-tensor-shape-of-text", archive(state_dict(text("a"), pickled_tensor().replace(number(2), text("2"), 1))),
           "data.pkl: expected a whole number in a shape")
    big = floats(*range(600))
    many = state_dict(b"".join(text(f"t{i}") + pickled_tensor((600,), (1,), of=storage(elements=600)) for i in range(50)))
    yield "pth-one-storage-many-times", archive(many, {"data/0": big}), "more than twice the file's bytes in tensors"


def encoder_cases():
    """Whole files with weights of something else, or unusable ones."""
    def bn1(part, value):
        return safetensors({"bn1." + part: tensor([64], 0, 256)}, floats(*([0.0] * 63 + [value])))

    yield "encoder-without-tensors", safetensors({}), 'resnet50 needs tensor "bn1.bias" (265 of 265 missing)'
    yield "encoder-one-tensor", bn1("bias", 1), 'resnet50 needs tensor "bn1.running_mean" (264 of 265 missing)'
    yield "encoder-of-another-kind", safetensors({"blocks.0.attn.qkv.weight": tensor([1], 0, 4)}, floats(1)), 'tensor "blocks.0.attn.qkv.weight": no part of resnet50'
    yield "encoder-of-other-width", safetensors({"bn1.bias": tensor([32], 0, 128)}, floats(*[0] * 32)), 'tensor "bn1.bias": shape [32], resnet50 needs [64]'
    yield "encoder-nan", bn1("bias", float("nan")), 'tensor "bn1.bias": value 63 is not finite'
    yield "encoder-infinite", bn1("weight", float("-inf")), 'tensor "bn1.weight": value 63 is not finite'
    yield "encoder-negative-variance", bn1("running_var", -1), 'tensor "bn1.running_var": value 63 is negative, a variance can\'t be'


def cases():
    for group in (stored_form_cases, archive_cases, running_cases, machine_cases, growing_cases, tensor_cases):
        for name, content, fault in group():
            yield "weights-" + name, "checkpoint", content, fault
    for name, content, fault in encoder_cases():
        yield "weights-" + name, "encoder", content, fault
