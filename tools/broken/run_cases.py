"""What a run leaves for its next start: checkpoints of `train`, and journals of `classify`."""

import ctypes
import json

from weights_file import floats, safetensors, tensor

FORMAT = "msmv checkpoint 1"
NO_CHECKPOINT = "is no checkpoint of this version of msmv"
STEPS = (7).to_bytes(8, "little")


class Hash128(ctypes.Structure):
    _fields_ = [("low", ctypes.c_uint64), ("high", ctypes.c_uint64)]


def content_hash(content):
    """XXH3 of 128 bits."""
    content = content if isinstance(content, bytes) else content.encode()
    xxh3 = ctypes.CDLL("libxxhash.so.0").XXH3_128bits
    xxh3.restype, xxh3.argtypes = Hash128, [ctypes.c_char_p, ctypes.c_size_t]
    found = xxh3(content, len(content))
    return f"{found.high:016x}{found.low:016x}"


def hash_of(state, entries, data):
    """As a checkpoint tells it: of its state, and of every tensor by name."""
    hashes = content_hash(state or "")
    for name in sorted(entries):
        begin, end = entries[name]["data_offsets"]
        hashes += content_hash(name) + content_hash(data[begin:end])
    return content_hash(hashes)


def checkpoint(state='{"epoch":1}', entries=None, data=None, **metadata):
    """Of a network with two tensors: steps [1] and weights [3, 1]. None takes metadata out."""
    entries = entries or {"steps": tensor([1], 0, 8, "I64"), "weights": tensor([3, 1], 8, 20)}
    data = STEPS + floats(1, 2, 3) if data is None else data
    told = {"format": FORMAT, "content_hash": hash_of(state, entries, data), "state": state} | metadata
    told = {key: value for key, value in told.items() if value is not None}
    return safetensors({"__metadata__": told, **entries}, data)


def checkpoints():
    def case(name, content, fault):
        return "run-checkpoint-" + name, "run checkpoint", content, fault
    yield case("good", checkpoint(), None)
    yield case("empty", b"", "empty file")
    yield case("text", b"not a checkpoint",
               f"not a safetensors file: a header of {int.from_bytes(b'not a ch', 'little')} bytes")
    yield case("zeros", bytes(4096), "not a safetensors file: its header does not begin with {")
    yield case("cut-in-its-tensors", checkpoint()[:-1],
               "truncated: 20 bytes of tensors, 19 in the file")
    yield case("longer", checkpoint() + b"x", "1 byte after the last tensor")
    yield case("without-metadata", safetensors({"steps": tensor([1], 0, 8, "I64")}, STEPS),
               NO_CHECKPOINT)
    yield case("of-a-model", checkpoint(format="msmv"), NO_CHECKPOINT)
    yield case("of-the-future", checkpoint(format="msmv checkpoint 2"), NO_CHECKPOINT)
    yield case("without-state", checkpoint(state=None), NO_CHECKPOINT)
    yield case("state-empty", checkpoint(""), "its state: not JSON at byte 1")
    yield case("state-cut", checkpoint('{"epoch":'), "its state: not JSON at byte 10")
    yield case("state-a-number", checkpoint("3"), "its state is no JSON object")
    yield case("state-a-list", checkpoint("[]"), "its state is no JSON object")
    yield case("state-nested-too-deep", checkpoint("[" * 5000 + "]" * 5000),
               "its state: nested deeper than 64 levels")
    yield case("state-key-twice", checkpoint('{"epoch":1,"epoch":2}'),
               'its state: "epoch" stands twice')
    yield case("without-hash", checkpoint(content_hash=None),
               "has no hash of its content; checkpoints of earlier versions can't be resumed")
    yield case("hash-of-something-else", checkpoint(content_hash="0" * 32),
               "has been changed since it was written")
    other = "is of another network: "
    yield case("tensor-missing", checkpoint(entries={"steps": tensor([1], 0, 8, "I64")}, data=STEPS),
               other + '"weights" is missing or misshapen')
    yield case("tensor-misshapen",
               checkpoint(entries={"steps": tensor([1], 0, 8, "I64"), "weights": tensor([3], 8, 20)}),
               other + '"weights" is missing or misshapen')
    yield case("tensor-of-other-numbers",
               checkpoint(entries={"steps": tensor([2], 0, 8), "weights": tensor([3, 1], 8, 20)}),
               other + '"steps" is missing or misshapen')
    yield case("tensor-too-many",
               checkpoint(entries={"bias": tensor([0], 0, 0), "steps": tensor([1], 0, 8, "I64"),
                                   "weights": tensor([3, 1], 8, 20)}),
               other + "it holds 3 tensors, wanted 2")


def journals():
    """None of them holds a row that may be taken; what is not of a run at all is left alone."""
    run = '["run"]\n'
    foreign = "is not what msmv wrote there: another --output, or remove it"
    for name, content in (
            ("empty", ""), ("run-cut-short", '["run"'), ("run-without-line-end", '["run"]'),
            ("of-another-run", '["walk"]\n["a","1",""]\n'), ("of-no-run", '["a","1",""]\n'),
            ("row-without-hash", run + '["a","1"]\n'), ("row-with-empty-hash", run + '["a","1",""]\n'),
            ("row-with-other-hash", run + json.dumps(["a", "1", "0" * 32]) + "\n"),
            ("row-of-null", run + "null\n"), ("row-of-nulls", run + "[null,null,null]\n"),
            ("row-of-an-object", run + '{"a":"1"}\n'), ("row-of-lists-of-text", run + '[["a"],["b"],["c"]]\n'),
            ("row-of-bytes-too-large", run + '[[256],[1],[2]]\n'),
            ("row-of-bytes-negative", run + '[[-1],[1],[2]]\n'),
            ("row-of-bytes-broken", run + '[[1.5],[1],[2]]\n'),
            ("row-of-bytes-huge", run + '[[1e999],[1],[2]]\n'),
            ("row-nested-deep", run + "[" * 7000 + "]" * 7000 + "\n"),
            ("row-never-closed", run + "[" * 14000 + "\n"),
            ("row-empty", run + "\n"), ("row-of-nul-bytes", run + "\0" * 100 + "\n"),
            ("binary", bytes(range(256)) * 4), ("not-utf-8", run.encode() + b'["\xff","1","2"]\n')):
        content = content if isinstance(content, bytes) else content.encode()
        yield "journal-" + name, "journal", content, foreign if name in ("of-no-run", "binary") else None


def cases():
    yield from checkpoints()
    yield from journals()
