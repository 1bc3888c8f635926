"""safetensors files with a lie in one place: (name, reader, bytes, fault or None)."""

import json
import struct

from weights_file import floats, raw, safetensors, tensor

ONE = floats(1)
DTYPES = "BOOL, U8, I8, U16, I16, F16, BF16, U32, I32, F32, U64, I64, F64"


def form_cases():
    """What is no safetensors file at all, or cut short."""
    whole = safetensors({"a": tensor([2], 0, 8)}, floats(1, 2))
    yield "empty", b"", "empty file"
    yield "3-bytes", b"abc", "not a safetensors file: only 3 bytes"
    yield "7-bytes", b"\2\0\0\0\0\0\0", "not a safetensors file: only 7 bytes"
    yield "png-picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a safetensors file: a header of 727905341920923785 bytes"
    yield "html-page", b"<!DOCTYPE html><title>404</title>", "not a safetensors file: a header of 5789751444030890300 bytes"
    yield "header-of-100000001-bytes", raw("{}", size=100_000_001), "not a safetensors file: a header of 100000001 bytes"
    yield "header-longer-than-file", raw("{}", size=3), "truncated: a header of 3 bytes in a file of 10 bytes"
    yield "header-size-negative", raw("{}", size=2**64 - 1), "not a safetensors file: a header of 18446744073709551615 bytes"
    yield "header-size-only", struct.pack("<Q", 2), "truncated: a header of 2 bytes in a file of 8 bytes"
    yield "header-of-0-bytes", raw(""), "not a safetensors file: its header does not begin with {"
    yield "header-with-byte-order-mark", raw(b"\xef\xbb\xbf{}"), "not a safetensors file: its header does not begin with {"
    yield "header-a-list", raw("[]"), "not a safetensors file: its header does not begin with {"
    yield "cut-in-header", whole[:30], "truncated: a header of 61 bytes in a file of 30 bytes"
    yield "cut-in-last-tensor", whole[:-1], "truncated: 8 bytes of tensors, 7 in the file"
    yield "cut-after-header", whole[:-8], "truncated: 8 bytes of tensors, 0 in the file"
    yield "byte-after-last-tensor", whole + b"\0", "1 byte after the last tensor"
    yield "bytes-without-tensors", raw("{}", ONE), "4 bytes after the last tensor"
    yield "good-without-tensors", raw("{}"), None
    yield "good-padded-header", raw(json.dumps({"a": tensor([1], 0, 4)}) + "     ", ONE), None
    yield "good-single-number", safetensors({"a": tensor([], 0, 4)}, ONE), None
    yield "good-tensor-of-nothing", safetensors({"a": tensor([0, 9], 0, 0), "b": tensor([1], 0, 4)}, ONE), None
    yield "good-largest-empty-shape", safetensors({"a": tensor([0, 2**62], 0, 0)}), None


def json_cases():
    """Headers that are not JSON, or JSON of another form."""
    yield "header-cut-json", raw('{"a":'), "header: not JSON at byte 6"
    yield "header-text-after-json", raw("{} x"), "header: not JSON at byte 4"
    yield "header-two-objects", raw("{}{}"), "header: not JSON at byte 3"
    yield "header-latin-1", raw(b'{"\xe9":{}}'), "header: not JSON at byte 4"
    yield "header-nan", raw('{"a":{"shape":[NaN]}}'), "header: not JSON at byte 16"
    yield "header-comment", raw('{/**/"a":{}}'), "header: not JSON at byte 2"
    yield "header-nested-deep", raw('{"a":' + "[" * 10000), 'header: nested deeper than 64 levels'
    yield "header-nested-in-shape", raw('{"a":{"shape":[[[[1]]]]}}'), 'tensor "a".shape: wrong type, got [[[1]]]'
    yield "tensor-null", raw('{"a":null}'), 'tensor "a": expected an object, got null'
    yield "tensor-true", raw('{"a":true}'), 'tensor "a": expected an object, got boolean'
    yield "tensor-text", raw('{"a":"F32"}'), 'tensor "a": expected an object, got string'
    yield "tensor-twice", raw('{"a":%s,"a":%s}' % ((json.dumps(tensor([1], 0, 4)),) * 2), ONE), 'header: "a" stands twice'
    yield "tensor-twice-by-escape", raw('{"a":%s,"\\u0061":%s}' % ((json.dumps(tensor([1], 0, 4)),) * 2), ONE), 'header: "a" stands twice'
    yield "tensor-key-twice", raw('{"a":{"dtype":"F32","dtype":"F16"}}'), 'header: "dtype" stands twice'
    yield "tensor-unknown-key", safetensors({"a": tensor([1], 0, 4) | {"strides": [1]}}, ONE), 'tensor "a": unknown setting "strides"'
    yield "metadata-twice", raw('{"__metadata__":{},"__metadata__":{}}'), 'header: "__metadata__" stands twice'
    yield "metadata-key-twice", raw('{"__metadata__":{"k":"1","k":"2"}}'), 'header: "k" stands twice'
    yield "metadata-number", safetensors({"__metadata__": {"k": 1}}), '__metadata__: expected text for "k", got number'
    yield "metadata-object", safetensors({"__metadata__": {"k": {}}}), '__metadata__: expected text for "k", got object'
    yield "metadata-null", safetensors({"__metadata__": None}), "__metadata__: expected an object, got null"
    yield "metadata-list", safetensors({"__metadata__": []}), '__metadata__: expected an object, got array'


def field_cases():
    """A tensor's type, shape and place."""
    yield "dtype-missing", raw('{"a":{"shape":[1],"data_offsets":[0,4]}}', ONE), 'tensor "a": no "dtype"'
    yield "dtype-8-bit-float", safetensors({"a": tensor([1], 0, 1, "F8_E4M3")}, b"1"), f'tensor "a": type "F8_E4M3" is none of {DTYPES}'
    yield "dtype-lower-case", safetensors({"a": tensor([1], 0, 4, "f32")}, ONE), f'tensor "a": type "f32" is none of {DTYPES}'
    yield "dtype-number", safetensors({"a": tensor([1], 0, 4, 32)}, ONE), 'tensor "a".dtype: wrong type, got 32'
    yield "dtype-lies", safetensors({"a": tensor([1], 0, 4, "F16")}, ONE), 'tensor "a": [1] of F16 needs 2 bytes, its offsets span 4'
    yield "shape-missing", raw('{"a":{"dtype":"F32","data_offsets":[0,4]}}', ONE), 'tensor "a": no "shape"'
    yield "shape-number", raw('{"a":{"shape":1}}', ONE), 'tensor "a".shape: wrong type, got 1'
    yield "shape-text", safetensors({"a": tensor(["1"], 0, 4)}, ONE), 'tensor "a".shape: wrong type, got "1"'
    yield "shape-negative", safetensors({"a": tensor([-1], 0, 4)}, ONE), 'tensor "a".shape: -1 is not between 0.0 and 9e+18'
    yield "shape-fraction", safetensors({"a": tensor([1.0], 0, 4)}, ONE), 'tensor "a".shape: expected a whole number, got 1.0'
    yield "shape-too-large", safetensors({"a": tensor([3], 0, 8)}, floats(1, 2)), 'tensor "a": [3] of F32 needs 12 bytes, its offsets span 8'
    yield "shape-too-small", safetensors({"a": tensor([1], 0, 8)}, floats(1, 2)), 'tensor "a": [1] of F32 needs 4 bytes, its offsets span 8'
    yield "shape-of-2-to-the-63", safetensors({"a": tensor([2**63], 0, 4)}, ONE), 'tensor "a".shape: 9223372036854775808 is not between 0.0 and 9e+18'
    yield "shape-of-2-to-the-64", safetensors({"a": tensor([2**64], 0, 4)}, ONE), 'tensor "a".shape: expected a whole number, got 1.8446744073709552e+19'
    yield "shape-wraps-to-0", safetensors({"a": tensor([2**62, 4], 0, 0)}), 'tensor "a": more bytes than 64 bits count'
    yield "shape-wraps-to-4", safetensors({"a": tensor([2**62 + 1], 0, 4)}, ONE), 'tensor "a": more bytes than 64 bits count'
    yield "offsets-missing", raw('{"a":{"dtype":"F32","shape":[1]}}', ONE), 'tensor "a": no "data_offsets"'
    yield "offsets-one", safetensors({"a": tensor([1], 0, 4) | {"data_offsets": [0]}}, ONE), 'tensor "a".data_offsets: expected 2 values, got 1'
    yield "offsets-three", safetensors({"a": tensor([1], 0, 4) | {"data_offsets": [0, 4, 8]}}, ONE), 'tensor "a".data_offsets: expected 2 values, got 3'
    yield "offsets-negative", safetensors({"a": tensor([1], -4, 0)}, ONE), 'tensor "a".data_offsets: -4 is out of range'
    yield "offsets-backwards", safetensors({"a": tensor([1], 4, 0)}, ONE), 'tensor "a": ends at 0, before its begin at 4'
    yield "offsets-hole-at-begin", safetensors({"a": tensor([1], 4, 8)}, floats(1, 2)), 'tensor "a": begins at 4, where the one before it ends at 0 (hole)'
    yield "offsets-hole", safetensors({"a": tensor([1], 0, 4), "b": tensor([1], 8, 12)}, floats(1, 2, 3)), 'tensor "b": begins at 8, where the one before it ends at 4 (hole)'
    yield "offsets-overlap", safetensors({"a": tensor([2], 0, 8), "b": tensor([2], 4, 12)}, floats(1, 2, 3)), 'tensor "b": begins at 4, where the one before it ends at 8 (overlap)'
    yield "offsets-of-another", safetensors({"a": tensor([1], 0, 4), "b": tensor([1], 0, 4)}, ONE), 'tensor "b": begins at 0, where the one before it ends at 4 (overlap)'
    yield "offsets-beyond-the-end", safetensors({"a": tensor([4], 0, 16)}, ONE), "truncated: 16 bytes of tensors, 4 in the file"
    yield "name-of-two-lines", safetensors({"a\nb": tensor([2], 0, 4)}, ONE), 'tensor "a\\nb": [2] of F32 needs 8 bytes, its offsets span 4'
    yield "name-of-1000-letters", safetensors({"x" * 1000: tensor([2], 0, 4)}, ONE), 'tensor "' + "x" * 80 + '...": [2] of F32 needs 8 bytes, its offsets span 4'
    yield "name-with-escape-sequence", safetensors({"\x1b[2J": tensor([2], 0, 4)}, ONE), 'tensor "\\u001b[2J": [2] of F32 needs 8 bytes, its offsets span 4'
    yield "good-elements-of-one-byte-at-odd-places", safetensors({"a": tensor([1], 0, 1, "U8"), "b": tensor([1], 1, 5)}, b"\1" + ONE), None


def cases():
    for group in (form_cases, json_cases, field_cases):
        for name, content, fault in group():
            yield "weights-" + name, "safetensors", content, fault
