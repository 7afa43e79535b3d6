"""The files that editors, containers and the forge read: they parse, and what they name is
there. None of these programs runs here."""

import json
import re
import subprocess

import pytest
import yaml
from conftest import ROOT

JSON_FILES = [*ROOT.glob(".vscode/*.json"), *ROOT.glob(".devcontainer/*.json")]
YAML_FILES = [*ROOT.glob(".github/workflows/*.yml")]


def parse(file):
    """JSON with comments on lines of their own, as these editors allow it."""
    return json.loads(re.sub(r"^\s*//.*$", "", file.read_text("utf-8"), flags=re.MULTILINE))


def verbs():
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"),
                          re.MULTILINE))


@pytest.mark.parametrize("file", JSON_FILES, ids=lambda file: file.name)
def test_json_for_an_editor_parses(file):
    assert parse(file)


def test_each_task_is_a_verb_of_make_or_a_tool():
    tasks = parse(ROOT / ".vscode" / "tasks.json")["tasks"]
    commands = [part.split() for task in tasks for part in task["command"].split(" && ")]
    assert len(commands) > 5
    for program, *arguments in commands:
        if program == "make":
            assert not arguments or arguments[0] in verbs()
        else:
            assert (ROOT / program).is_file()


LAUNCHES = parse(ROOT / ".vscode" / "launch.json")["configurations"]


@pytest.mark.parametrize("launch", LAUNCHES, ids=lambda launch: launch["name"])
def test_the_debugger_asks_for_tasks_and_ports_that_exist(launch):
    tasks = parse(ROOT / ".vscode" / "tasks.json")["tasks"]
    task = next(task for task in tasks if task["label"] == launch["preLaunchTask"])
    port = launch["miDebuggerServerAddress"].rpartition(":")[2]
    assert f"--gdb {port}" in task["command"]
    begins = task["problemMatcher"]["background"]["endsPattern"]
    assert re.search(begins, "tools/boot: GDB can connect to port")
    assert "tools/boot: GDB can connect to port" in (ROOT / "tools" / "boot").read_text("utf-8")


@pytest.mark.parametrize("file", YAML_FILES, ids=lambda file: file.name)
def test_each_job_has_a_time_limit_and_keeps_what_failed(file):
    for job in yaml.safe_load(file.read_text("utf-8"))["jobs"].values():
        assert job["timeout-minutes"] <= 90
        commands = [step["run"] for step in job["steps"] if "run" in step]
        assert commands
        for verb in re.findall(r"^make (\S+)", "\n".join(commands), re.MULTILINE):
            assert verb in verbs()
        for script in re.findall(r"^(\.?\w+/\S+)", "\n".join(commands), re.MULTILINE):
            assert (ROOT / script).is_file()
        assert "make" not in commands[-1] or job["steps"][-1]["if"] == "failure()"


def test_the_container_is_set_up_for_what_exists():
    text = (ROOT / ".devcontainer" / "Dockerfile").read_text("utf-8")
    for what in re.search(r"for what in (.*?);", text)[1].split():
        done = subprocess.run([ROOT / "tools/build/setup", what], capture_output=True,
                              env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
                                   "ROBIN_NO_INSTALL": "1"}, text=True, check=False)
        assert "usage" not in done.stderr
