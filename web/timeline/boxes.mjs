/* Where time lies on a picture, and what of a row of spans can be seen there. */

import {tag} from "./markup.mjs";
import {firstAfter} from "./model.mjs";

export const MARGIN = 14; // to the right of the last tick
const THIN = 2,
    CELL = 8,
    LINE = 0.75; // pixels: see boxesOf

/* Where time lies on the picture, and how far of it is shown. */
export class Frame {
    constructor(chart, {width, gutter, first, last, until}) {
        this.left = gutter;
        this.right = width - MARGIN;
        this.begin = chart.time(first);
        this.scale = (this.right - this.left) / (chart.time(last) - this.begin);
        const now = chart.schedule.time ?? 0;
        const shown = until === null ? now : Math.min(now, chart.time(until));
        this.end = Math.min(shown, chart.time(last));
    }

    x(time) {
        return this.left + (time - this.begin) * this.scale;
    }

    holds(time) {
        return time >= this.begin && time <= this.end;
    }
}

/* What to draw of SPANS: {key, span, x, width, share, offset}, by KEY_OF a span. Of those
 * that are too thin to be seen, each cell of a few pixels shows for what part of it each key
 * holds: SHARE of the height, on top of the OFFSET of the others. */
export function* boxesOf(frame, spans, keyOf) {
    const cells = new Map();
    for (let i = firstAfter(spans, frame.begin); i < spans.length; i++) {
        const span = spans[i],
            key = keyOf(span);
        if (span.start >= frame.end) break;
        if (key === null) continue;
        const x = Math.max(frame.x(span.start), frame.left);
        const width = frame.x(Math.min(span.end, frame.end)) - x;
        if (width >= THIN) yield {key, span, x, width, share: 1, offset: 0};
        else addToCell(cells, Math.floor((x + width / 2) / CELL), key, x, width);
    }
    for (const [place, cell] of cells) yield* boxesOfCell(Math.max(place * CELL, frame.left), cell);
}

function addToCell(cells, place, key, x, width) {
    const cell = cells.get(place) ?? new Map();
    const part = cell.get(key) ?? {x, count: 0, total: 0};
    cells.set(place, cell.set(key, {x: part.x, count: part.count + 1, total: part.total + width}));
}

function* boxesOfCell(left, cell) {
    let offset = 0;
    for (const [key, {x, count, total}] of cell) {
        if (count === 1) {
            yield {key, x, width: Math.max(total, LINE), share: 1, offset: 0};
            continue;
        }
        const share = Math.min(total / CELL, 1);
        yield {key, x: left, width: CELL, share, offset};
        offset = Math.min(offset + share, 1);
    }
}

/* Collects outlines, one path for all that look the same. */
export class Paths {
    constructor() {
        this.all = new Map();
    }

    add(name, fill, d, more = {}) {
        const key = `${name} ${fill} ${more["data-pid"] ?? ""}`;
        const path = this.all.get(key) ?? {class: name, fill, ...more, d: ""};
        path.d += d;
        this.all.set(key, path);
    }

    markup() {
        return [...this.all.values()].map((path) => tag("path", path)).join("");
    }
}
