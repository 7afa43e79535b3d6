/* What one process does to another, as arrows from lane to lane: who created or forked whom,
 * who sent whom a signal, and whose end or whose bytes somebody had waited for. */

import {tag} from "./markup.mjs";
import {mix} from "./palette.mjs";

const HEAD = 4,
    NEAR = 1.5,
    INSIDE = 5; // pixels
const LINKS_MAX = 400; // more would be a curtain: zoom in to see them

/* By kind: a word for the legend, and the dashes of the line. */
export const LINKS = {
    fork: {words: "forks", dash: null},
    create: {words: "creates", dash: "6 2"},
    signal: {words: "sends a signal", dash: "1 2"},
    wait: {words: "was waited for", dash: "4 3"},
    exec: {words: "runs another program", dash: null},
};

function colourOf(kind, palette) {
    return {signal: palette.difference, wait: palette.faint}[kind] ?? palette.ink;
}

/* A line from FROM to TO at X, with a head at its end. */
function arrow({kind, x, from, to}, palette) {
    const stroke = colourOf(kind, palette),
        back = to > from ? -HEAD : HEAD;
    const end = to.toFixed(1),
        neck = (to + back * 1.5).toFixed(1),
        at = x.toFixed(1);
    return [
        tag("path", {
            class: `link ${kind}`,
            d: `M${at} ${from.toFixed(1)}V${neck}`,
            stroke,
            fill: "none",
            "stroke-width": 1.2,
            "stroke-dasharray": LINKS[kind].dash,
        }),
        tag("path", {
            class: "head",
            fill: stroke,
            d: `M${at} ${end}l${-HEAD} ${back * 1.5}h${2 * HEAD}z`,
        }),
    ];
}

/* Another program: a diamond on the lane. */
function diamond({x, from}, palette) {
    return tag("path", {
        class: "link exec",
        fill: palette.paper,
        stroke: palette.ink,
        d: `M${x.toFixed(1)} ${(from - 5).toFixed(1)}l4 5l-4 5l-4 -5z`,
    });
}

/* Where LINK can be seen among ROWS, or null. It leaves from the edge of a lane and arrives
 * at that of the other, so that it hides no word on a bar. */
function placeOf(link, rows, frame) {
    const from = rows.get(link.from),
        to = rows.get(link.to);
    if (!from || !to || !frame.holds(link.time)) return null;
    const isDown = to.top > from.top,
        middle = (row) => (row.top + row.bottom) / 2;
    if (from === to)
        return link.kind === "exec" ? {...link, x: frame.x(link.time), from: middle(from)} : null;
    return {
        ...link,
        x: frame.x(link.time),
        from: isDown ? from.bottom - INSIDE : from.top + INSIDE,
        to: isDown ? to.top : to.bottom,
    };
}

/* Adds the arrows to DRAWING, whose lanes are placed: {kinds, count}, what is to be told. */
export function addLinks(drawing) {
    const {chart, frame, palette, rows} = drawing;
    const byPid = new Map(rows.map((row) => [row.process.pid, row]));
    const kinds = new Set(),
        last = new Map(),
        shown = [];
    let count = 0;
    for (const link of chart.schedule.links) {
        const place = placeOf(link, byPid, frame);
        if (!place) continue;
        const key = `${link.kind} ${link.from} ${link.to}`;
        if (place.x - (last.get(key) ?? -Infinity) < NEAR) continue; // it would hide that one
        last.set(key, place.x);
        count++;
        kinds.add(link.kind);
        shown.push(place);
    }
    if (count <= LINKS_MAX)
        drawing.add(
            ...shown.flatMap((place) =>
                place.kind === "exec" ? diamond(place, palette) : arrow(place, palette),
            ),
        );
    return {kinds, count, isTooMany: count > LINKS_MAX};
}

/* The sample of KIND for a legend. */
export const linkSample = (kind, palette) =>
    kind === "exec"
        ? diamond({x: 11, from: 8}, palette)
        : tag("path", {
              d: "M0 8H18",
              stroke: colourOf(kind, palette),
              "stroke-width": 1.2,
              "stroke-dasharray": LINKS[kind].dash,
          }) +
          tag("path", {d: "M22 8l-6 -4v8z", fill: mix(colourOf(kind, palette), palette.paper, 1)});
