"""What a run leaves for its next start: checkpoints of `train`, and journals of `classify`."""

import json

from weights_file import floats, safetensors, tensor

FORMAT = "msmv checkpoint 1"
NO_CHECKPOINT = "is no checkpoint of this version of msmv"
STEPS = (7).to_bytes(8, "little")


def checkpoint(state='{"epoch":1}', entries=None, data=None, **metadata):
    """Of a network with two tensors: steps [1] and weights [3, 1]."""
    entries = entries or {"steps": tensor([1], 0, 8, "I64"), "weights": tensor([3, 1], 8, 20)}
    told = {"format": FORMAT, **metadata} | ({"state": state} if state is not None else {})
    return safetensors({"__metadata__": told, **entries},
                       STEPS + floats(1, 2, 3) if data is None else data)


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
    """None of them holds a row that may be taken; nothing of them is a fault."""
    run = '["run"]\n'
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
        yield "journal-" + name, "journal", content, None


def cases():
    yield from checkpoints()
    yield from journals()
