"""For the tests of tools/timeline: `draw(OPTION...)` draws the same options once; `browser` is
a headless Chromium."""

import json
import re
import subprocess
import time
import xml.etree.ElementTree

import pytest
from conftest import ENVIRONMENT, ROOT, trace_file

JOBS = "workload --io-time 3 0,10,2 0,8 5,4"
TIMELINE = ROOT / "tools/timeline"


class Drawn:
    """What tools/timeline made: .status, .errors, .console and the files in .folder."""

    def __init__(self, folder, arguments):
        process = subprocess.run([TIMELINE, "--folder", folder, "--name", "run", *arguments],
                                 env=ENVIRONMENT, capture_output=True, text=True, check=False)
        self.status, self.errors = process.returncode, process.stderr
        self.console = process.stdout
        self.folder = folder

    @property
    def page(self):
        return self.folder / "run.html"

    @property
    def data(self):
        """What the page draws."""
        found = re.search(r'id="data">(.*?)</script>', self.page.read_text(encoding="utf-8"))
        return json.loads(found[1])

    @property
    def svg(self):
        return xml.etree.ElementTree.parse(self.folder / "run.svg")

    def json(self, ending):
        return json.loads((self.folder / f"run{ending}").read_text(encoding="utf-8"))

    @property
    def schedules(self):
        return self.json(".schedule.json")["schedules"]

    def trace(self, policy):
        return trace_file.parse((self.folder / f"run-{policy}.trace").read_bytes())


@pytest.fixture(scope="session")
def draw(tmp_path_factory):
    made = {}

    def draw_with(*arguments):
        if arguments not in made:
            made[arguments] = Drawn(tmp_path_factory.mktemp("timeline"), arguments)
        return made[arguments]

    return draw_with


def slices_of(records, pid):
    """(start, end) of each time that PID had the CPU."""
    runs = [record for record in records if record.kind == "run"]
    ends = [*runs[1:], records[-1]]
    return [(run.time_ns, end.time_ns) for run, end in zip(runs, ends) if run.pid == pid]


def jobs_of(records):
    return [record.pid for record in records
            if (record.kind, record.reason) == ("exit", "used_up")]


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
    from selenium import webdriver  # as a rule not installed where no page is tested
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    for argument in ("headless=new", "no-sandbox", "disable-gpu", "no-first-run",
                     "disable-background-networking", "disable-component-update",
                     "disable-sync", "window-size=1200,1000",
                     f"user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument("--" + argument)
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    yield driver
    driver.quit()


def wait_until(holds):
    for _ in range(100):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it does not come to that")
