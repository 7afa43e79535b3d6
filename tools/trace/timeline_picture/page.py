"""Charts as a page that needs nothing else: data, style, program, library in one file."""

import json
from html import escape
from pathlib import Path

from timeline_picture.chart import LETTERS

HERE = Path(__file__).parent
# d3-zoom and what it builds on, each after what it needs: Debian's node-d3-zoom.
LIBRARY = Path("/usr/share/nodejs")
MODULES = ["dispatch", "color", "ease", "timer", "selection", "interpolate", "drag",
           "transition", "zoom"]


def library():
    files = [LIBRARY / f"d3-{name}" / "dist" / f"d3-{name}.min.js" for name in MODULES]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def part(name):
    return (HERE / name).read_text(encoding="utf-8")


def write(heading, charts):
    """The text of the HTML file."""
    data = json.dumps({"charts": charts, "letters": LETTERS}, separators=(",", ":"))
    values = {
        "HEADING": escape(heading),
        "STYLE": part("picture.css") + part("page.css"),
        "DATA": data.replace("<", "\\u003c"),
        "LIBRARY": library().replace("</script", "<\\/script"),
        "PROGRAM": part("page.js"),
    }
    pieces = part("page.html").split("@")  # text, name, text, name, ... text
    pieces[1::2] = [values[name] for name in pieces[1::2]]
    return "".join(pieces)
