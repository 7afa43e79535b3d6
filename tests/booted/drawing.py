"""`draw` for the tests of tools/timeline: draw(OPTION...) draws the same options once."""

import json
import re
import subprocess
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
