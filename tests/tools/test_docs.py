"""What the documentation names is there: files, verbs of make and their settings, options of
tools, pages that it links to."""

import re
import subprocess

import pytest
from conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md",
         ROOT / "tests" / "README.md", *ROOT.glob("docs/*.md")]
TOP = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"build"}
NAMES = {path.name for folder in TOP for path in (ROOT / folder).rglob("*")}
# What a reader is told to write, what tools write, and a file of OSTEP's.
NOT_HERE = {"lifo.c", "ann.c", "ctrf.json", "my-cases.json", "compile_commands.json", "mlfq.py"}


def verbs():
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def quoted(text):
    """What stands in backticks, and in blocks of code line by line."""
    for block in re.findall(r"^```\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text,
                                                  flags=re.MULTILINE | re.DOTALL))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_file_of_the_project_that_a_page_names_exists(page):
    words = {word for text in quoted(page.read_text("utf-8"))
             for word in re.findall(r"(?<![\w/.-])[\w.-]+/[\w./*-]*[\w/*]", text)}
    named = {word for word in words if word.split("/")[0] in TOP and "NAME" not in word}
    missing = {word for word in named if not any(ROOT.glob(word.rstrip("/")))}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_file_that_a_page_names_without_its_folder_exists(page):
    words = {word for text in quoted(page.read_text("utf-8"))
             for word in re.findall(r"(?<![\w/.*-])[\w-]+\.(?:c|h|asm|py|json|md)(?![\w/-])", text)}
    assert {word for word in words if "NAME" not in word and "FILE" not in word} - NAMES \
        - NOT_HERE - {path.name for path in PAGES} == set()


def without_strings(text):
    return re.sub(r"'[^']*'|\"[^\"]*\"", "''", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_setting_that_a_page_gives_to_make_is_one(page):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = {setting for text in quoted(page.read_text("utf-8"))
             for command in re.findall(r"^(?:\$ )?make [^#|;]*", without_strings(text))
             for setting in re.findall(r"\b([A-Z_]+)=", command)}
    for setting in named:
        assert re.search(rf"^SETTINGS :=.*\b{setting}\b|\((?:value )?{setting}\)|^{setting} ",
                         makefile, re.MULTILINE), setting


@pytest.mark.parametrize("tool", ["tools/boot", "tools/timeline", "tools/grade"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_option_that_a_page_gives_to_a_tool_is_one(page, tool):
    named = {option for text in quoted(page.read_text("utf-8")) if f"{tool} " in text
             for option in re.findall(r"--[a-z-]+", without_strings(text.split(f"{tool} ")[1]))}
    known = "".join(subprocess.run([ROOT / name, "--help"], check=True, encoding="utf-8",
                                   stdout=subprocess.PIPE).stdout for name in ("tools/boot", tool))
    assert named - {*re.findall(r"--[a-z-]+", known)} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_verb_that_a_page_names_is_the_makefiles(page):
    named = {verb for text in quoted(page.read_text("utf-8"))
             for verb in re.findall(r"^(?:\$ )?make ([a-z][a-z-]*)\b(?![=/])", text)}
    assert named - verbs() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_page_and_picture_that_a_page_links_to_exists(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def names_of_tests():
    """(file, name) for each test that `make test` runs."""
    for file in ROOT.glob("tests/*/test_*"):
        for name in re.findall(r"^(?:def (test_\w+)|static void (\w+)\(void \*\*state\))",
                               file.read_text("utf-8"), re.MULTILINE):
            yield str(file.relative_to(ROOT)), "".join(name)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_test_that_a_page_picks_out_exists(page):
    tests = [*names_of_tests()]
    for text in quoted(page.read_text("utf-8")):
        for word in re.findall(r"\bmake test T=(\w+)", text):
            assert word in ("word", "WORD") or any(word in "".join(test) for test in tests), text
        for file, word in re.findall(r"\bpytest-3 (\S+) -k (\w+)", text):
            assert any(file == test[0] and word in test[1] for test in tests), text
        for kind, name in re.findall(r"\bbuild/host/(unit|hosted)/(\w+)", text):
            assert (ROOT / "tests" / kind / f"test_{name}.c").exists(), text


def test_the_index_leads_to_each_page_of_docs():
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    pages = {page.name for page in ROOT.glob("docs/*.md")} - {"README.md"}
    assert pages <= set(re.findall(r"\]\(([^)]+)\)", index))
