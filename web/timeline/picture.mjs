/* Charts as one still picture, a file of SVG that stands alone. */
import {drawChart, gutterOf, HEIGHTS, READY_PART} from "./draw.mjs";
import {LINKS, linkSample} from "./links.mjs";
import {escaped, FONT, fit, rect, tag, text} from "./markup.mjs";
import {METRICS, ranking} from "./metrics.mjs";
import {LIGHT, mix} from "./palette.mjs";
import {LETTERS, plain} from "./words.mjs";

const WIDTH = 1000,
    EDGE = 20,
    SMALL = 11.5,
    LEGEND_ROW = 19;
const NOTE = 680; // room for a note, before the parameters have theirs
export const NAMES = {
    running: "has the CPU",
    ready: "ready, waits for the CPU",
    blocked: "blocked",
    suspended: "suspended",
    zombie: "zombie",
    book: "what the book's rules predict",
    transfer: "has the disk",
    "disk-queue": "waits in the disk's queue",
    many: "too many by turns to tell apart",
};

/* The view that all CHARTS have in common. */
export function commonView(charts) {
    const views = charts.map((chart) => chart.view());
    return [Math.min(...views.map(([first]) => first)), Math.max(...views.map(([, last]) => last))];
}

/* --- The legend: only what occurs --- */

function sample(state, palette) {
    const height = 14 * (HEIGHTS[state] ?? 0.28);
    const colour = ["running", "transfer", "disk-queue"].includes(state)
        ? palette.jobs[0]
        : state === "ready"
          ? mix(palette.jobs[0], palette.paper, READY_PART)
          : (palette[state] ?? palette.other);
    return rect(0, 14 - height, 22, height, colour);
}

/* Of all charts that were DRAWN: [{state, markup, words}], and lines of text. */
export function legendOf(drawn, palette) {
    const has = (name) =>
        drawn.some(({states, links}) => states.has(name) || links.kinds.has(name));
    const items = [
        ...Object.keys(NAMES)
            .filter(has)
            .map((state) => ({state, markup: sample(state, palette), words: NAMES[state]})),
        ...Object.keys(LINKS)
            .filter(has)
            .map((kind) => ({
                state: kind,
                markup: linkSample(kind, palette),
                words: LINKS[kind].words,
            })),
    ];
    const letters = Object.keys(LETTERS)
        .filter((letter) => drawn.some((one) => one.letters.has(letter)))
        .map((letter) => `${letter} ${LETTERS[letter]}`);
    const lines = letters.length ? [`why a bar ended: ${letters.join(", ")}`] : [];
    if (drawn.some(({links}) => links.isTooMany))
        lines.push("too many arrows to be drawn: zoom in to see them");
    return {items, lines};
}

function drawLegend(legend, y, palette) {
    let x = EDGE,
        row = y;
    const parts = legend.items.map(({markup, words}) => {
        const room = 28 + words.length * 6.2 + 22;
        if (x > EDGE && x + room > WIDTH) [x, row] = [EDGE, row + LEGEND_ROW];
        const part = tag(
            "g",
            {transform: `translate(${x} ${row})`},
            markup + text(28, 12, words, {fill: palette.ink, size: SMALL}),
        );
        x += room;
        return part;
    });
    for (const line of legend.lines) {
        row += LEGEND_ROW;
        parts.push(text(EDGE, row + 12, line, {fill: palette.faint, size: SMALL}));
    }
    return {markup: parts.join(""), bottom: row + 28};
}

/* --- The policies side by side --- */

const ROW = 36;

function drawBar({chart, value, isBest}, most, {digits = 2}, width, palette) {
    const isKnown = Number.isFinite(value),
        name = isBest ? `★ ${chart.policy}` : chart.policy;
    const bar = (width - 90) * (isKnown ? value / most : 0),
        indent = name.length * 7.6 + 12;
    const words = isKnown ? plain(value, digits) + (isBest ? " best" : "") : "unknown";
    const strong = {fill: isBest ? palette.best : palette.ink, size: 12.5, bold: true};
    return (
        text(0, 11, name, strong) +
        text(indent, 11, parametersOf(chart, width - indent), {fill: palette.faint, size: SMALL}) +
        rect(0, 15, bar, 13, isBest ? palette.best : palette.other, {
            class: isBest ? "bar best" : "bar",
            "data-policy": chart.policy,
        }) +
        text(bar + 6, 26, words, {fill: palette.ink, size: SMALL, bold: isBest})
    );
}

/* A bar a chart, the best first: {markup, height}, as wide as WIDTH. */
export function drawComparison(charts, metric, width, palette) {
    const rows = ranking(charts, metric);
    const most = rows.reduce((high, {value}) => Math.max(high, value || 0), 0) || 1;
    const bars = rows.map((row, place) =>
        tag(
            "g",
            {transform: `translate(0 ${22 + place * ROW})`},
            drawBar(row, most, METRICS[metric], width, palette),
        ),
    );
    const what = text(0, 13, fit(METRICS[metric].what, width, SMALL), {
        fill: palette.faint,
        size: SMALL,
    });
    return {markup: what + bars.join(""), height: 22 + rows.length * ROW + 6};
}

/* Whether there are several policies to compare, and enough is known of their jobs. (The title
 * of what is not a policy's, such as `expected`, does not begin with its name.) */
export const isComparable = (charts) =>
    charts.length > 1 &&
    charts.every(
        (chart) =>
            chart.words.split(" ")[0] === chart.policy &&
            chart.jobs.length > 0 &&
            chart.jobs.every((job) => job.arrival !== null),
    );

const parametersOf = (chart, room) => fit(chart.words.split(" ").slice(1).join(" "), room, SMALL);

/* --- The file --- */

/* Title and note of CHART; the note goes below where both do not fit into one line. */
function headOf(chart, y, palette) {
    const fill = chart.difference !== null ? palette.difference : palette.faint;
    const [name, ...rest] = chart.words.split(" ");
    const room = WIDTH - 2 * EDGE - name.length * 9 - Math.min(chart.note.length * 6.6, NOTE) - 24;
    return (
        text(EDGE, y + 14, name, {fill: palette.ink, size: 14.5, bold: true, class: "title"}) +
        text(EDGE + name.length * 9 + 10, y + 14, fit(rest.join(" "), room, SMALL), {
            fill: palette.faint,
            size: SMALL,
            class: "parameters",
        }) +
        text(WIDTH - EDGE, y + 14, fit(chart.note, NOTE, SMALL), {
            fill,
            size: SMALL,
            anchor: "end",
            class: "note",
        })
    );
}

/* The text of an SVG file of CHARTS, with HEADING above and, of several, METRIC below. */
export function drawPicture(
    heading,
    charts,
    {palette = LIGHT, metric = "turnaround", withLinks = false} = {},
) {
    const [first, last] = commonView(charts);
    const width = WIDTH - 2 * EDGE,
        gutter = gutterOf(charts, false, width);
    const all = [];
    let y = EDGE + 34,
        body = "";
    for (const chart of charts) {
        const drawn = drawChart(chart, {
            width: width + 14,
            gutter,
            first,
            last,
            palette,
            withLinks,
        });
        body +=
            headOf(chart, y, palette) +
            tag("g", {transform: `translate(${EDGE} ${y + 24})`}, drawn.markup);
        y += 24 + drawn.height + 12;
        all.push(drawn);
    }
    if (isComparable(charts)) {
        const bars = drawComparison(charts, metric, width, palette);
        body += tag("g", {transform: `translate(${EDGE} ${y})`}, bars.markup);
        y += bars.height + 12;
    }
    const legend = drawLegend(legendOf(all, palette), y, palette);
    body += legend.markup;
    y = legend.bottom;
    return (
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" ` +
        `height="${y}" font-family="${escaped(FONT)}">` +
        tag("title", {}, escaped(heading)) +
        rect(0, 0, WIDTH, y, palette.paper) +
        text(EDGE, EDGE + 14, fit(heading, width, 15), {
            fill: palette.ink,
            size: 15,
            bold: true,
            class: "heading",
        }) +
        body +
        "</svg>\n"
    );
}
