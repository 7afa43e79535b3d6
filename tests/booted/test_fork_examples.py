"""The examples of docs/fork.md print what the page says, and its pictures have arrows."""

import os
import re
import subprocess

from conftest import ROOT

PAGE = (ROOT / "docs" / "fork.md").read_text("utf-8")


def transcripts():
    """(commands, output) for each block of the page that begins with a prompt."""
    for command, output in re.findall(r"^```\n\$ make run .*?RUN='(.*?)'\n(.*?)^```$", PAGE,
                                      re.MULTILINE | re.DOTALL):
        yield command, output


def test_the_examples_print_what_the_page_says(boot):
    examples = ROOT / "docs" / "examples"
    found = list(transcripts())
    assert len(found) == 2
    for command, output in found:
        result = boot(programs=str(examples), files=str(examples), run=command)
        said = [line for line in result.console.splitlines()
                if not line.lower().startswith("robin: ")]
        assert said == output.splitlines()


def test_the_examples_compile_for_the_host_as_they_are():
    for file in (ROOT / "docs" / "examples").glob("*.c"):
        subprocess.run([os.environ.get("HOSTCC", "cc"), "-std=gnu11", "-Wall", "-Wextra",
                        "-Werror", "-fsyntax-only", file], check=True)


def test_the_pictures_show_descent():
    for name, forks in ("p3", 1), ("tree", 4):
        picture = (ROOT / "docs" / "pictures" / f"{name}.svg").read_text("utf-8")
        assert picture.count('class="link fork"') == forks
        assert f"pictures/{name}.svg" in PAGE
