"""Charts as one still picture, SVG, one chart under another."""

from html import escape
from pathlib import Path

from timeline_picture.chart import LETTERS, STATES

WIDTH, GUTTER, MARGIN = 1000, 130, 20
LANE, GAP, BOOK = 22, 12, 4  # heights: a lane, what is between two, the book's
HEAD, FOOT, LEGEND = 30, 26, 46
HEIGHTS = {"running": 1, "ready": 0.5, "suspended": 0.5, "blocked": 0.18, "zombie": 0.18,
           "new": 0.08}
LETTER_WIDTH = 6.5
THIN, CELL, LINE = 2, 8, 0.75  # pixels: see boxes
CSS = Path(__file__).with_name("picture.css").read_text(encoding="utf-8")


def lanes_shown(chart):
    """The jobs alone if there are any."""
    jobs = [lane for lane in chart["lanes"] if lane["job"] is not None]
    return jobs or chart["lanes"]


def boxes(spans, x_of):
    """What to draw of SPANS, as (x, width, state, share of its height). Of those that are
    too thin, each cell of a few pixels shows for what part of it they ran."""
    cells = {}
    for state, start, end, *_ in spans:
        left, right = max(x_of(start), GUTTER), min(x_of(end), WIDTH - MARGIN)
        if right <= GUTTER or left >= WIDTH - MARGIN:
            continue
        if right - left >= THIN:
            yield left, right - left, STATES[state], 1
        else:
            thin = cells.setdefault((int((left + right) / 2 / CELL), state), [])
            thin.append((left, right - left))
    for (cell, state), thin in cells.items():
        total = sum(width for _, width in thin)
        if len(thin) == 1:
            yield thin[0][0], max(total, LINE), STATES[state], 1
        elif total > CELL / 20:
            share = min(total / CELL, 1) if state == 0 else 1
            yield cell * CELL, CELL, STATES[state], share


def outline(x, bottom, width, height):
    """A box that stands on BOTTOM, as part of a path."""
    return f"M{x:.2f} {bottom}v{-height:.2f}h{width:.2f}v{height:.2f}z"


def ticks_of_axis(first, last):
    """Round numbers between FIRST and LAST ticks, about a dozen."""
    step, rough = 1, (last - first) / 12
    while step * 10 <= rough:
        step *= 10
    step *= next((factor for factor in (1, 2, 5, 10) if step * factor >= rough), 10)
    number = -(-first // step) * step
    while number <= last:
        yield int(number)
        number += step


class Picture:
    """Draws; .y is where the next thing goes, .view what all charts show, in ticks."""

    def __init__(self, heading, charts):
        self.parts, self.y = [], MARGIN
        self.view = (min(chart["view"][0] / chart["tickNs"] for chart in charts),
                     max(chart["view"][1] / chart["tickNs"] for chart in charts))
        self._text(MARGIN, self.y + 14, heading, "title")
        self.y += HEAD
        self._legend()

    def _add(self, text):
        self.parts.append(text)

    def _text(self, x, y, text, name="", anchor="start"):
        self._add(f'<text x="{x:.1f}" y="{y:.1f}" class="{name}" text-anchor="{anchor}">'
                  f"{escape(text)}</text>")

    def _box(self, x, y, width, height, name):
        self._add(f'<rect x="{x:.2f}" y="{y:.2f}" width="{max(width, 0.3):.2f}" '
                  f'height="{height:.2f}" class="{name}"/>')

    def _legend(self):
        x = MARGIN
        for state in STATES[:-1]:
            height = LANE * HEIGHTS[state] * 0.7
            self._box(x, self.y + 13 - height, 22, height, state)
            self._text(x + 28, self.y + 12, state)
            x += 105
        self._add(f'<path d="M{x} {self.y + 4}h8l-4 5z" class="mark"/>')
        self._text(x + 14, self.y + 12, "a decision, and why")
        self._box(x + 150, self.y + 6, 22, BOOK, "book")
        self._text(x + 178, self.y + 12, "the book's prediction")
        letters = ", ".join(f"{letter} {why}" for why, letter in LETTERS.items())
        self._text(MARGIN, self.y + 30, letters, "small")
        self.y += LEGEND

    def draw(self, chart):
        first, last = self.view
        scale = (WIDTH - GUTTER - MARGIN) / max(last - first, 1)

        def x_of(time):
            return GUTTER + (time / chart["tickNs"] - first) * scale

        self._text(MARGIN, self.y + 14, chart["policy"], "title")
        self._text(WIDTH - MARGIN, self.y + 14, chart["note"], "small", "end")
        self.y += HEAD
        top, lanes = self.y, lanes_shown(chart)
        self._axis(chart, x_of, len(lanes))
        for lane in lanes:
            self._lane(lane, x_of, chart["whys"])
        if chart["difference"] is not None:
            self._line(x_of(chart["difference"]), top - 6, "difference")
        for time in chart["policyChanges"]:
            self._line(x_of(time), top - 6, "policy-change")
        self.y += FOOT

    def _line(self, x, top, name):
        if GUTTER <= x <= WIDTH - MARGIN:
            self._add(f'<path d="M{x:.2f} {top}V{self.y}" class="{name}"/>')

    def _axis(self, chart, x_of, lane_count):
        bottom = self.y + lane_count * (LANE + GAP)
        for number in ticks_of_axis(*self.view):
            x = x_of(number * chart["tickNs"])
            self._add(f'<path d="M{x:.2f} {self.y - 4}V{bottom}" class="grid"/>')
            self._text(x, bottom + 12, str(number), "axis", "middle")
        self._text(MARGIN, bottom + 12, "ticks", "axis")

    def _lane(self, lane, x_of, whys):
        bottom = self.y + LANE
        self._text(MARGIN, bottom - 6, lane["label"])
        paths = dict.fromkeys([*STATES[1:], "running", "book"], "")  # the last is on top
        for x, width, state, share in boxes(lane["spans"], x_of):
            paths[state] += outline(x, bottom, width, LANE * HEIGHTS[state] * share)
        for x, width, _, share in boxes(([0, *slice] for slice in lane["book"]), x_of):
            paths["book"] += outline(x, bottom + 2 + BOOK, width, BOOK * share)
        for name, path in paths.items():
            if path:
                self._add(f'<path class="{name}" d="{path}"/>')
        self._decisions(lane, x_of, bottom - LANE, whys)
        self.y += LANE + GAP

    def _decisions(self, lane, x_of, top, whys):
        free = GUTTER  # to the right of the mark before
        for state, start, end, why in lane["spans"]:
            x, right = x_of(start), min(x_of(end), WIDTH - MARGIN)
            if STATES[state] != "running" or x < free or x > WIDTH - MARGIN:
                continue
            self._add(f'<path d="M{x - 3:.2f} {top - 5}h6l-3 5z" class="mark"/>')
            free = x + 7
            word = whys[why].split(";")[0]
            if right - x < len(word) * LETTER_WIDTH + 4:
                word = LETTERS.get(word, "")
            if right - x > LETTER_WIDTH + 4:
                self._text(x + 4, top + 14, word, "why")

    def close(self):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.y}" '
                f'width="{WIDTH}" height="{self.y}"><style>{CSS}</style>'
                f'<rect width="{WIDTH}" height="{self.y}" class="paper"/>\n'
                + "\n".join(self.parts) + "\n</svg>\n")


def draw(heading, charts):
    """The text of the SVG file."""
    picture = Picture(heading, charts)
    for chart in charts:
        picture.draw(chart)
    return picture.close()
