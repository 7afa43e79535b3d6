"""The expected schedule and the one that came out as an SVG file, drawn by what draws the
timeline: for the cases of which the reports have a picture of characters."""

import os
import sys

from grading.sandbox import ROOT
from grading.suite import Unusable

sys.path.insert(0, f"{ROOT}/tools/trace")
from timeline_picture import difference, page  # noqa: E402


def draw(result):
    """The bytes of the picture of RESULT."""
    item = {name: value for name, value in result.case.item.items() if name != "timeline"}
    data = difference.data(result.case.title, item | {"timeline": result.case.expected},
                           item | {"timeline": result.trial.slices})
    try:
        return page.svg(data)
    except page.NoPicture as problem:
        raise Unusable(f"--svg: {problem}") from problem


def write(grade, out):
    """NAME/case-N.svg in the folder OUT, for each case N that has lost its points by a schedule."""
    for number, result in enumerate(grade.results, 1):
        path = os.path.join(out, grade.name, f"case-{number}.svg")
        if result.picture:
            with open(path, "wb") as file:
                file.write(draw(result))
        elif os.path.exists(path):
            os.unlink(path)  # of another time
