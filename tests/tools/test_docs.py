"""What the documentation names is there: files, verbs of make, pages that it links to."""

import re

import pytest
from conftest import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md",
         ROOT / "tests" / "README.md", *ROOT.glob("docs/*.md")]
TOP = {path.name for path in ROOT.iterdir() if path.is_dir()} - {"build"}


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
def test_each_verb_that_a_page_names_is_the_makefiles(page):
    named = {verb for text in quoted(page.read_text("utf-8"))
             for verb in re.findall(r"^(?:\$ )?make ([a-z][a-z-]*)\b(?!=)", text)}
    assert named - verbs() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_page_and_picture_that_a_page_links_to_exists(page):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
