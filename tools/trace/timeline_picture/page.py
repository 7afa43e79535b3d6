"""A page that needs nothing else, with data, style, program and library in one file; and
the same as a still picture, if there is a node to draw it."""

import json
import re
import subprocess
from html import escape
from pathlib import Path

from trace_file import ROOT

WEB = Path(ROOT) / "web" / "timeline"
# d3-zoom and what it builds on, each after what it needs: Debian's node-d3-zoom.
LIBRARY = Path("/usr/share/nodejs")
PARTS = ["dispatch", "color", "ease", "timer", "selection", "interpolate", "drag",
         "transition", "zoom"]
# The modules of web/timeline, each after those that it imports.
MODULES = ["trace", "model", "schedule", "chart", "palette", "markup", "words", "metrics",
           "boxes", "links", "thoughts", "draw", "paint", "picture", "table", "pointer", "view",
           "page"]
IMPORT = re.compile(r'^import ({.*?}) from "\./(\w+)\.mjs";$', re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export (const|function\*?|class) (\w+)", re.MULTILINE)


class NoPicture(Exception):
    """Why there is no SVG or PNG."""


def library():
    files = [LIBRARY / f"d3-{name}" / "dist" / f"d3-{name}.min.js" for name in PARTS]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def wrapped(name):
    """A module as a function that is called at once and returns what it exports."""
    text = (WEB / f"{name}.mjs").read_text(encoding="utf-8")
    exports = ", ".join(exported for _, exported in EXPORT.findall(text))
    text = EXPORT.sub(r"\1 \2", IMPORT.sub(r"const \1 = of_\2;", text))
    return f"const of_{name} = (() => {{\n{text}return {{{exports}}};\n}})();"


def program(modules=MODULES):
    """All modules as one: a page from a file cannot import others."""
    return "\n".join(wrapped(name) for name in modules)


def style():
    return "".join((WEB / f"{name}.css").read_text(encoding="utf-8") for name in ("page", "view"))


def in_script(text):
    return text.replace("</script", "<\\/script")


def write(data):
    """The text of the HTML file for DATA, {heading, runs}."""
    values = {
        "HEADING": escape(data["heading"]),
        "STYLE": style(),
        "DATA": json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
        "LIBRARY": in_script(library()),
        "PROGRAM": in_script(program()),
    }
    pieces = (WEB / "page.html").read_text(encoding="utf-8").split("@")
    pieces[1::2] = [values[name] for name in pieces[1::2]]  # text, name, text, name, ... text
    return "".join(pieces)


def run_tool(command, text):
    try:
        process = subprocess.run(command, input=text, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise NoPicture(f"no {command[0]}: tools/build/setup timeline-png installs it") from error
    if process.returncode:
        raise NoPicture(process.stderr.decode("utf-8", "replace").strip())
    return process.stdout


def svg(data):
    """The bytes of the SVG file."""
    return run_tool(["node", WEB / "command.mjs"], json.dumps(data).encode())


def png(picture):
    """PICTURE, an SVG, at twice its size: sharp on paper and on fine screens."""
    return run_tool(["rsvg-convert", "--zoom=2", "--format=png"], picture)
