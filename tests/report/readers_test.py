#!/usr/bin/python3
"""What `msmv slides` writes, read by others: pandas, shapely, GDAL's ogrinfo and h5py.

usage: readers_test.py MSMV READER

The slide is drawn by `msmv phantom`. Exit code 77 where the reader is missing.
"""
import csv
import importlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CLASSES = ["Normal", "Benign", "InSitu", "Invasive"]


def skip(needs):
    print(f"skipped: needs {needs}")
    sys.exit(77)


def module(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return skip(f"python3-{name}")


def classify(msmv, folder):
    """Runs on a drawn slide; gives the rows of the table of tiles, as Python's own csv reads them."""
    for arguments in (["phantom", "--slide", "--seed", "2", "--islands", "2", "--width", "2400", "--height", "1800",
                       "--mpp", "0.5", "--output", "s.tif"],
                      ["slides", "s.tif", "--output", "out", "--overlap", "0.5", "--features"]):
        subprocess.run([msmv, *arguments], cwd=folder, check=True)
    with open(folder / "out/model-outputs-csv/s.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 2, rows
    return rows


def read_by_pandas(pandas, out, rows):
    tiles = pandas.read_csv(out / "model-outputs-csv/s.csv", keep_default_na=False, na_values={"nuclei": ""})
    assert list(tiles.columns[:4]) == ["minx", "miny", "width", "height"], tiles.columns
    assert all(tiles[name].dtype == "int64" for name in tiles.columns[:4]), tiles.dtypes
    scores = tiles[["prob_" + name for name in CLASSES]]
    assert all(kind == "float64" for kind in scores.dtypes), scores.dtypes
    assert (abs(scores.sum(axis=1) - 1) < 1e-4).all()
    assert ("prob_" + tiles["class"] == scores.idxmax(axis=1)).all()
    assert [str(x) for x in tiles.minx] == [row["minx"] for row in rows]
    assert tiles.tissue.between(0, 1).all() and tiles.sharpness.gt(0).all()
    slides = pandas.read_csv(out / "slides.csv")
    assert slides.status.tolist() == ["ok"] and slides.tiles.tolist() == [len(rows)], slides
    shares = slides[["share_" + name for name in CLASSES + ["unfit"]]].iloc[0]
    assert abs(shares.sum() - 1) < 1e-3, shares


def read_by_shapely(shapely, out, rows):
    shape = importlib.import_module("shapely.geometry").shape
    with open(out / "model-outputs-geojson/s.geojson", encoding="utf-8") as file:
        collection = json.load(file)
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == len(rows)
    for feature, row in zip(collection["features"], rows):
        polygon = shape(feature["geometry"])
        x, y, width, height = (int(row[name]) for name in ("minx", "miny", "width", "height"))
        assert polygon.is_valid and polygon.geom_type == "Polygon", shapely.__version__
        assert polygon.bounds == (x, y, x + width, y + height), polygon.bounds
        assert polygon.area == width * height
        properties = feature["properties"]
        assert properties["objectType"] == "tile"
        assert properties["classification"]["name"] == ("Unfit" if row["unfit"] else row["class"]), properties
        assert len(properties["classification"]["color"]) == 3


def read_by_ogrinfo(ogrinfo, out, rows):
    told = subprocess.run([ogrinfo, "-ro", "-al", "-so", str(out / "model-outputs-geojson/s.geojson")],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True, text=True).stdout
    assert f"Feature Count: {len(rows)}\n" in told, told
    assert "Geometry: Polygon" in told, told
    left, top = (min(int(row[name]) for row in rows) for name in ("minx", "miny"))
    right, bottom = (max(int(row[corner]) + int(row[side]) for row in rows)
                     for corner, side in (("minx", "width"), ("miny", "height")))
    assert f"Extent: ({left:f}, {top:f}) - ({right:f}, {bottom:f})" in told, told
    assert "objectType: String" in told and "ERROR" not in told and "Warning" not in told, told


def read_by_h5py(h5py, out, rows):
    with h5py.File(out / "features/s.h5") as file:
        features, coords = file["features"][:], file["coords"][:]
        assert file["coords"].attrs["patch_size_level0"] == int(rows[0]["width"])
    assert features.dtype == "float32" and features.shape[0] == len(rows) and features.shape[1] >= 1024
    assert coords.tolist() == [[int(row["minx"]), int(row["miny"])] for row in rows]


def main():
    msmv, reader = Path(sys.argv[1]).resolve(), sys.argv[2]
    if reader == "ogrinfo":
        found = shutil.which("ogrinfo") or skip("gdal-bin")
    else:
        found = module(reader)
    with tempfile.TemporaryDirectory() as folder:
        rows = classify(msmv, Path(folder))
        globals()["read_by_" + reader](found, Path(folder) / "out", rows)
    print(f"{len(rows)} tiles read by {reader}")


if __name__ == "__main__":
    main()
