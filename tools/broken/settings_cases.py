"""Settings of a training run: files of --config, and --set."""

import json

from command_line import failed, usage

TRAIN = "train --data d --output r --weights w".split()


def file(name, content, fault):
    content = content if isinstance(content, (bytes, str)) else json.dumps(content)
    return failed("config-" + name, [*TRAIN, "--config", "in/file"], "in/file" + fault,
                  files={"file": content})


def one(name, assignment, fault):
    return failed("set-" + name, [*TRAIN, "--set", assignment], "--set" + fault)


def files():
    yield file("empty", "", ": not JSON at byte 1")
    yield file("cut-short", '{"training": {"epochs": 3', ": not JSON at byte 26")
    yield file("comment", '{"training": {} // none\n}', ": not JSON at byte 17")
    yield file("two-values", "{} {}", ": not JSON at byte 4")
    yield file("not-utf-8", b'{"mod\xe9l": 1}', ": not JSON at byte 7")
    yield file("utf-16", '{"model": {}}'.encode("utf-16"), ": not JSON at byte 1")
    yield file("nul-bytes", bytes(64), ": not JSON at byte 1")
    yield file("nan", '{"training": {"learning_rate": NaN}}', ": not JSON at byte 32")
    yield file("list", [], ": expected an object, got array")
    yield file("number", 3, ": expected an object, got number")
    yield file("null", None, ": expected an object, got null")
    yield file("nested-too-deep", "[" * 7000 + "]" * 7000, ": nested deeper than 64 levels")
    yield file("nested-and-never-closed", "[" * 14000, ": nested deeper than 64 levels")
    yield file("key-twice", '{"training": {"epochs": 3, "epochs": 4}}', ': "epochs" stands twice')
    yield file("part-twice", '{"split": {}, "split": {}}', ': "split" stands twice')
    yield file("unknown-part", {"trainer": {}}, ': unknown setting "trainer"')
    yield file("unknown-setting", {"training": {"epoch": 3}},
               '.training: unknown setting "epoch"; did you mean "epochs"?')
    yield file("key-of-two-lines", {"a\nb": 3}, ': unknown setting "a\\nb"')
    yield file("key-of-a-thousand-letters", {"x" * 1000: 3},
               ': unknown setting "' + "x" * 80 + '..."')
    yield file("part-of-a-list", {"training": []}, ".training: expected an object, got array")
    yield file("part-of-null", {"model": {"krem": None}},
               ".model.krem: expected an object, got null")
    for name, value, said in (("text", "3", 'wrong type, got "3"'),
                              ("a-switch", True, "wrong type, got true"),
                              ("null", None, "wrong type, got null"),
                              ("a-list", [3], "wrong type, got [3]"),
                              ("a-fraction", 1.5, "expected a whole number, got 1.5"),
                              ("0", 0, "0 is not between 1.0 and 100000.0"),
                              ("minus-1", -1, "-1 is not between 1.0 and 100000.0"),
                              ("2-to-the-32nd", 2 ** 32, "4294967296 is not between 1.0 and "
                               "100000.0"),
                              ("2-to-the-64th", 2 ** 64, "expected a whole number, got "
                               "1.8446744073709552e+19")):
        yield file("epochs-of-" + name, {"training": {"epochs": value}},
                   ".training.epochs: " + said)
    yield file("number-too-large", '{"training": {"learning_rate": 1e999}}',
               ": a number too large")
    yield file("rate-negative", {"training": {"learning_rate": -0.1}},
               ".training.learning_rate: -0.1 is not between 0.0 and 10.0")
    yield file("switch-of-1", {"training": {"augmentation": {"turns": 1}}},
               ".training.augmentation.turns: wrong type, got 1")
    yield file("name-unknown", {"training": {"optimizer": "adam"}},
               '.training.optimizer: "adam" is none of sgd, adamw')
    yield file("name-of-a-number", {"training": {"schedule": 1}},
               ".training.schedule: 1 is none of step, cosine")
    yield file("stages-too-few", {"training": {"stage_learning_rates": [1, 1]}},
               ".training.stage_learning_rates: expected 5 values, got 2")
    yield file("stages-of-text", {"training": {"stage_learning_rates": [1, 1, 1, 1, "1"]}},
               '.training.stage_learning_rates: wrong type, got "1"')
    yield file("seed-negative", {"model": {"krem": {"seed": -1}}},
               ".model.krem.seed: -1 is out of range")
    yield file("windows-negative", {"model": {"krem": {"windows_px": [-224]}}},
               ".model.krem.windows_px: -224 is not between 8.0 and 16384.0")


def assignments():
    yield one("without-value", "training.epochs",
              ' "training.epochs": wanted NAME=VALUE, as in training.epochs=3')
    yield one("without-name", "=3", ' "=3": wanted NAME=VALUE, as in training.epochs=3')
    yield one("empty-value", "training.epochs=", '.training.epochs: wrong type, got ""')
    yield one("misspelt", "training.epoch=3",
              '.training: unknown setting "epoch"; did you mean "epochs"?')
    yield one("without-part", "epochs=3", ': unknown setting "epochs"')
    yield one("too-deep", "training.epochs.x=3", '.training.epochs: wrong type, got {"x":3}')
    yield one("dots-only", "...=3", ': unknown setting ""')
    yield one("tilde", "a~b=1", ': unknown setting "a~b"')
    yield one("slash", "training/epochs=1", ': unknown setting "training/epochs"')
    yield one("huge-index", "training.999999999999=1", '.training: unknown setting "999999999999"')
    yield one("whole-part", "training=3", ".training: expected an object, got number")
    yield one("brackets", "training.epochs=" + "[" * 5000 + "]" * 5000,
              ' "training.epochs=' + "[" * 64 + '...": nested deeper than 64 levels')
    yield one("not-utf-8", "training.optimizer=\\xff",
              '.training.optimizer: "\ufffd" is none of sgd, adamw')
    yield one("key-twice", 'training={"epochs":1,"epochs":2}',
              ' "training={\\"epochs\\":1,\\"epochs\\":2}": "epochs" stands twice')


def models():
    """Settings that are right one by one, but not together."""
    def together(name, assignment, fault):
        return failed("settings-" + name, [*TRAIN, "--set", assignment], fault)
    yield together("steps-too-few", "model.krem.steps_px=[80]",
                   "krem: windows_px [897,400,224] and steps_px [80] must name the same scales, "
                   "at least one")
    yield together("windows-not-nested", "model.krem.windows_px=[224,400,897]",
                   "krem: windows_px [224,400,897] must go from coarse to fine, each inside the one "
                   "before it")
    yield together("classes-of-one", 'model.classes=["A"]', "config.classes: expected 2 to 1000, got 1")
    yield together("class-twice", 'model.classes=["A","A"]', 'config.classes: "A" stands twice')
    yield together("class-without-name", 'model.classes=["A",""]', 'config.classes: "" is no name')


def cases():
    yield from files()
    yield from assignments()
    yield from models()
    yield usage("preset-unknown", " ".join([*TRAIN, "--preset", "quick"]),
                "--preset: quick is none of paper, frozen, last-stage, stages34, full")
    yield failed("config-missing", [*TRAIN, "--config", "none.json"],
                 "none.json: can't be read: No such file or directory")
    yield failed("config-of-zeros", [*TRAIN, "--config", "/dev/zero"],
                 "/dev/zero: can't be read: not a regular file")
