#!/usr/bin/python3
"""Python's module against the program: the same numbers, and messages that say what was wanted.

usage: module_test.py PROGRAM  (PYTHONPATH names the folder of the module)
"""

import csv
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings

import numpy as np

import msmv

PROGRAM = sys.argv.pop(1)


def run(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows_of(table):
    return list(csv.DictReader(table.read_text().splitlines()))


class ModuleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        run("phantom", "--seed", 1, "--count", 2, "--width", 1024, "--height", 900,
            "--output", cls.folder / "fields")
        cls.fields = sorted((cls.folder / "fields").glob("*.tif"))
        cls.image, cls.mpp = msmv.read_image(cls.fields[0])
        cls.model = msmv.load_model(precision="fp32", threads=2)
        cls.said = json.loads(
            run("classify", cls.fields[0], "--json", "--precision", "fp32").splitlines()[0])

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def test_a_field_has_the_numbers_of_the_program(self):
        diagnosis = self.model.classify(self.image, self.mpp)
        self.assertEqual(diagnosis.label, self.said["class"])
        self.assertEqual(diagnosis.status, "ok")
        for name in self.model.classes:
            # A float32 is printed in as few digits as name it.
            self.assertEqual(np.float32(diagnosis.scores[name]), np.float32(self.said["prob_" + name]))
            self.assertEqual(diagnosis.votes[name], self.said["votes_" + name])
        self.assertEqual(len(diagnosis.views), len(self.said["views"]))
        for view, expected in zip(diagnosis.views, self.said["views"]):
            self.assertEqual(view["view"], expected["view"])
            windows = [(w["x"], w["y"], w["width"], w["height"]) for w in expected["windows"]]
            self.assertEqual(view["windows"], windows)
            self.assertEqual(view["nuclei"], expected["nuclei"])

    def test_a_view_of_an_array_needs_no_copy_and_changes_nothing(self):
        padded = np.zeros((900, 1100, 3), np.uint8)
        padded[:, :1024] = self.image
        before = padded.copy()
        whole = self.model.classify(self.image, self.mpp).scores
        self.assertEqual(self.model.classify(padded[:, :1024], self.mpp).scores, whole)
        self.assertTrue((padded == before).all())
        planes = np.ascontiguousarray(self.image.transpose(2, 0, 1))
        self.assertEqual(self.model.classify(planes.transpose(1, 2, 0), self.mpp).scores, whole)
        frozen = self.image.copy()
        frozen.setflags(write=False)
        self.assertEqual(self.model.classify(frozen, self.mpp).scores, whole)

    def test_encodings_are_those_of_the_program(self):
        for as_patch in (False, True):
            table = self.folder / "features.npy"
            run("encode", self.fields[0], "--output", table, "--precision", "fp32",
                *(["--as-patch"] if as_patch else []))
            features = self.model.encode(self.image, self.mpp, as_patch=as_patch)
            self.assertEqual(features.dtype, np.float32)
            np.testing.assert_array_equal(features, np.load(table))

    def test_nuclei_are_those_of_the_program(self):
        table = list(csv.DictReader(run("nuclei", self.fields[0], "--csv", "-").splitlines()))
        found = msmv.nuclei(self.image, self.mpp)
        self.assertGreater(len(found), 100)
        self.assertEqual(len(found), len(table))
        for name in ("x", "y", "area_um2", "probability"):
            np.testing.assert_allclose(found[name], [float(row[name]) for row in table], atol=0.051)

    def test_normalization_is_that_of_the_program(self):
        same = self.folder / "same.png"
        run("stain", self.fields[0], "--target", self.fields[1], "--output", same)
        target, _ = msmv.read_image(self.fields[1])
        expected, _ = msmv.read_image(same, mpp=0.42)
        np.testing.assert_array_equal(msmv.normalize(self.image, target), expected)
        untouched = msmv.normalize(self.image, method="none")
        np.testing.assert_array_equal(untouched, self.image)
        untouched[:] = 0  # its own pixels
        self.assertGreater(self.image.max(), 0)

    def test_blank_glass_has_no_class(self):
        diagnosis = self.model.classify(np.full((1000, 1000, 3), 240, np.uint8), 0.42)
        self.assertIsNone(diagnosis.label)
        self.assertEqual(diagnosis.status, "unfit")
        self.assertIn("tissue", diagnosis.message)
        self.assertEqual(diagnosis.scores, {})
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            msmv.normalize(np.full((64, 64, 3), 240, np.uint8))
        self.assertEqual(len(said), 1)

    def test_wrong_arguments_are_told(self):
        classify = self.model.classify
        for image, text in ((self.image.astype(float), "uint8"), (self.image[:, :, 0], "(900, 1024)"),
                            (np.zeros((5, 5, 4), np.uint8), "(5, 5, 4)"), ([[1, 2]], "got list"),
                            (np.zeros((0, 5, 3), np.uint8), "(0, 5, 3)")):
            with self.assertRaises((TypeError, ValueError)) as raised:
                classify(image, 0.42)
            self.assertIn("image: expected a uint8 array of shape (height, width, 3)",
                          str(raised.exception))
            self.assertIn(text, str(raised.exception))
        for mpp, kind in ((None, TypeError), ("0.42", TypeError), (0, ValueError), (-1, ValueError),
                          (float("nan"), ValueError), (100, ValueError), ((1, 2, 3), ValueError)):
            with self.assertRaises(kind) as raised:
                classify(self.image, mpp)
            self.assertIn("mpp", str(raised.exception))
        with self.assertRaises(TypeError):
            classify(self.image)  # it is never assumed
        with self.assertRaises(TypeError):
            self.model.encode(self.image)
        with self.assertRaises(ValueError):
            msmv.load_model(precision="fp8")
        with self.assertRaises(ValueError):
            msmv.nuclei(self.image, 0.42, detector="none")

    def test_faulty_files_are_input_errors(self):
        broken = self.folder / "broken.tif"
        broken.write_bytes(b"no picture")
        with self.assertRaises(msmv.InputError) as raised:
            msmv.read_image(broken)
        self.assertIn(str(broken), str(raised.exception))
        with self.assertRaises(msmv.InputError):
            msmv.load_model(self.folder / "none.safetensors")
        with self.assertRaises(msmv.InputError):
            msmv.Slide(broken)
        small = np.full((8, 8, 3), 100, np.uint8)
        with self.assertRaises(msmv.InputError) as raised:
            self.model.classify(small, 0.42)
        self.assertTrue(str(raised.exception).startswith("image: "), raised.exception)

    def test_files_give_rows_and_a_fault_is_one(self):
        broken = self.folder / "torn.tif"
        broken.write_bytes(self.fields[0].read_bytes()[:5000])
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            rows = msmv.classify_files([str(self.fields[0]), str(broken)], self.model,
                                       output=self.folder / "rows.csv")
        self.assertEqual([row["status"] for row in rows], ["ok", "error"])
        self.assertEqual({**rows[0], "file": ""}, {**self.said, "file": ""})
        self.assertIn(str(broken), str(said[0].message))
        table = rows_of(self.folder / "rows.csv")
        self.assertEqual([row["status"] for row in table], ["ok", "error"])

    def test_a_callback_stops_a_run_by_raising(self):
        class Enough(Exception):
            pass

        def progress(what, done, of, note):
            if done == 1:
                raise Enough

        with self.assertRaises(Enough):
            msmv.classify_files([str(field) for field in self.fields], self.model,
                                output=self.folder / "stopped.csv", progress=progress)
        self.assertFalse((self.folder / "stopped.csv").exists())
        rows = msmv.classify_files([str(field) for field in self.fields], self.model,
                                   output=self.folder / "stopped.csv", resume=True)
        self.assertLessEqual(len(rows), 1)
        self.assertTrue((self.folder / "stopped.csv").exists())

    def test_interrupts_end_long_work(self):
        many = []
        for i in range(100):
            many.append(str(self.folder / f"same_{i}.tif"))
            os.symlink(self.fields[0], many[-1])
        timer = threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT))
        timer.start()
        began = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            msmv.classify_files(many, self.model)
        self.assertLess(time.monotonic() - began, 15)
        timer.join()

    def test_other_threads_go_on(self):
        ticks = []
        worker = threading.Thread(target=lambda: self.model.classify(self.image, self.mpp))
        worker.start()
        while worker.is_alive():
            ticks.append(time.monotonic())
            time.sleep(0.001)
        self.assertGreater(len(ticks), 20)

    def test_slides_are_those_of_the_program(self):
        run("phantom", "--slide", "--output", self.folder / "slide.tif", "--seed", 3, "--width", 4000,
            "--height", 3000)
        slide = msmv.Slide(self.folder / "slide.tif")
        self.assertEqual(slide.dimensions, (4000, 3000))
        self.assertEqual(slide.read(100, 200, 64, 32).shape, (32, 64, 3))
        self.assertEqual(max(slide.thumbnail(200).shape), 200)
        seen = []
        result = msmv.classify_slide(self.folder / "slide.tif", self.model, nuclei=True,
                                     progress=lambda *step: seen.append(step))
        msmv.classify_slides([str(self.folder / "slide.tif")], self.folder / "out", self.model,
                             nuclei=True)
        again = msmv.classify_slides([str(self.folder / "slide.tif")], self.folder / "out", self.model,
                                     nuclei=True, retry_faulty=True)
        self.assertEqual(again, {"slides": 1, "done": 1, "failed": 0})
        table = rows_of(self.folder / "out/model-outputs-csv/slide.csv")
        self.assertGreater(len(table), 0)
        for name, column in result["tiles"].items():
            if column.dtype == object:
                self.assertEqual(list(column), [row[name] for row in table])
            else:
                np.testing.assert_allclose(column, [float(row[name]) for row in table], atol=1e-4)
        self.assertEqual(len(result["features"]), len(table))
        self.assertEqual(seen[-1][:3], ("Tiles", len(table), len(table)))

    def test_trains_and_evaluates(self):
        for name, like in (("Normal", "normal"), ("Invasive", "invasive")):
            run("phantom", "--seed", 5, "--count", 2, "--width", 1024, "--height", 900,
                "--like", like, "--output", self.folder / "set" / name)
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")
            trained = msmv.train(self.folder / "set", self.folder / "run", fold=0, seed=3,
                                 settings={"training.epochs": 1, "split.split": "images",
                                           "split.folds": 2})
            self.assertEqual(trained["epoch"], 1)
            with self.assertRaises(msmv.InputError):
                msmv.train(self.folder / "set", self.folder / "run", fold=0)
            model = msmv.load_model(trained["model"])
            self.assertEqual(list(model.classes), ["Normal", "Invasive"])
            found = msmv.evaluate(self.folder / "set", model, output=self.folder / "evaluation")
        self.assertEqual(found["images"], 4)
        self.assertTrue((self.folder / "evaluation/evaluation.md").exists())


class Names(unittest.TestCase):
    def test_everything_public_is_documented_and_stubbed(self):
        stub = pathlib.Path(msmv.__file__).with_suffix(".pyi").read_text()
        for name in msmv.__all__:
            self.assertTrue(getattr(msmv, name).__doc__, name)
            self.assertRegex(stub, rf"(def|class) {name}\b")


if __name__ == "__main__":
    unittest.main()
