"""The tables of tests/broken: one a format, a case a line.

    python3 tools/broken/table.py FOLDER [READER...]         lays the cases' files out, to look at
    python3 tools/broken/table.py --corpus FOLDER FROM       what a fuzzer starts from: FROM is READER or
                                                             READER/PREFIX of the cases' names

A line is {"name", "expect", "files"}: what reading the case must give, and its files by name, as text
or as {"base64"}. A case's format is the longest of FORMATS that its name begins with.
"""

import base64
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2] / "tests" / "broken"
FORMATS = ("bmp", "command", "folders", "jp2", "jpeg", "journal", "manifest", "model", "other", "png",
           "predictions", "run", "slide", "tiff", "training-log", "weights")
LARGEST_FILE = 15 * 1024


def packed(content):
    """Text where a reader of the table can make something of it."""
    content = content if isinstance(content, bytes) else content.encode()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    if text.replace("\n", "").replace("\r", "").replace("\t", "").isprintable() and len(text) > 0:
        return text
    return {"base64": base64.b64encode(content).decode()} if content else ""


def unpacked(content):
    return base64.b64decode(content["base64"]) if isinstance(content, dict) else content.encode()


def write(formats, cases):
    """Replaces the tables of these formats by `cases`: (name, expect, files by name)."""
    lines = {name: {} for name in formats}
    for name, expect, files in cases:
        table = lines[next(form for form in formats if name.startswith(form + "-"))]
        if name in table:
            raise ValueError(f"two cases of one name: {name}")
        for file, content in files.items():
            if len(content) > LARGEST_FILE:
                raise ValueError(f"{name}: {file} has {len(content)} bytes")
        row = {"name": name, "expect": expect,
               "files": {file: packed(content) for file, content in sorted(files.items())}}
        table[name] = json.dumps(row, ensure_ascii=False) + "\n"
    for form, table in lines.items():
        text = "".join(table[name] for name in sorted(table))
        (ROOT / (form + ".jsonl")).write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(cases)} cases in {ROOT}")


def rows():
    for form in FORMATS:
        with open(ROOT / (form + ".jsonl"), encoding="utf-8", newline="\n") as table:
            yield from map(json.loads, table)


def write_corpus(folder, wanted):
    reader, _, prefix = wanted.partition("/")
    for row in rows():
        if row["expect"]["reader"] == reader and row["name"].startswith(prefix) and "file" in row["files"]:
            (pathlib.Path(folder) / row["name"]).write_bytes(unpacked(row["files"]["file"]))


def main():
    if sys.argv[1] == "--corpus":
        write_corpus(*sys.argv[2:])
        return
    folder, readers = pathlib.Path(sys.argv[1]), sys.argv[2:]
    for row in rows():
        if readers and row["expect"]["reader"] not in readers:
            continue
        for file, content in row["files"].items():
            target = folder / row["name"] / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(unpacked(content))


if __name__ == "__main__":
    main()
