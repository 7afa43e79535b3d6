"""The pictures of a trace: `tools/timeline`, and its page in headless Chromium, from
which slices are read back and compared with the trace. Belongs to `make test-all`."""

import json
import re
import subprocess
import time
import xml.etree.ElementTree
from itertools import pairwise

import pytest
from selenium import webdriver
from selenium.webdriver import ActionChains
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from conftest import ENVIRONMENT, ROOT, trace_file
from timeline_picture import book, svg

JOBS = "workload --io-time 3 0,10,2 0,8 5,4"
PIXELS = 0.05  # the page writes two decimals


class Drawn:
    """What tools/timeline made: .status, .errors, .console and the files in .folder."""

    def __init__(self, folder, arguments):
        process = subprocess.run(
            [ROOT / "tools/timeline", "--folder", folder, "--name", "run", *arguments],
            env=ENVIRONMENT, capture_output=True, text=True, check=False)
        self.status, self.errors = process.returncode, process.stderr
        self.console = process.stdout
        self.folder = folder

    @property
    def page(self):
        return self.folder / "run.html"

    @property
    def svg(self):
        return xml.etree.ElementTree.parse(self.folder / "run.svg")

    @property
    def json(self):
        return json.loads((self.folder / "run.json").read_text(encoding="utf-8"))

    def trace(self, policy):
        return trace_file.parse((self.folder / f"run-{policy}.trace").read_bytes())


@pytest.fixture(scope="session")
def draw(tmp_path_factory):
    """draw(OPTION...): the same options are drawn once."""
    made = {}

    def draw_with(*arguments):
        if arguments not in made:
            made[arguments] = Drawn(tmp_path_factory.mktemp("timeline"), arguments)
        return made[arguments]

    return draw_with


@pytest.fixture(scope="session")
def browser(tmp_path_factory):
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


# --- What the trace says, and what the page shows

def slices_of(records, pid):
    """(start, end) of each time that PID had the CPU."""
    runs = [record for record in records if record.kind == "run"]
    ends = [*runs[1:], records[-1]]
    return [(run.time_ns, end.time_ns) for run, end in zip(runs, ends) if run.pid == pid]


def jobs_of(records):
    return [record.pid for record in records
            if (record.kind, record.reason) == ("exit", "used_up")]


def zero_of(records):
    """The tick at which the first job became ready: time 0 of the workload."""
    first = min(jobs_of(records))
    tick = None
    for record in records:
        if record.kind == "tick":
            tick = record.time_ns
        if record.kind == "ready" and record.pid == first:
            return tick
    return None


class Shown:
    """A chart of the open page."""

    def __init__(self, browser, number=0):
        self.element = browser.find_elements(By.CSS_SELECTOR, ".chart")[number]
        data = self.element.get_property("dataset")
        self.x0, self.tick_width, self.tick_ns = (
            float(data[name]) for name in ("x0", "tickWidth", "tickNs"))
        labels = self.element.find_elements(By.CSS_SELECTOR, ".label")
        self.bottoms = {int(label.get_attribute("data-pid")):
                        float(label.get_attribute("data-bottom")) for label in labels}

    def x_of(self, nanoseconds):
        return self.x0 + nanoseconds / self.tick_ns * self.tick_width

    def boxes(self, name, pid, below=0):
        """(left, right) of what is drawn for NAME in the lane of PID, in pixels."""
        path = self.element.find_element(By.CSS_SELECTOR, f"path.{name}")
        numbers = re.findall(r"M([-\d.]+) ([-\d.]+)v[-\d.]+h([-\d.]+)",
                             path.get_attribute("d"))
        return sorted((float(x), float(x) + float(width)) for x, bottom, width in numbers
                      if float(bottom) == self.bottoms[pid] + below)


def open_page(browser, drawn, more=""):
    browser.get(f"file://{drawn.page}{more}")
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, ".chart .label"))


def assert_shows(shown, records, pid):
    """The running slices of PID are where the trace has them, as far as one sees them."""
    zero = zero_of(records)
    width = shown.element.size["width"]
    expected = [(shown.x_of(start - zero), shown.x_of(end - zero))
                for start, end in slices_of(records, pid)]
    boxes = [box for box in shown.boxes("running", pid) if box[1] - box[0] > 2]
    assert boxes
    gutter = min(box[0] for box in shown.boxes("ready", pid) + boxes)
    seen = [(max(left, gutter), right) for left, right in expected
            if right > gutter + 2 and left < width - 30]
    for (left, right), (start, end) in zip(boxes, seen):
        assert abs(left - start) < PIXELS
        assert abs(right - end) < PIXELS or right > width - 30
    assert len(boxes) == len(seen)


# --- The page

@pytest.mark.parametrize("policy", ["mlfq boost=50", "rr", "fair"])
def test_the_page_shows_the_slices_of_the_trace(browser, draw, policy):
    drawn = draw("--run", JOBS, "--policy", policy)
    open_page(browser, drawn)
    records = drawn.trace(policy.split()[0])
    assert len(jobs_of(records)) == 3
    for pid in jobs_of(records):
        assert_shows(Shown(browser), records, pid)


def test_zoomed_and_panned_it_still_does(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "rr")
    open_page(browser, drawn)
    records = drawn.trace("rr")
    before = Shown(browser)
    browser.find_element(By.TAG_NAME, "body").send_keys("+")
    ActionChains(browser).move_to_element(before.element).click_and_hold().move_by_offset(
        150, 0).release().perform()
    wait_until(lambda: Shown(browser).tick_width > 1.3 * before.tick_width)
    shown = Shown(browser)
    for pid in jobs_of(records)[:2]:
        assert_shows(shown, records, pid)
    browser.find_element(By.ID, "fit").click()
    wait_until(lambda: Shown(browser).tick_width == before.tick_width)


def wait_until(holds):
    for _ in range(100):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it does not come to that")


def test_the_book_is_beside_it(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "mlfq boost=50")
    open_page(browser, drawn)
    shown = Shown(browser)
    slices = [line.split()[1:] for line in drawn.console.splitlines()
              if line.startswith("slice ")]
    for job, pid in enumerate(sorted(jobs_of(drawn.trace("mlfq")))):
        expected = [(shown.x_of(int(start) * shown.tick_ns),
                     shown.x_of((int(start) + int(ticks)) * shown.tick_ns))
                    for start, number, ticks in slices if int(number) == job]
        boxes = shown.boxes("book", pid, below=6)
        assert boxes == [pytest.approx(box, abs=PIXELS) for box in expected]
    assert "as the book says" in browser.find_element(By.TAG_NAME, "h2").text


def test_a_key_goes_to_the_next_decision_and_tells_why(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    body = browser.find_element(By.TAG_NAME, "body")
    tip = browser.find_element(By.ID, "tip")
    body.send_keys("n")
    assert "job 0" in tip.text
    assert "got the CPU: idle over; before: idle" in tip.text
    body.send_keys("n")
    assert "got the CPU: blocked; before: job 0" in tip.text
    body.send_keys("p")
    assert "idle over" in tip.text
    body.send_keys(Keys.ESCAPE)
    assert not tip.is_displayed()


def test_what_is_pointed_at_is_explained(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    shown = Shown(browser)
    left, right = shown.boxes("blocked", min(shown.bottoms))[0]
    size = shown.element.size
    ActionChains(browser).move_to_element_with_offset(
        shown.element, (left + right) / 2 - size["width"] / 2,
        shown.bottoms[min(shown.bottoms)] - 3 - size["height"] / 2).click().perform()
    tip = browser.find_element(By.ID, "tip").text
    assert "job 0" in tip and "blocked" in tip and "on rest" in tip
    assert shown.element.find_elements(By.CSS_SELECTOR, ".chosen")


def test_the_shell_and_others_can_be_shown(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    assert set(Shown(browser).bottoms) == {4, 5, 6}
    browser.find_element(By.ID, "others").click()
    wait_until(lambda: set(Shown(browser).bottoms) == {1, 2, 3, 4, 5, 6})


def test_the_table_has_the_times_of_the_console(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "rr")
    open_page(browser, drawn)
    rows = {row.text.split("\n")[0][:5]: row.text.split()
            for row in browser.find_elements(By.CSS_SELECTOR, "tr")}
    for line in drawn.console.splitlines():
        if line.startswith("job "):
            number, response, turnaround, waiting = map(int, line.split()[1::2])
            row = rows[f"job {number}"][3:]  # then the kernel's and the book's by turns
            assert row[1:6:2] == [str(response), str(turnaround), str(waiting)]
            for real, said in zip(row[0:6:2], row[1:6:2]):
                assert float(real) == pytest.approx(float(said), abs=0.1)


def test_all_policies_are_drawn_one_under_another(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "all")
    assert drawn.status == 0, drawn.errors
    open_page(browser, drawn)
    names = [head.text.split("\n")[0].split()[0]
             for head in browser.find_elements(By.TAG_NAME, "h2")]
    policies = (ROOT / "build" / "policies.txt").read_text(encoding="ascii").split()
    assert names == policies
    shown = [Shown(browser, number) for number in range(len(names))]
    assert len({(chart.x0, round(chart.tick_width, 6)) for chart in shown}) == 1
    for chart, name in zip(shown, names):
        records = drawn.trace(name)
        for pid in jobs_of(records):
            assert_shows(chart, records, pid)


def test_thousands_of_slices_stay_small(browser, draw):
    drawn = draw("--run", "workload 0,1500 0,1500 0,1500", "--policy", "stride", "--hz",
                 "1000")
    assert len(drawn.trace("stride")) > 9000
    begin = time.monotonic()
    open_page(browser, drawn)
    browser.find_element(By.TAG_NAME, "body").send_keys("+-+-0")
    assert time.monotonic() - begin < 20
    assert len(Shown(browser).boxes("running", 5)) < 400
    browser.find_element(By.TAG_NAME, "body").send_keys("+" * 12)
    wait_until(lambda: Shown(browser).tick_width > 20)
    for pid in jobs_of(drawn.trace("stride")):
        assert_shows(Shown(browser), drawn.trace("stride"), pid)


def test_the_page_needs_no_network_and_makes_no_mistake(browser, draw):
    browser.get_log("browser")
    open_page(browser, draw("--run", "spin 9 & spin 9 & suspend $!; resume $!; wait"))
    assert browser.execute_script(
        "return performance.getEntriesByType('resource').length") == 0
    assert browser.get_log("browser") == []
    states = {path.get_attribute("class")
              for path in browser.find_elements(By.CSS_SELECTOR, ".chart path[d^=M]")}
    assert {"running", "ready", "blocked", "suspended", "zombie", "mark"} <= states


# --- The other files, and failures

def test_the_picture_is_one_of_the_jobs(draw):
    picture = draw("--run", JOBS, "--policy", "all").svg
    texts = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert [texts.count(f"job {number}") for number in range(3)] == [8, 8, 8]
    assert "first difference" in " ".join(texts)


def test_several_policies_are_drawn_in_the_order_given(draw):
    picture = draw("--run", JOBS, "--policy", "fifo; mlfq levels=2").svg
    titles = [text.text for text in picture.iter() if text.get("class") == "title"]
    assert titles[1:] == ["fifo", "mlfq levels=2"]


def test_each_colour_has_a_plain_one_before_it():
    """For the viewers of SVG that know no variables."""
    pairs = re.findall(r"(?:(fill|stroke): #\w+; )?(fill|stroke): var", svg.CSS)
    assert len(pairs) > 10
    assert all(plain == variable for plain, variable in pairs)


def test_the_file_for_perfetto_has_each_slice(draw):
    drawn = draw("--run", JOBS, "--policy", "rr")
    events, records = drawn.json["traceEvents"], drawn.trace("rr")
    lanes = {event["args"]["name"]: event["tid"] for event in events
             if event["name"] == "thread_name"}
    first = records[0].time_ns
    for job, pid in enumerate(sorted(jobs_of(records))):
        slices = [(event["ts"] * 1000, event["dur"] * 1000) for event in events
                  if event["name"] == "running" and event["ph"] == "X"
                  and event["tid"] == lanes[f"job {job}"]]
        assert slices == [pytest.approx((start - first, end - start))
                          for start, end in slices_of(records, pid)]
        decisions = [event for event in events
                     if event["ph"] == "i" and event["tid"] == lanes[f"job {job}"]]
        assert len(decisions) == len(slices)
    assert all(event.get("ts", 0) >= 0 for event in events)


def test_the_guests_status_is_passed_on(draw):
    drawn = draw("--run", "spin 2; exit 7")
    assert drawn.status == 7
    assert drawn.page.exists()


@pytest.mark.parametrize("options, status, text", [
    (["--policy", "nope"], 243, "unknown policy"),
    (["--run", "spin", "--timeout", "2"], 242, "no picture"),
    (["--policy", " "], 243, "no policy"),
    (["--folder", "/dev/null/x"], 243, "Not a directory"),
])
def test_a_failure_is_named(draw, options, status, text):
    drawn = draw(*options)
    assert drawn.status == status
    assert text in drawn.errors


@pytest.mark.parametrize("run, jobs", [
    ("ps; workload 0,5 3,4,1 &", [{"arrival": 0, "length": 5},
                                  {"arrival": 3, "length": 4, "io_every": 1}]),
    ("/bin/workload '1,2,3,4'",
     [{"arrival": 1, "length": 2, "io_every": 3, "tickets": 4}]),
    ("workload 1,x", None), ("workload", None), ("workload nowhere", None),
    ("echo 'workload 1,2'", None), ("workload '1,2", None), ("# workload 1,2", None),
])
def test_a_workload_is_found_in_what_is_run(run, jobs):
    found = book.find_workload(run)
    assert (found and found[0]) == jobs


def test_a_workloads_jobs_may_stand_in_a_file(tmp_path):
    (tmp_path / "list").write_text("0,5\n3,4\n", encoding="ascii")
    jobs, io_time = book.find_workload("workload --io-time 7 /files/list", tmp_path)
    assert io_time == 7
    assert [job["length"] for job in jobs] == [5, 4]


def test_the_axis_has_round_numbers():
    for last in 1, 7, 28, 340, 12345:
        numbers = list(svg.ticks_of_axis(-1, last))
        assert 1 < len(numbers) < 15
        assert len({b - a for a, b in pairwise(numbers)}) == 1
