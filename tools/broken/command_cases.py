"""Command lines: what is wrong usage, and paths that are no files."""

from command_line import Command, failed, png, usage

CLASSIFY = "classify a.png "
MPP = "is not a number from 0.05 to 10"


def usages():
    yield usage("none", "", "A subcommand is required", of="")
    yield usage("misspelt", "clasify a.png",
                'unknown subcommand "clasify"; did you mean classify?', of="")
    yield usage("unknown-option", CLASSIFY + "--colour",
                'unknown option "--colour"')
    yield usage("option-before-the-command", "--json classify a.png",
                'unknown option "--json"', of="")
    yield usage("two-commands", "nuclei a.png --csv b.csv stain",
                "--csv takes one picture; --output is a folder for the tables of several")
    yield usage("classify-nothing", "classify", "PATH is required")
    yield usage("classify-output-without-name", CLASSIFY + "--output",
                "--output needs a value")
    # As a script with an unset variable has them.
    yield usage("classify-output-empty", ["classify", "a.png", "--output", ""],
                "--output needs a value")
    yield usage("nuclei-into-nothing", ["nuclei", "a.png", "--csv", ""], "--csv needs a value")
    yield usage("model-import-output-empty", ["model", "import", "c.pth", "--output="],
                "--output needs a value")
    yield usage("set-nothing", ["train", "--data", "d", "--output", "r", "--set", ""],
                "--set needs a value")
    yield usage("reproduce-rows-empty", ["reproduce", "--data", "d", "--rows", "", "--output", "r"],
                "--rows needs a value")
    yield usage("classify-resume-without-output", CLASSIFY + "--resume",
                "--resume requires --output")
    for name, text in (("text", "many"), ("negative", "-1"), ("fraction", "1.5"),
                       ("too-many", "100000"), ("beyond-64-bits", "99999999999999999999")):
        said = f"--threads: {text} is no such number" if name == "fraction" else \
            f"--threads: {text} is not a number from 0 to 1024"
        yield usage("classify-threads-" + name, CLASSIFY + "--threads " + text, said)
    yield usage("classify-precision", CLASSIFY + "--precision fp64",
                "--precision: fp64 is none of auto, fp32, bf16, int8")
    yield usage("classify-backend", CLASSIFY + "--backend cuda",
                "--backend: cuda is none of openvino, libtorch")
    devices = "is none of cpu, cuda, cuda:N"
    for name, text in (("unknown", "gpu"), ("without-number", "cuda:"), ("negative", "cuda:-1"),
                       ("of-two", "cuda:0,1"), ("beyond-32-bits", "cuda:4294967296")):
        yield usage("classify-device-" + name, CLASSIFY + "--device " + text,
                    f"--device: {text} {devices}")
    for command in ("evaluate --data d --model m --output e", "bench",
                    "train --data d --output r", "reproduce --data d --output r",
                    "model calibrate m --data d --output o"):
        yield usage(command.split(" --")[0].replace(" m", "").replace(" ", "-") + "-device",
                    command + " --device tpu", f"--device: tpu {devices}")
    yield usage("classify-device-by-openvino", CLASSIFY + "--backend openvino --device cuda",
                "--device: cuda runs by LibTorch, not by --backend openvino")
    for text in ("0", "nan", "-0.5", "inf", "1e999", "0.04", "10.5", "0,42", "x", "0.42um"):
        yield usage("mpp-" + text.replace(",", "-comma-"), CLASSIFY + "--mpp " + text,
                    f"--mpp: {text} {MPP}")
    yield usage("mpp-x-alone", CLASSIFY + "--mpp-x 0.5", "--mpp-x requires --mpp-y")
    yield usage("mpp-y-alone", CLASSIFY + "--mpp-y 0.5", "--mpp-y requires --mpp-x")
    yield usage("mpp-beside-mpp-x", CLASSIFY + "--mpp 0.5 --mpp-x 0.5 --mpp-y 0.5",
                "--mpp excludes --mpp-x")
    yield usage("mpp-x-of-nan", CLASSIFY + "--mpp-x nan --mpp-y 0.5", f"--mpp-x: nan {MPP}")
    pixels = "is not a number from 1 to 4294967296"
    for text in ("0", "-5", "99999999999999999999", "nan", "all"):
        yield usage("max-pixels-" + text, CLASSIFY + "--max-pixels " + text,
                    f"--max-pixels: {text} {pixels}")
    yield usage("nuclei-of-two", "nuclei a.png b.png --csv c.csv",
                "--csv takes one picture; --output is a folder for the tables of several")
    yield usage("nuclei-without-table", "nuclei a.png",
                "Exactly 1 option from [--csv,--output] is required")
    yield usage("nuclei-leading-dash", "nuclei -a.png --csv c.csv", 'unknown option "-a.png"')
    yield usage("nuclei-detector", "nuclei a.png --csv c.csv --detector unet",
                "--detector: unet is none of hematoxylin, paper, learned")
    yield usage("regions-without-output", "regions a.png", "--output is required")
    yield usage("regions-of-seven-views", "regions a.png --output r --views 7",
                "--views: Value 7 not in range 1 to 6")
    yield usage("regions-of-no-views", "regions a.png --output r --views 0",
                "--views: Value 0 not in range 1 to 6")
    yield usage("stain-method", "stain a.png --output b.png --method vahadane",
                "--method: vahadane is none of none, reinhard, macenko")
    yield usage("phantom-of-0-pixels", "phantom --output p.png --width 0",
                "--width: Value 0 not in range 64 to 40960")
    yield usage("phantom-of-negative-pixels", "phantom --output p.png --height -64",
                "--height: Value -64 not in range 64 to 40960")
    yield usage("phantom-mpp-nan", "phantom --output p.png --mpp nan",
                "--mpp: nan is not a number from 0.1 to 2")
    yield usage("phantom-seed-negative", "phantom --output p --seed -3",
                "--seed: -3 is not a number from 0 to 9e+15")
    yield usage("calibrate-fields-negative",
                "model calibrate m --data d --output o --fields -1",
                "--fields: -1 is not a number from 0 to 65536")
    for folds in ("0", "1"):
        yield usage("reproduce-folds-" + folds, "reproduce --data d --output r --folds " + folds,
                    f"--folds: {folds} is not a number from 2 to 1000")
    yield usage("phantom-of-none", "phantom --output p --count 0",
                "--count: Value 0 not in range 1 to 1000000")
    yield usage("phantom-like", "phantom --output p.png --like benine",
                "--like: benine is none of normal, benign, in_situ, invasive; "
                "did you mean benign?")
    yield usage("train-without-data", "train --output r", "--data is required")
    yield usage("train-seed-negative", "train --data d --output r --seed -1",
                "--seed: -1 is not a number from 0 to 9e+15")
    yield usage("train-fold-of-text", "train --data d --output r --fold one",
                "--fold: one is no such number")
    yield usage("train-from-two", "train --data d --output r --weights w --model m",
                "--weights excludes --model")
    yield usage("evaluate-nothing", "evaluate --data d --output e",
                "Exactly 1 option from [--model,--predictions] is required")
    yield usage("model-alone", "model", "A subcommand is required")
    yield usage("model-store-weights", "model store m --weights q2 --output o",
                "--weights: q2 is none of f32, f16, bf16, q8")


def paths():
    no_file = "can't be read: No such file or directory"
    yield failed("nuclei-of-a-folder", "nuclei in --csv c.csv",
                 "in: is a folder: expected an image file")
    yield failed("nuclei-of-nothing", "nuclei a.png --csv c.csv", "a.png: " + no_file)
    yield failed("nuclei-of-zeros", "nuclei /dev/zero --csv c.csv",
                 "/dev/zero: is no regular file: expected an image file")
    yield failed("nuclei-name-of-two-lines", ["nuclei", "a\nb.png", "--csv", "c.csv"],
                 "a\\nb.png: " + no_file)
    yield failed("nuclei-name-with-escape", ["nuclei", "\x1b[31ma.png", "--csv", "c.csv"],
                 "\\\\x1b[31ma.png: " + no_file)
    yield failed("nuclei-name-not-utf-8", ["nuclei", "caf\\xe9.png", "--csv", "c.csv"],
                 "caf\\xe9.png: " + no_file)
    yield failed("nuclei-name-of-300-letters", ["nuclei", "x" * 300, "--csv", "c.csv"],
                 "x" * 300 + ": can't be read: File name too long")
    yield failed("nuclei-leading-dash-behind-two", "nuclei --csv c.csv -- -a.png",
                 "-a.png: " + no_file)
    picture = {"a.png": png(), "other/b.png": png()}
    assumed = "in/a.png: has no pixel size; taken as 0.42 um (--mpp gives one; said once)"
    for name, target, fault in (("a-full-disk", "/dev/full", "is no regular file"),
                                ("a-folder", "in", "Is a directory"),
                                ("no-folder", "none/c.csv", "No such file or directory"),
                                ("proc", "/proc/c.csv", "No such file or directory")):
        yield failed("nuclei-into-" + name, f"nuclei in/a.png --csv {target}", assumed,
                     f"{target}: can't be written: {fault}", files=picture)
    extension = "can't be written: expected an extension of .png, .jpg, .jpeg, .tif or .tiff"
    yield failed("stain-into-a-gif", "stain in/a.png --output b.gif",
                 "in/a.png: its stains are too alike to be told apart; left as it is",
                 f"b.gif: {extension}", files=picture)
    yield failed("stain-target-of-gray", "stain in/a.png --target in/a.png --output b.png",
                 "in/a.png: shows no tissue stained with both hematoxylin and eosin", files=picture)
    yield failed("stain-target-missing", "stain in/a.png --target c.png --output b.png",
                 "c.png: " + no_file, files=picture)
    yield failed("regions-into-a-file", "regions in/a.png --output in/a.png/r",
                 "in/a.png/r: Not a directory", files=picture)
    yield failed("regions-of-no-pictures", "regions in --output r", "in: holds no pictures", left=1)
    yield failed("regions-of-a-manifest-with-faults", "regions in/m.csv --output r",
                 'in/a.png: mpp is "99", expected between 0.05 and 10 um per pixel (m.csv:2)',
                 "in/b.png: no such file (m.csv:3)", "2 of 2 pictures failed",
                 left=1, files={"a.png": png(), "m.csv": "file,mpp\na.png,99\nb.png,0.42\n"})
    yield failed("phantoms-into-a-picture", "phantom --output q.tif --count 2",
                 "q.tif: can't hold 2 phantoms: name a folder")
    yield failed("compare-into-its-own", "compare in/p.csv in/p.csv --data in/m.csv --output in/p.csv",
                 "in/p.csv: is an input of this run, which the output would replace",
                 files={"p.csv": "file,class\na.png,A\n", "m.csv": "file,class\na.png,A\nb.png,B\n"})
    yield failed("model-into-itself", "model store in/m.safetensors --weights q8 --output in/m.safetensors",
                 "in/m.safetensors: is an input of this run, which the output would replace",
                 files={"m.safetensors": "a model"})
    yield failed("phantom-into-a-file", "phantom --output in/a.png/p --count 2",
                 "in/a.png/p: Not a directory", files=picture)
    yield failed("model-of-zeros", "model show /dev/zero",
                 "/dev/zero: can't be read: not a regular file")
    yield failed("model-of-a-folder", "model show in", "in: can't be read: not a regular file")
    yield failed("model-of-a-picture", "classify in/a.png --model in/a.png",
                 "in/a.png: not a safetensors file: a header of 727905341920923785 bytes",
                 files=picture)
    yield failed("curves-of-zeros", "curves /dev/zero --output c", "/dev/zero: is no regular file")
    yield failed("evaluate-zeros", "evaluate --data /dev/zero --predictions p.csv --output e",
                 "/dev/zero: is no regular file")
    yield failed("evaluate-a-folder", "evaluate --data in --predictions in --output e",
                 "in: holds no pictures: expected a folder per class, Photos/ as in BACH, or a "
                 "manifest.csv")
    copies = {"a.png": png(), "b.png": png(), "m.csv": "file,class\na.png,Normal\nb.png,Normal\n"}
    same = "in/b.png: is the same file as in/a.png"
    nothing_done = "in/m.csv: 1 file at fault, nothing was done (--skip-faulty leaves them out)"
    assumed = "in/m.csv: 2 of 2 pictures without a pixel size; taken as 0.42 um (--mpp gives one)"
    yield failed("evaluate-of-copies",
                 "evaluate --data in/m.csv --predictions p.csv --seen-by m --output e", assumed,
                 same, nothing_done, files=copies)
    yield failed("reproduce-of-copies", "reproduce --data in/m.csv --output r", assumed, same, nothing_done, files=copies, left=1)
    yield failed("compare-folders", "compare in/other in/other --data in/m.csv",
                 "in/other: is a folder, not a CSV file",
                 files={**picture, "m.csv": "file,class\na.png,A\nother/b.png,B\n"})
    yield Command("max-pixels-exceeded", "nuclei in/a.png --csv c.csv --max-pixels 1023".split(), 1,
                  ["msmv: in/a.png: has 32 x 32 pixels: expected at most 1023 together "
                   "(--max-pixels)"], picture)
    yield Command("mpp-required", "nuclei in/a.png --csv c.csv --require-mpp".split(), 1,
                  ["msmv: in/a.png: says nothing of its pixel size; give the true one with --mpp"],
                  picture)
    yield Command("mpp-makes-it-too-small", "nuclei in/a.png --csv c.csv --mpp 0.05".split(), 1,
                  ["msmv: in/a.png: has 4 x 4 pixels at 0.42 um: expected at least 32 x 32"],
                  picture)


def cases():
    yield from usages()
    yield from paths()
