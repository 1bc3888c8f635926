#!/usr/bin/python3
"""Writes the broken manifests, class folders, prediction files and training logs of tests/broken.

    python3 tools/broken/make_manifests.py

A case holds the reader and the lines that a user must get, and `file`, or `set/` for class folders.
The lines are written out by hand beside each case, never taken from what msmv said. Tables of other
readers are left alone.
"""

import table

BACH = ["Normal", "Benign", "InSitu", "Invasive"]
HEAD = "file,class\n"
MPP = "expected between 0.05 and 10 um per pixel"


def table_cases(prefix, reader, head, row):
    """What is wrong with any CSV file, whatever its columns: `row` is one good line after `head`."""
    columns = head.strip().replace(",", ", ")
    count = head.count(",") + 1

    def case(name, content, *lines):
        return (prefix + name, reader, {"file": content}, lines)

    yield case("empty", b"", "file: is empty: expected a header of column names")
    yield case("only-a-byte-order-mark", b"\xef\xbb\xbf",
               "file: is empty: expected a header of column names")
    yield case("only-empty-lines", b"\r\n\n\r\n", "file: is empty: expected a header of column names")
    yield case("quote-never-closed", head + row + '"a.png' + "\nx,y\n",
               "file:3: a quote is opened and never closed")
    yield case("quote-inside-a-field", head + 'a"b.png' + "," * (count - 1) + "\n",
               "file:2: a quote inside a field that does not begin with one")
    yield case("text-after-a-quote", head + '"a".png' + "," * (count - 1) + "\n",
               "file:2: text after a closing quote")
    yield case("field-too-few", head + row + "a.png\n",
               f"file:3: 1 fields, expected {count} ({columns})")
    yield case("field-too-many", head + row.strip() + ",x\n",
               f"file:2: {count + 1} fields, expected {count} ({columns})")
    yield case("ragged-after-a-field-of-two-lines", head + row.replace("a.png", '"a\n.png"') + "x\n",
               f"file:4: 1 fields, expected {count} ({columns})")
    missing = ["a.png: no such file (file:2)"] if reader == "manifest" else []
    yield case("semicolons", (head + row).replace(",", ";"), *missing)
    yield case("tabs", (head + row).replace(",", "\t"), *missing)
    # A manifest's reader says that it takes them for Windows-1252; others can't say it.
    yield case("latin-1", (head + row).encode() + b"caf\xe9.png" + b",1" * (count - 1) + b"\n",
               *([*missing, "caf\u00e9.png: no such file (file:3)"] if missing else
                 ["file:3: holds bytes that are not UTF-8 (save it as UTF-8)"]))
    yield case("utf-8-cut-in-a-letter", (head + row).encode() + b"\xe2\x82",
               "file:3: holds bytes that are not UTF-8 (save it as UTF-8)")
    yield case("utf-16", "\ufeff".encode("utf-16-le") + (head + row).encode("utf-16-le"),
               *missing)
    yield case("utf-16-without-its-mark", (head + row).encode("utf-16-le"),
               "file:1: holds a NUL byte: not a CSV file, or UTF-16 without its mark (save it as UTF-8)")
    yield case("utf-16-of-half-a-letter", b"\xff\xfe" + head.encode("utf-16-le")[:-1],
               "file: is damaged: it begins as UTF-16 and goes on as something else")
    yield case("nul-byte", head.encode() + b"a\0.png" + b"," * (count - 1) + b"\n",
               "file:2: holds a NUL byte: not a CSV file, or UTF-16 without its mark (save it as UTF-8)")
    yield case("old-macintosh-lines", (head + row).replace("\n", "\r"), *missing)
    yield case("carriage-return-inside", (head + row).replace("\n", "\r", 1),
               "file:1: a carriage return without a line feed")
    yield case("column-twice", head.strip() + ",File\n" + row.strip() + ",x\n",
               'file:1: column "File" comes twice')
    yield case("column-of-5000-letters", head.strip() + "," + "x" * 5000 + "\n" + row.strip() + ",1\n",
               "file:1: a column name of 5000 bytes")
    yield case("png-picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(20),
               "file:3: holds a NUL byte: not a CSV file, or UTF-16 without its mark (save it as UTF-8)")


def manifest(name, content, *lines, pictures=("a.png", "b.png"), **options):
    files = {"file": content, **{picture: picture for picture in pictures}}
    return ("manifest-" + name, "manifest", files, lines, options)


def manifests():
    yield from table_cases("manifest-", "manifest", HEAD, "a.png,Benign\n")
    good = "file,class,patient,split,mpp\na.png,Benign,7,val,0.5\nb.png,Normal,,,\n"
    yield manifest("good", good)
    yield manifest("good-with-byte-order-mark", b"\xef\xbb\xbf" + good.encode())
    yield manifest("good-with-crlf", good.replace("\n", "\r\n"))
    yield manifest("good-with-quotes", 'file,class,note\n"a.png","Benign","a ""b"", c\nd"\n')
    yield manifest("good-without-last-line-end", good.strip())
    yield manifest("good-with-capitals-in-the-header", "File,CLASS\na.png,Benign\n")
    yield manifest("good-with-classes-spelt-otherwise", HEAD + "a.png,in situ carcinoma\n",
                   classes=BACH)
    yield manifest("header-only", HEAD, "file: lists no files")
    yield manifest("no-file-column", "path,class\na.png,Benign\n",
                   'file: no column "file" (columns: path, class)')
    yield manifest("no-class-column", "file,label\na.png,Benign\n",
                   'file: no column "class" (columns: file, label)')
    yield manifest("no-header", "a.png,Benign\nb.png,Normal\n",
                   'file: no column "file" (columns: a.png, Benign)')
    yield manifest("misspelt-patient", "file,class,pateint\na.png,Benign,1\n",
                   'file: unknown column "pateint"; did you mean "patient"?')
    yield manifest("misspelt-mpp", "file,class,mpp_xx,mpp_y\na.png,Benign,1,1\n",
                   'file: unknown column "mpp_xx"; did you mean "mpp_x"?')
    yield manifest("missing-file", HEAD + "c.png,Benign\n", "c.png: no such file (file:2)")
    yield manifest("folder-for-a-file", HEAD + "below,Benign\n", "below: is no file (file:2)",
                   pictures=("below/a.png",))
    yield manifest("no-name", HEAD + ",Benign\na.png,Normal\n", "file:2: names no file")
    yield manifest("row-twice", HEAD + "a.png,Benign\nb.png,Benign\na.png,Benign\n",
                   "a.png: listed before, on line 2 (file:4)")
    yield manifest("row-twice-by-another-way", HEAD + "a.png,Benign\nx/.././a.png,Benign\n",
                   "a.png: listed before, on line 2 (file:3)")
    yield manifest("row-twice-in-two-classes", HEAD + "a.png,Benign\na.png,Normal\n",
                   "a.png: listed before, on line 2 (file:3)")
    outside = "lies outside the data set's folder (--root names another)"
    yield manifest("parent-folder", HEAD + "../manifest-good/a.png,Benign\n",
                   f"../manifest-good/a.png: {outside} (file:2)")
    yield manifest("parent-folder-hidden", HEAD + "x/../../manifest-good/a.png,Benign\n",
                   f"x/../../manifest-good/a.png: {outside} (file:2)")
    yield manifest("absolute-path", HEAD + "/etc/passwd,Benign\n", f"/etc/passwd: {outside} (file:2)")
    yield manifest("unknown-class", HEAD + "a.png,Begnin\nb.png,Tumour\n",
                   'a.png: unknown class "Begnin"; did you mean "Benign"? (file:2)',
                   'b.png: unknown class "Tumour" (classes: Normal, Benign, InSitu, Invasive) (file:3)',
                   classes=BACH)
    yield manifest("fifth-class-beside-bachs",
                   HEAD + "".join(f"{i}.png,{name}\n" for i, name in enumerate(BACH + ["Invasiv"])),
                   '4.png: unknown class "Invasiv"; did you mean "Invasive"? (file:6)',
                   pictures=[f"{i}.png" for i in range(5)])
    yield manifest("no-class", HEAD + "a.png,\nb.png,Benign\n", "a.png: has no class (file:2)")
    yield manifest("class-of-two-lines", HEAD + '"a.png","Be\nnign"\nb.png,Benign\n',
                   'a.png: unknown class "Be\\nnign"; did you mean "Benign"? (file:2)', classes=BACH)
    yield manifest("class-of-a-thousand-letters", HEAD + "a.png," + "x" * 1000 + "\n",
                   'a.png: unknown class "' + "x" * 80 +
                   '..." (classes: Normal, Benign, InSitu, Invasive) (file:2)', classes=BACH)
    for name, text in (("0", "0"), ("negative", "-0.4"), ("20", "20"),
                       ("with-unit", "0.42 um"), ("hexadecimal", "0x1"), ("infinite", "1e999")):
        yield manifest(f"mpp-{name}", f"file,class,mpp\na.png,Benign,{text}\n",
                       f'a.png: mpp is "{text}", {MPP} (file:2)')
    yield manifest("mpp-nan", "file,class,mpp\na.png,Benign,nan\n")  # what pandas writes for none
    yield manifest("mpp-with-a-comma", 'file,class,mpp\na.png,Benign,"0,42"\n')
    yield manifest("mpp-x-alone", "file,class,mpp_x\na.png,Benign,0.5\n",
                   f'a.png: mpp_y is "", {MPP} (file:2)')
    yield manifest("mpp-twice", "file,class,mpp,mpp_x,mpp_y\na.png,Benign,0.5,0.5,0.5\n",
                   "a.png: has mpp beside mpp_x and mpp_y: give one or the others (file:2)")
    yield manifest("several-faults-of-one-file", "file,class,mpp\nc.png,Bengin,0\nd.png,Benign,\n",
                   'c.png: no such file (file:2); unknown class "Bengin"; did you mean "Benign"? '
                   f'(file:2); mpp is "0", {MPP} (file:2)',
                   "d.png: no such file (file:3)", classes=BACH)


def folders(name, files, *lines):
    return ("folders-" + name, "folders", {"set/" + path: text for path, text in files.items()}, lines)


def class_folders():
    truth = "Photos/microscopy_ground_truth.csv"
    yield folders("without-pictures", {"notes.txt": "x"},
                  "set: holds no pictures: expected a folder per class, Photos/ as in BACH, or a "
                  "manifest.csv")
    yield folders("misspelt", {f"{name}/1.png": name for name in [*BACH, "Benin"]},
                  'set/Benin/1.png: unknown class "Benin"; did you mean "Benign"?')
    yield folders("labels-disagree", {"Photos/Normal/n001.tif": "n1", "Photos/Benign/b001.tif": "b1",
                                      truth: "n001.tif,Benign\nb001.tif,Benign\n"},
                  'set/Photos/Normal/n001.tif: lies in Normal, but microscopy_ground_truth.csv:1 says '
                  '"Benign"')
    yield folders("truth-of-one-column", {"Photos/Normal/n001.tif": "n1", truth: "n001.tif\n"},
                  f"set/{truth}:1: 1 fields, expected 2: file, class")
    yield folders("truth-with-unknown-file",
                  {"Photos/Normal/n001.tif": "n1", truth: "n001.tif,Normal\nn002.tif,Normal\n"},
                  f'set/{truth}:2: "n002.tif" is not in the folders')
    yield folders("picture-without-truth",
                  {"Photos/Normal/n001.tif": "n1", "Photos/Normal/n002.tif": "n2",
                   truth: "n001.tif,Normal\n"},
                  "set/Photos/Normal/n002.tif: is missing in microscopy_ground_truth.csv")
    yield folders("truth-not-utf-8", {"Photos/Normal/n001.tif": "n1", truth: b"n001.tif,Norm\xe4l\n"},
                  'set/Photos/Normal/n001.tif: lies in Normal, but microscopy_ground_truth.csv:1 says '
                  '"Norm\u00e4l"')
    yield folders("picture-beside-the-classes", {"Normal/1.png": "1", "2.png": "2"},
                  "set/2.png: has no class: it lies in no class's folder")


def prediction(name, content, *lines, **options):
    return ("predictions-" + name, "predictions", {"file": content}, lines, options)


def predictions():
    head = "file,class,prob_A,prob_B\n"
    yield from table_cases("predictions-", "predictions", head, "a.png,A,0.9,0.1\n")
    yield prediction("good", head + "a.png,A,0.9,0.1\n")
    yield prediction("good-without-scores", "file,class\na.png,A\n")
    yield prediction("good-failed", "file,status,class\na.png,error,\n")
    yield prediction("header-only", head, "file: holds no predictions")
    yield prediction("no-class-column", "file,prob_A\na.png,1\n",
                     'file: no column "class" (columns: file, prob_A)')
    yield prediction("no-name", head + ",A,0.9,0.1\n", "file:2: names no file")
    yield prediction("no-class", head + "a.png,,0.9,0.1\n", "file:2: has no class")
    yield prediction("unknown-class", head + "a.png,C,0.9,0.1\n",
                     'file:2: unknown class "C" (classes: A, B)')
    yield prediction("file-twice", head + "a.png,A,0.9,0.1\na.png,B,0.1,0.9\n",
                     'file:3: "a.png" comes twice')
    yield prediction("unknown-status", "file,class,status\na.png,A,fine\n",
                     'file:2: status is "fine", expected ok, unfit or error')
    yield prediction("score-above-1", head + "a.png,A,1.5,-0.5\n",
                     'file:2: prob_A is "1.5", expected between 0 and 1')
    yield prediction("score-negative", head + "a.png,A,1,-0.5\n",
                     'file:2: prob_B is "-0.5", expected between 0 and 1')
    yield prediction("score-nan", head + "a.png,A,nan,1\n",
                     'file:2: prob_A is "nan", expected between 0 and 1')
    yield prediction("score-missing", head + "a.png,A,0.9,\n",
                     'file:2: prob_B is "", expected between 0 and 1')
    yield prediction("scores-of-sum-2", head + "a.png,A,1,1\n",
                     "file:2: scores sum to 2, expected 1")
    yield prediction("scores-of-one-class", "file,class,prob_A\na.png,A,1\n",
                     'file: has no column "prob_B"', classes=["A", "B"])
    yield prediction("scores-of-a-foreign-class", "file,class,prob_A,prob_Bening\na.png,A,1,0\n",
                     'file: column "prob_Bening": unknown class "Bening"; did you mean "Benign"?',
                     classes=["A", "Benign"])
    yield prediction("scores-of-a-class-twice", "file,class,prob_In situ,prob_InSitu\na.png,InSitu,0,1\n",
                     'file: columns "prob_In situ" and "prob_InSitu" are of one class', classes=["InSitu"])
    yield prediction("votes-not-whole", "file,class,votes_A,votes_B\na.png,A,1.5,4.5\n",
                     'file:2: votes_A is "1.5", expected a whole number', classes=["A", "B"])
    yield prediction("votes-negative", "file,class,votes_A,votes_B\na.png,A,-1,7\n",
                     'file:2: votes_A is "-1", expected a whole number', classes=["A", "B"])


def training_log(name, content, *lines):
    return ("training-log-" + name, "training-log", {"file": content}, lines)


def training_logs():
    one = '{"epoch":1,"loss":1.5}\n'
    yield training_log("empty", "", "file: tells of no epoch")
    yield training_log("good", one)
    yield training_log("good-cut-in-its-last-line", one + '{"epoch":2,"lo')
    yield training_log("cut-in-another-line", '{"epoch":1,"lo\n' + one, "file:1: not JSON at byte 15")
    yield training_log("array", "[1]\n", "file:1: is no JSON object")
    yield training_log("key-twice", '{"epoch":1,"epoch":2}\n', 'file:1: "epoch" stands twice')
    yield training_log("text-for-a-loss", '{"epoch":1,"loss":"low"}\n',
                       'file:1: loss is "low", expected a number')
    yield training_log("epoch-of-text", '{"epoch":"one"}\n', 'file:1: epoch is "one", expected a number')
    yield training_log("epoch-and-a-half", '{"epoch":1.5}\n', "file:1: names no whole epoch")
    yield training_log("epoch-of-minus-one", '{"epoch":-1}\n', "file:1: names no whole epoch")
    yield training_log("no-epoch", '{"loss":1}\n', "file:1: names no whole epoch")
    yield training_log("validation-of-a-number", '{"epoch":1,"validation":3}\n',
                       "file:1: validation is no JSON object")
    yield training_log("nested-too-deep", '{"epoch":1,"x":' + "[" * 100 + "]" * 100 + "}\n",
                       "file:1: nested deeper than 64 levels")
    yield training_log("number-too-large", '{"epoch":1,"loss":1e999}\n',
                       "file:1: a number too large")


def row(name, reader, files, lines, options=None):
    expect = {"reader": reader, **({"options": options} if options else {}), "lines": list(lines)}
    return name, expect, files


def main():
    cases = [*manifests(), *class_folders(), *predictions(), *training_logs()]
    table.write(("manifest", "folders", "predictions", "training-log"), [row(*case) for case in cases])


if __name__ == "__main__":
    main()
