"""The page of `tools/timeline` in headless Chromium, from which slices are read back and
compared with the trace, and its still pictures. Belongs to `make test-all`."""

import re
import subprocess
import time
import zlib

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from conftest import ROOT
from drawing import JOBS, browser, draw, jobs_of, slices_of, wait_until  # noqa: F401 (fixtures)

PIXELS = 0.05  # the page writes two decimals
PHONE = {"width": 390, "height": 800, "deviceScaleFactor": 1, "mobile": True}


# --- What the trace says, and what the page shows

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


SNAPSHOT = """
const chart = document.querySelectorAll(".chart")[arguments[0]];
const {shapes, ...data} = chart.picture;
return {data, width: chart.clientWidth,
        shapes: shapes.map(({attributes, boxes, words}) => ({...attributes, boxes, words}))};
"""


def batched(items, count):
    return zip(*[iter(items)] * count)


class Shown:
    """A chart of the open page, all of it from one moment."""

    def __init__(self, browser, number=0):
        self.element = browser.find_elements(By.CSS_SELECTOR, ".chart")[number]
        found = browser.execute_script(SNAPSHOT, number)
        self.x0, self.tick_width, self.tick_ns, self.gutter = (
            found["data"][name] for name in ("x0", "tickWidth", "tickNs", "gutter"))
        self.width, self.shapes = found["width"], found["shapes"]
        self.bottoms = {label["data-pid"]: label["data-bottom"]
                        for label in self.of_class("label")}

    def x_of(self, nanoseconds):
        return self.x0 + nanoseconds / self.tick_ns * self.tick_width

    def of_class(self, *names):
        return [shape for shape in self.shapes
                if set(names) <= set((shape.get("class") or "").split())]

    def boxes(self, name, pid, below=0):
        """(left, right) of what is drawn for NAME in the lane of PID, in pixels."""
        return sorted((x, x + width) for shape in self.of_class(name)
                      if shape.get("data-pid") == pid
                      for x, bottom, width, _ in batched(shape["boxes"], 4)
                      if bottom == self.bottoms[pid] + below)


def open_page(browser, drawn):
    browser.get(f"file://{drawn.page}")
    wait_until(lambda: browser.execute_script(
        "return document.querySelector('.chart')?.picture !== undefined"))


def assert_shows(shown, records, pid):
    """The running slices of PID are where the trace has them, as far as one sees them."""
    zero = zero_of(records)
    width, gutter = shown.width, shown.gutter
    expected = [(shown.x_of(start - zero), shown.x_of(end - zero))
                for start, end in slices_of(records, pid)]
    boxes = [box for box in shown.boxes("running", pid) if box[1] - box[0] > 2]
    assert boxes
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


PIXEL = """
const [x, y] = arguments, canvas = document.querySelector(".chart");
const fine = canvas.width / canvas.clientWidth;
return [...canvas.getContext("2d").getImageData(x * fine, y * fine, 1, 1).data];
"""


def test_what_is_drawn_is_seen(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    shown = Shown(browser)
    for pid, colour in zip(sorted(shown.bottoms), ("#0072b2", "#d98200", "#009e73")):
        left, right = shown.boxes("running", pid)[0]
        pixel = browser.execute_script(PIXEL, (left + right) / 2, shown.bottoms[pid] - 3)
        assert bytes(pixel[:3]).hex() == colour[1:]


def test_arrows_say_who_created_whom_and_who_was_waited_for(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "rr")
    open_page(browser, drawn)
    browser.find_element(By.ID, "others").click()
    browser.find_element(By.ID, "all").click()  # the jobs are created before their time 0
    assert not Shown(browser).of_class("link")
    browser.find_element(By.ID, "links").click()
    wait_until(lambda: Shown(browser).of_class("link", "create"))
    assert Shown(browser).of_class("link", "wait")
    assert "was waited for" in browser.find_element(By.ID, "legend").text


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
    assert "as the book says" in browser.find_element(By.CSS_SELECTOR, "#charts h2").text


def test_the_shell_and_others_can_be_shown(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    assert set(Shown(browser).bottoms) == {4, 5, 6}
    browser.find_element(By.ID, "others").click()
    wait_until(lambda: set(Shown(browser).bottoms) == {1, 2, 3, 4, 5, 6})


def test_all_policies_are_drawn_one_under_another(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "all")
    assert drawn.status == 0, drawn.errors
    open_page(browser, drawn)
    names = [head.text.split("\n")[0].split()[0]
             for head in browser.find_elements(By.CSS_SELECTOR, "#charts h2")]
    policies = (ROOT / "build" / "policies.txt").read_text(encoding="ascii").split()
    policies.remove("process-run")  # it never ends a slice
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


# --- Words and numbers

def test_a_key_goes_to_the_next_decision_and_tells_why(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    body = browser.find_element(By.TAG_NAME, "body")
    tip = browser.find_element(By.CLASS_NAME, "tip")
    body.send_keys("n")
    assert tip.text.startswith("job 0 (spin 4) has the CPU\ntick 0.0")
    why = "Job 0 waits for I/O; job 1, which has waited 2 ticks, is the only one that can run."
    assert f"Ended: {why}" in tip.text
    body.send_keys("n")
    assert f"Began: {why}" in tip.text
    body.send_keys("p")
    assert "job 0 (spin 4)" in tip.text
    body.send_keys(Keys.ESCAPE)
    assert not tip.is_displayed()


def point_at(browser, shown, box, pid, above=3):
    size = shown.element.size
    ActionChains(browser).move_to_element_with_offset(
        shown.element, sum(box) / 2 - size["width"] / 2,
        shown.bottoms[pid] - above - size["height"] / 2).click().perform()
    return browser.find_element(By.CLASS_NAME, "tip").text


def test_what_is_pointed_at_is_explained(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    shown = Shown(browser)
    pid = min(shown.bottoms)
    tip = point_at(browser, shown, shown.boxes("blocked", pid)[0], pid)
    assert "job 0 (spin 4) is blocked" in tip
    assert "Began: Job 0 waits for I/O; job 1" in tip
    wait_until(lambda: Shown(browser).of_class("chosen"))


def test_the_queue_is_told_in_its_order_under_the_cursor(browser, draw):
    open_page(browser, draw("--run", "workload 0,9 0,9 0,9", "--policy", "mlfq"))
    shown = Shown(browser)
    first, last = shown.boxes("running", 4)[0], shown.boxes("running", 6)[0]
    assert "queue: job 0, job 1, job 2" in point_at(browser, shown, first, 4)
    tip = point_at(browser, shown, last, 6)
    assert "queue: job 2, job 0, job 1" in tip
    assert "levels: job 0 Q1, job 1 Q1, job 2 Q0" in tip


def test_the_disks_lane_tells_what_the_disk_does(browser, draw):
    drawn = draw("--run", "workload --disk 0,6,2 0,9", "--seek", "10", "--hz", "1000")
    open_page(browser, drawn)
    shown = Shown(browser)
    left, bottom, width, _ = shown.of_class("transfer")[0]["boxes"][:4]
    pid = min(shown.bottoms)
    tip = point_at(browser, shown, (left, left + width), pid, shown.bottoms[pid] - bottom + 4)
    assert tip.startswith("The disk reads sectors 0 to 7 for job 0\ntick ")
    assert "disk: job 0" in tip
    assert "has the disk" in browser.find_element(By.ID, "legend").text


def test_the_table_has_the_times_of_the_console(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "rr")
    open_page(browser, drawn)
    rows = {row.text[:5]: row.text.split() for row in browser.find_elements(By.TAG_NAME, "tr")}
    for line in drawn.console.splitlines():
        if line.startswith("job "):
            number, response, turnaround, waiting = map(int, line.split()[1::2])
            row = rows[f"job {number}"][3:]  # then the kernel's and the book's by turns
            assert row[1:6:2] == [str(response), str(turnaround), str(waiting)]
            for real, said in zip(row[0:6:2], row[1:6:2]):
                assert float(real) == pytest.approx(float(said), abs=0.1)
            assert row[-1] == "done"


def test_the_table_has_no_launcher_and_no_minus_nought(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    rows = [row.text.split()[0] for row in browser.find_elements(By.TAG_NAME, "tr")]
    assert rows == ["process", "job", "job", "job", "mean"]
    assert "-0.00" not in browser.find_element(By.TAG_NAME, "table").text
    browser.find_element(By.ID, "others").click()
    assert "workload 3" in browser.find_element(By.TAG_NAME, "table").text


def legend(browser):
    return [part.get_attribute("data-state")
            for part in browser.find_elements(By.CSS_SELECTOR, "#legend span")]


def test_the_legend_has_only_what_occurs(browser, draw):
    open_page(browser, draw("--run", "workload 0,3 0,2", "--policy", "rr"))
    assert legend(browser) == ["running", "ready", "zombie", "book"]
    open_page(browser, draw("--run", "spin 9 & spin 9 & suspend $!; resume $!; wait"))
    assert legend(browser) == ["running", "ready", "blocked", "suspended", "zombie"]


def test_every_slice_can_be_reached_by_keys_and_is_told(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    chart = browser.find_element(By.CSS_SELECTOR, ".chart")
    told = browser.find_element(By.CSS_SELECTOR, ".told[role=status]")
    while browser.switch_to.active_element != chart:
        ActionChains(browser).send_keys(Keys.TAB).perform()
    for key, words in [("n", "job 0 (spin 4) has the CPU"), (Keys.ARROW_RIGHT, "is blocked"),
                       (Keys.ARROW_DOWN, "job 1 (spin 5) has the CPU"),
                       (Keys.ARROW_LEFT, "job 1 (spin 5) is ready"),
                       (Keys.ARROW_UP, "job 0 (spin 4)")]:
        ActionChains(browser).send_keys(key).perform()
        assert words in told.get_attribute("textContent")
        assert "\nqueue: " in told.get_attribute("textContent")
    wait_until(lambda: Shown(browser).of_class("chosen"))
    ActionChains(browser).send_keys(Keys.ESCAPE).send_keys(",").perform()
    assert re.match(r"Tick \d+\. .*job 0, which", told.get_attribute("textContent"))


# --- Playing, comparing

def shows_until(shown, tick):
    """Whether the last bar ends where TICK is, or a little later: a switch takes time."""
    right = max(right for pid in shown.bottoms for _, right in shown.boxes("running", pid))
    return abs(right - shown.x_of(tick * shown.tick_ns)) < 0.2 * shown.tick_width


def test_a_step_shows_a_tick_more_and_says_what_happened(browser, draw):
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    step, now = (browser.find_element(By.CSS_SELECTOR, name) for name in ("#step", ".now"))
    step.click()  # tick 0: it begins
    for tick in 1, 2, 3:
        step.click()
        wait_until(lambda: f"tick {tick}" in browser.find_element(By.ID, "until").text)
        wait_until(lambda: shows_until(Shown(browser), tick))
    assert now.text.startswith("Job 0 waits for I/O; job 1, which has waited 2 ticks")
    assert "queue: job 1" in now.text
    browser.find_element(By.ID, "back").click()
    wait_until(lambda: browser.find_element(By.ID, "until").text == "tick 2")


def test_played_it_unfolds_to_its_end(browser, draw):
    open_page(browser, draw("--run", "workload 0,3 0,2", "--policy", "rr"))
    until = browser.find_element(By.ID, "until")
    browser.find_element(By.TAG_NAME, "body").send_keys(" ")
    wait_until(lambda: until.text == "tick 2")
    wait_until(lambda: until.text == "all 5 ticks")
    assert browser.find_element(By.ID, "play").text == "▶"


def bars(browser):
    """[(policy, width, whether it is the best)] from above."""
    found = [(bar.location["y"], bar.get_attribute("data-policy"),
              float(bar.get_attribute("width")), "best" in bar.get_attribute("class"))
             for bar in browser.find_elements(By.CSS_SELECTOR, "#bars .bar")]
    return [bar[1:] for bar in sorted(found)]


def test_policies_are_compared_by_what_is_chosen(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "all")
    open_page(browser, drawn)
    metric = Select(browser.find_element(By.ID, "metric"))
    assert [option.text for option in metric.options] == [
        "turnaround", "response", "waiting", "switches", "fairness"]
    for name, best in ("turnaround", min), ("fairness", max):
        metric.select_by_visible_text(name)
        found = bars(browser)
        assert len(found) == len(drawn.data["runs"])
        widths = [width for _, width, _ in found]
        assert widths == sorted(widths, reverse=best is max)
        assert found[0][2] and found[0][1] == best(widths)
    assert "Jain" in browser.find_element(By.ID, "bars").text
    assert "levels=3" in browser.find_element(By.ID, "bars").text


# --- Every screen

def test_in_the_dark_the_colours_are_those_for_the_dark(browser, draw):
    drawn = draw("--run", JOBS, "--policy", "rr")
    open_page(browser, drawn)
    def fill():
        return Shown(browser).of_class("running")[0]["fill"]

    light = fill()
    media = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    wait_until(lambda: fill() != light)
    paper = browser.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert paper == "rgb(23, 25, 28)"
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_on_a_phone_every_column_can_be_reached(browser, draw):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    open_page(browser, draw("--run", JOBS, "--policy", "rr"))
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
    right = browser.execute_script("""
        const scroll = document.querySelector(".scroll");
        scroll.scrollLeft = 1e6;
        return scroll.querySelector("th:last-child").getBoundingClientRect().right;""")
    assert 0 < right <= 390
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
FINDINGS = """
const done = arguments[0];
axe.run().then(({violations}) => done(violations.map(({id, nodes}) =>
    `${id}: ${nodes.map(({html}) => html).join(" ")}`)));
"""


@pytest.mark.skipif(not AXE.exists(), reason="cd web && npm ci --ignore-scripts")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, draw, scheme):
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    open_page(browser, draw("--run", JOBS, "--policy", "all"))
    browser.find_element(By.TAG_NAME, "body").send_keys("n.")
    browser.execute_script(AXE.read_text(encoding="utf-8"))
    assert browser.execute_async_script(FINDINGS) == []
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_page_needs_no_network_and_makes_no_mistake(browser, draw):
    browser.get_log("browser")
    for drawn in (draw("--run", "spin 9 & spin 9 & suspend $!; resume $!; wait"),
                  draw("--append", "provoke=panic")):
        open_page(browser, drawn)
        for button in browser.find_elements(By.CSS_SELECTOR, "#step, #all, #fit, #play"):
            button.click()
        assert browser.execute_script(
            "return performance.getEntriesByType('resource').length") == 0
        assert browser.get_log("browser") == []


def test_a_run_without_an_end_says_so_in_red(browser, draw):
    open_page(browser, draw("--run", "workload 0,5; spin", "--timeout", "2"))
    assert "no end after 2 seconds" in browser.find_element(By.CSS_SELECTOR, "h2 .cut").text
    assert Shown(browser).of_class("cut")[0]["stroke"] == "#d0021b"


# --- Still pictures

def texts(picture, name):
    return [text.text for text in picture.iter() if text.get("class") == name]


def test_several_policies_are_drawn_in_the_order_given(draw):
    drawn = draw("--run", JOBS, "--policy", "fifo; mlfq levels=2", "--svg")
    assert drawn.status == 0, drawn.errors
    assert texts(drawn.svg, "title") == ["fifo", "mlfq"]
    assert texts(drawn.svg, "label") == ["job 0", "job 1", "job 2"] * 2
    assert texts(drawn.svg, "parameters")[1].startswith("levels=2")


def shapes(picture):
    """What is drawn, without words."""
    return sorted((path.get("class"), path.get("fill") or "", path.get("d"))
                  for path in picture.iter() if path.get("class") and path.get("d"))


def test_a_schedule_as_json_is_drawn_as_its_trace_is(draw):
    drawn = draw("--run", JOBS, "--policy", "all", "--svg")
    again = draw("--draw", str(drawn.folder / "run.schedule.json"), "--svg")
    assert len(shapes(drawn.svg)) > 100
    assert shapes(again.svg) == shapes(drawn.svg)


def test_a_difference_is_marked_in_both(tmp_path, draw):
    for name, order in ("expected", (0, 1)), ("got", (1, 0)):
        (tmp_path / name).write_text(
            f'{{"timeline": [[0, {order[0]}, 3], [3, {order[1]}, 3]]}}', encoding="ascii")
    drawn = draw("--difference", str(tmp_path / "expected"), str(tmp_path / "got"), "--svg")
    assert drawn.status == 1
    assert texts(drawn.svg, "title") == ["expected", "got"]
    marks = [path for path in drawn.svg.iter() if path.get("class") == "difference"]
    assert len(marks) == 2
    assert "in tick 0: expected job 0, got job 1" in texts(drawn.svg, "note")


def pixels(png):
    """How often each (red, green, blue) occurs in PNG, 8 bits a channel [PNG 9]."""
    width, height = (int.from_bytes(png[at:at + 4], "big") for at in (16, 20))
    channels = {2: 3, 6: 4}[png[25]]
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at:at + 4], "big")
        if png[at + 4:at + 8] == b"IDAT":
            data += png[at + 8:at + 8 + length]
        at += length + 12
    rows, before, found = zlib.decompress(data), bytearray(width * channels), {}
    for y in range(height):
        start = y * (width * channels + 1)
        before = unfiltered(rows[start], bytearray(rows[start + 1:start + 1 + len(before)]),
                            before, channels)
        for x in range(0, len(before), channels):
            colour = tuple(before[x:x + 3])
            found[colour] = found.get(colour, 0) + 1
    return found


def unfiltered(kind, row, above, channels):
    for i, value in enumerate(row):
        left = row[i - channels] if i >= channels else 0
        corner = above[i - channels] if i >= channels else 0
        guess = min((left, above[i], corner),
                    key=lambda near: abs(left + above[i] - corner - near))
        row[i] = value + (0, left, above[i], (left + above[i]) // 2, guess)[kind] & 255
    return row


def test_a_viewer_without_style_sheets_shows_the_colours(draw):
    drawn = draw("--run", JOBS, "--policy", "rr", "--svg", "--png")
    picture = subprocess.run(["rsvg-convert", drawn.folder / "run.svg"], check=True,
                             capture_output=True).stdout
    found = pixels(picture)
    for colour in (0x00, 0x72, 0xb2), (0xd9, 0x82, 0x00), (0x00, 0x9e, 0x73):
        assert found[colour] > 500
    assert max(found, key=found.get) == (255, 255, 255)
    assert found.get((0, 0, 0), 0) < 0.01 * sum(found.values())
    png = (drawn.folder / "run.png").read_bytes()
    assert int.from_bytes(png[16:20], "big") == 2 * int.from_bytes(picture[16:20], "big")
