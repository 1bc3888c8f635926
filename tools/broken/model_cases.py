"""Files that are no models, or models at odds with themselves: (name, reader, bytes, fault)."""

import json

from weights_file import floats, safetensors, tensor

WHOLE = {"format": "msmv", "format_version": "1", "config": "{}", "provenance": "{}"}
BIAS = "fdnet.classifier.bias"


def with_metadata(**changed):
    """A model without tensors; None takes an entry away."""
    metadata = {key: value for key, value in (WHOLE | changed).items() if value is not None}
    return safetensors({"__metadata__": metadata})


def with_config(config):
    return with_metadata(config=json.dumps(config))


def with_bias(values, config="{}", name=BIAS):
    return safetensors({"__metadata__": WHOLE | {"config": config}, name: tensor([len(values)], 0, 4 * len(values))}, floats(*values))


def format_cases():
    yield "empty", b"", "empty file"
    yield "foreign", safetensors({"__metadata__": {"format": "pt"}, "a": tensor([1], 0, 4)}, floats(1)), 'safetensors, but not an msmv model (format "pt")'
    yield "without-metadata", safetensors({"a": tensor([1], 0, 4)}, floats(1)), "safetensors, but not an msmv model (format missing)"
    yield "truncated", with_bias([0] * 4)[:-1], "truncated: 16 bytes of tensors, 15 in the file"
    yield "truncated-in-header", with_bias([0] * 4)[:50], "truncated: a header of 177 bytes in a file of 50 bytes"
    yield "newer", with_metadata(format_version="2"), "written by a newer msmv: format version 2, this one reads up to 1"
    yield "version-0", with_metadata(format_version="0"), 'format version "0" is none'
    yield "version-text", with_metadata(format_version="one"), 'format version "one" is none'
    yield "version-with-space", with_metadata(format_version=" 1"), 'format version " 1" is none'
    yield "version-fraction", with_metadata(format_version="1.5"), 'format version "1.5" is none'
    yield "version-too-long", with_metadata(format_version="9" * 40), 'format version "' + "9" * 40 + '" is none'
    for key in ("format_version", "config", "provenance"):
        yield f"without-{key.replace('_', '-')}", with_metadata(**{key: None}), f'not a whole msmv model: no "{key}" in its metadata'


def config_cases():
    yield "config-not-json", with_metadata(config="{"), "config: not JSON at byte 2"
    yield "config-empty", with_metadata(config=""), "config: not JSON at byte 1"
    yield "config-list", with_metadata(config="[]"), "config: expected an object, got array"
    yield "config-null", with_metadata(config="null"), "config: expected an object, got null"
    yield "config-key-twice", with_metadata(config='{"krem": {"views": 1, "views": 2}}'), 'config: "views" stands twice'
    yield "config-nested-deep", with_metadata(config="[" * 5000), "config: nested deeper than 64 levels"
    yield "config-unknown-key", with_config({"colour": 1}), 'config: unknown setting "colour"'
    yield "config-unknown-key-inside", with_config({"krem": {"colour": 1}}), 'config.krem: unknown setting "colour"'
    yield "config-key-of-two-lines", with_config({"a\nb": 1}), 'config: unknown setting "a\\nb"'
    yield "config-section-a-number", with_config({"krem": 1}), "config.krem: expected an object, got number"
    yield "config-resolution-0", with_config({"image": {"um_per_px": 0}}), "config.image.um_per_px: 0 is not between 0.05 and 10.0"
    yield "config-resolution-text", with_config({"image": {"um_per_px": "0.42"}}), 'config.image.um_per_px: wrong type, got "0.42"'
    yield "config-resolution-null", with_config({"image": {"um_per_px": None}}), "config.image.um_per_px: wrong type, got null"
    yield "config-resolution-too-long", with_metadata(config='{"image": {"um_per_px": 1e999}}'), "config: a number too large"
    yield "config-field-below-window", with_config({"image": {"min_side_px": 500}}), "config.image.min_side_px: 500 is less than the largest window, 897"
    yield "config-classes-text", with_config({"classes": "Normal"}), 'config.classes: wrong type, got "Normal"'
    yield "config-one-class", with_config({"classes": ["a"]}), "config.classes: expected 2 to 1000, got 1"
    yield "config-1001-classes", with_config({"classes": [str(i) for i in range(1001)]}), "config.classes: expected 2 to 1000, got 1001"
    yield "config-class-twice", with_config({"classes": ["a", "b", "a"]}), 'config.classes: "a" stands twice'
    yield "config-class-without-name", with_config({"classes": ["a", ""]}), 'config.classes: "" is no name'
    yield "config-class-of-two-lines", with_config({"classes": ["a", "b\nc"]}), 'config.classes: "b\\nc" is no name'
    yield "config-unknown-backbone", with_config({"pfenet": {"backbone": "resnet49"}}), 'config.pfenet.backbone: "resnet49" is none of resnet50, resnet101, vgg16, googlenet, densenet161, inception_v3, araujo2017, vision_transformer, resnet50_stage3, resnet50_stages34'
    yield "config-shared-a-number", with_config({"pfenet": {"shared_weights": 1}}), "config.pfenet.shared_weights: wrong type, got 1"
    yield "config-unknown-discriminator", with_config({"fdnet": {"discriminator": "gru"}}), 'config.fdnet.discriminator: "gru" is none of fc, svm, bilstm'
    yield "config-layers-0", with_config({"fdnet": {"layers": 0}}), "config.fdnet.layers: 0 is not between 1.0 and 3.0"
    yield "config-layers-fraction", with_config({"fdnet": {"layers": 1.5}}), "config.fdnet.layers: expected a whole number, got 1.5"
    yield "config-hidden-of-a-billion", with_config({"fdnet": {"hidden_per_direction": 10**9}}), "config.fdnet.hidden_per_direction: 1000000000 is not between 1.0 and 4096.0"
    yield "config-hidden-beyond-64-bits", with_metadata(config='{"fdnet": {"hidden_per_direction": 4294967552}}'), "config.fdnet.hidden_per_direction: 4294967552 is not between 1.0 and 4096.0"
    yield "config-without-windows", with_config({"krem": {"windows_px": [], "steps_px": []}}), "krem: windows_px [] and steps_px [] must name the same scales, at least one"
    yield "config-windows-and-steps-differ", with_config({"krem": {"windows_px": [400, 224]}}), "krem: windows_px [400,224] and steps_px [80,40,20] must name the same scales, at least one"
    yield "config-windows-out-of-order", with_config({"krem": {"windows_px": [224, 400, 897]}}), "krem: windows_px [224,400,897] must go from coarse to fine, each inside the one before it"
    yield "config-9-scales", with_config({"krem": {"windows_px": [224] * 9, "steps_px": [20] * 9}}), "config.krem.windows_px: at most 8 scales, got 9"
    yield "provenance-not-json", with_metadata(provenance="by hand"), "provenance: not JSON at byte 1"
    yield "provenance-list", with_metadata(provenance="[]"), "provenance: expected an object, got array"
    yield "calibration-text", with_metadata(calibration='"none"'), "calibration: expected an object, got string"


def weight_cases():
    shared = '{"pfenet": {"shared_weights": true}}'
    yield "without-weights", with_metadata(), f'this model needs tensor "{BIAS}" (813 of 813 missing)'
    yield "without-encoders", with_bias([0] * 4, shared), 'this model needs tensor "fdnet.classifier.weight" (282 of 283 missing)'
    yield "weights-of-other-classes", with_bias([0] * 5), f'tensor "{BIAS}": shape [5], this model needs [4]'
    yield "weights-nan", with_bias([0, 0, float("nan"), 0]), f'tensor "{BIAS}": value 2 is not finite'
    yield "weights-infinite", with_bias([float("inf"), 0, 0, 0]), f'tensor "{BIAS}": value 0 is not finite'
    yield "weights-of-another-head", with_bias([0] * 4, '{"fdnet": {"discriminator": "fc"}}', "fdnet.lstm.bias_ih_l0"), 'tensor "fdnet.lstm.bias_ih_l0": no part of this model'
    yield "weights-of-another-layer", with_bias([0] * 4, '{"fdnet": {"layers": 1}}', "fdnet.lstm.bias_ih_l1"), 'tensor "fdnet.lstm.bias_ih_l1": no part of this model'
    yield "weights-of-a-fourth-scale", with_bias([0] * 64, "{}", "pfenet.scale3.bn1.bias"), 'tensor "pfenet.scale3.bn1.bias": no part of this model'
    yield "weights-shared-where-each-has-its-own", with_bias([0] * 64, "{}", "pfenet.shared.bn1.bias"), 'tensor "pfenet.shared.bn1.bias": no part of this model'
    yield "weights-extra", with_bias([0], "{}", "backdoor"), 'tensor "backdoor": no part of this model'


def cases():
    for group in (format_cases, config_cases, weight_cases):
        for name, content, fault in group():
            yield "model-" + name, "model", content, fault
