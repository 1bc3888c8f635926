#!/usr/bin/python3
"""Opens the pages of `msmv view` in headless Chromium. usage: browser_test.py MSMV [SCREENSHOTS]

Everything shown is drawn by `msmv phantom`. Exit code 77 where Chromium or Selenium is missing.
"""
import csv
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

try:
    from selenium import webdriver
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.chrome.service import Service
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select, WebDriverWait
except ImportError:
    print("skipped: needs python3-selenium")
    sys.exit(77)
if not shutil.which("chromedriver") or not shutil.which("chromium"):
    print("skipped: needs chromium and chromium-driver")
    sys.exit(77)

MSMV, SHOTS = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else None


def run(*arguments, expected=0):
    done = subprocess.run([MSMV, *arguments], capture_output=True, text=True)
    assert done.returncode == expected, f"msmv {arguments}: {done.stderr}"


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="msmv_browser_")
        cls.at = staticmethod(lambda name: os.path.join(cls.folder, name))
        cls.add_pictures()
        cls.server = subprocess.Popen(
            [MSMV, "view", cls.at("run"), cls.at("fields"), cls.at("slides_run"), cls.at("slides")],
            stdout=subprocess.PIPE, text=True)
        cls.address = cls.server.stdout.readline().strip()
        assert cls.address, "msmv view printed no address"
        options = webdriver.ChromeOptions()
        for flag in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage",
                     "window-size=1366,768", "force-prefers-reduced-motion"):
            options.add_argument("--" + flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        cls.driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))

    @classmethod
    def add_pictures(cls):
        at = cls.at
        os.mkdir(at("run"))
        run("phantom", "--seed", "1", "--count", "2", "--output", at("fields"))
        run("phantom", "--seed", "9", "--output", at("new.tif"))
        run("phantom", "--slide", "--seed", "7", "--output", at("slides/whole.tif"))
        with open(at("slides/whole.tif"), "rb") as whole, open(at("slides/broken.tif"), "wb") as broken:
            broken.write(whole.read(100_000))
        with open(at("fields/broken.tif"), "w") as broken:
            broken.write("no picture")
        run("classify", at("fields"), "--output", at("run/classes.csv"), expected=1)
        run("slides", at("slides"), "--output", at("slides_run"), "--review", "2", expected=1)

    @classmethod
    def tearDownClass(cls):
        cls.driver.quit()
        cls.server.send_signal(signal.SIGINT)
        code = cls.server.wait(timeout=10)
        shutil.rmtree(cls.folder)
        assert code == 0, f"msmv view ended with {code} on Ctrl+C"

    def tearDown(self):
        if SHOTS:
            os.makedirs(SHOTS, exist_ok=True)
            self.driver.save_screenshot(os.path.join(SHOTS, self.id().split(".")[-1] + ".png"))
        allowed = ("422", "403", "404")  # faults that a test provokes are answers, too
        severe = [entry["message"] for entry in self.driver.get_log("browser")
                  if entry["level"] == "SEVERE" and not any(code in entry["message"] for code in allowed)]
        self.assertEqual(severe, [])

    def open(self, place):
        self.driver.get(self.address + "#/")
        self.driver.get(self.address + place)
        self.driver.refresh()

    def one(self, selector):
        return self.wait(lambda: self.driver.find_elements(By.CSS_SELECTOR, selector))[0]

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def wait(self, condition, seconds=30):
        again = [StaleElementReferenceException]  # the page was drawn anew meanwhile
        return WebDriverWait(self.driver, seconds, ignored_exceptions=again).until(lambda _: condition())

    def text(self, selector):
        return self.one(selector).text

    def keys(self, text):
        ActionChains(self.driver).send_keys(text).perform()

    def script(self, text):
        return self.driver.execute_script(text)

    def test_home_lists_what_was_given(self):
        self.open("#/")
        self.wait(lambda: len(self.all(".cards li")) == 2)
        self.assertIn("run/classes.csv", self.text(".cards"))
        self.assertIn("2 slides of a run", self.text(".cards"))
        # The first of each is broken: no frame stays around a picture that isn't there.
        self.wait(lambda: not self.script(
            "return [...document.images].some(i => i.complete && i.naturalWidth === 0)"))

    def test_field_shows_class_votes_and_layers(self):
        self.open("#/c/0/1")
        self.wait(lambda: self.all(".verdict"))
        with open(self.at("run/classes.csv")) as table:
            expected = list(csv.DictReader(table))[1]
        self.assertEqual(self.text(".verdict"), expected["class"])
        self.assertEqual(self.text("#title"), "phantom_1.tif")
        self.assertEqual(len(self.all("table.voters tbody tr")), 6)
        right = "return Math.round(document.querySelector('aside %s').getBoundingClientRect().right)"
        self.assertEqual(self.script(right % "table.numbers"), self.script(right % ".verdict"))
        self.assertIn("µm", self.text(".scale"))
        self.wait(lambda: self.script("return [...document.querySelectorAll('.leaflet-tile')].some(t => t.complete && t.naturalWidth > 0)"))
        count = "let n = 0; msmvMap.eachLayer(l => { if (l instanceof L.%s) n++; }); return n;"
        windows = self.script(count % "Rectangle")  # of one view: as many as the model has scales
        self.assertGreater(windows, 0)
        self.all("table.voters input")[1].click()
        self.assertEqual(self.script(count % "Rectangle"), 2 * windows)
        self.assertEqual(self.script(count % "CircleMarker"), 0)
        self.driver.find_element(By.XPATH, "//label[contains(., 'Nuclei')]/input").click()
        self.assertGreater(self.script(count % "CircleMarker"), 20)
        before = self.script("return msmvMap.getZoom()")
        self.one(".leaflet-control-zoom-in").click()
        self.wait(lambda: self.script("return msmvMap.getZoom()") > before)

    def test_field_shows_what_speaks_for_a_class(self):
        self.open("#/c/0/1")
        choice = Select(self.one("fieldset.activation select"))
        choice.select_by_visible_text("what speaks for Benign")
        drawn = "return [...document.querySelectorAll('.leaflet-image-layer')].some(i => i.complete && i.naturalWidth > 0)"
        self.wait(lambda: self.script(drawn))
        choice.select_by_visible_text("no activation map")
        self.wait(lambda: not self.all(".leaflet-image-layer"))

    def test_slide_has_heat_map_pointer_and_review(self):
        self.open("#/c/1/1")
        heat = self.one("img.heat")
        self.wait(lambda: "tiles, probability" in self.text(".count"))
        first = heat.get_attribute("src")
        Select(self.one(".heatmap select")).select_by_visible_text("Benign")
        self.wait(lambda: self.one("img.heat").get_attribute("src") != first)
        self.script("const t = document.querySelector('.heatmap input[type=range]'); t.value = 100; t.dispatchEvent(new Event('input'));")
        self.assertTrue(self.text(".count").startswith("0 of"))
        self.script("const t = document.querySelector('.heatmap input[type=range]'); t.value = 0; t.dispatchEvent(new Event('input'));")
        ActionChains(self.driver).move_to_element_with_offset(self.one(".map"), -200, -80).perform()
        self.wait(lambda: "Normal" in self.text(".pointer") and "%" in self.text(".pointer"))
        before = self.script("return msmvMap.getZoom()")
        self.one(".review button").click()
        self.wait(lambda: self.script("return msmvMap.getZoom()") > before)
        self.assertIn("mm²", self.text("aside"))

    def test_broken_slide_and_picture_are_told(self):
        self.open("#/c/1/0")
        self.wait(lambda: "truncated" in self.text("aside") or "truncated" in self.text("#message"))
        self.open("#/c/0/0")
        self.wait(lambda: self.one("#message").get_attribute("class") == "fault")
        self.open("#/c/0/1")
        self.wait(lambda: self.all(".verdict"))

    def test_table_sorts_filters_and_steps(self):
        self.open("#/c/0")
        self.wait(lambda: len(self.all("table.cases tbody tr")) == 3)
        Select(self.one("select[name=status]")).select_by_value("error")
        self.wait(lambda: len(self.all("table.cases tbody tr")) == 1)
        self.assertIn("broken.tif", self.text("table.cases tbody"))
        Select(self.one("select[name=status]")).select_by_value("")
        self.driver.find_element(By.XPATH, "//th/button[starts-with(., 'Confidence')]").click()
        self.wait(lambda: self.all("th[aria-sort=ascending]"))
        self.assertIn("broken.tif", self.all("table.cases tbody tr")[0].text)
        self.one("#main").click()
        self.keys("j")
        self.assertEqual(self.all("table.cases tbody tr")[1].get_attribute("aria-selected"), "true")
        self.keys("\n")
        self.wait(lambda: self.all(".steps"))
        self.assertIn("2 of 3", self.text(".steps"))
        self.keys("j")
        self.wait(lambda: "3 of 3" in self.text(".steps"))

    def test_labels_are_saved(self):
        self.open("#/c/0/2")
        self.wait(lambda: self.all("fieldset input[name=label]"))
        self.keys("4")
        self.wait(lambda: os.path.exists(self.at("run/labels.csv")))
        with open(self.at("run/labels.csv")) as table:
            rows = list(csv.DictReader(table))
        self.assertEqual([row["class"] for row in rows], ["Invasive"])
        self.open("#/c/0")
        self.wait(lambda: "Invasive" in self.text("table.cases tbody"))

    def test_a_dropped_picture_is_classified(self):
        self.open("#/")
        self.one("input#file").send_keys(self.at("new.tif"))
        self.wait(lambda: self.all(".verdict"))
        self.assertIn("#/p/", self.driver.current_url)

    def test_another_file_dropped_is_a_fault(self):
        self.open("#/")
        self.one("input#file").send_keys(self.at("fields/broken.tif"))
        self.wait(lambda: self.one("#message").get_attribute("class") == "fault")

    def test_every_control_has_a_name(self):
        for place in ("#/c/0", "#/c/0/1", "#/c/1/1"):
            self.open(place)
            self.wait(lambda: len(self.all("main button, main input")) > 0)
            nameless = self.script("""
                return [...document.querySelectorAll('button, input, select')].filter(c => !(c.textContent.trim() ||
                  c.getAttribute('aria-label') || (c.labels && [...c.labels].some(l => l.textContent.trim())))).map(c => c.outerHTML)""")
            self.assertEqual(nameless, [], place)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
