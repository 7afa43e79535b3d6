/* Where time lies on a picture, and what of a row of spans can be seen there. */

import {firstAfter} from "./model.mjs";

export const MARGIN = 14; // to the right of the last tick
const THIN = 2,
    CELL = 8,
    LINE = 0.75; // pixels: see eachBox
const PARTS_MAX = 8; // of a cell: as many as a palette has colours
export const MANY = "many"; // the key of what is shown in place of more
const SAME_SCALE = 1e-4; // relative: no cell is seen to be wider or narrower
const INTERLEAVED = CELL / THIN + 1; // so many wide spans may lie within one cell
const CROWD = 50; // spans in a row

/* Where time lies on the picture, and how far of it is shown. KEEP: other times are drawn
 * next, so what is gathered of a row of spans is kept, and cells move with the time. */
export class Frame {
    constructor(chart, {width, gutter, first, last, until, keep}) {
        this.keep = keep;
        this.left = gutter;
        this.right = width - MARGIN;
        this.begin = chart.time(first);
        this.scale = (this.right - this.left) / (chart.time(last) - this.begin);
        const now = chart.schedule.time ?? 0;
        const shown = until === null ? now : Math.min(now, chart.time(until));
        this.end = Math.min(shown, chart.time(last));
    }

    /* The same for times in ticks of CHART. */
    inTicks(chart) {
        const [begin, end] = [this.begin, this.end].map((time) => chart.tick(time));
        const frame = {...this, begin, end, scale: this.scale * chart.tickNs};
        return Object.setPrototypeOf(frame, Frame.prototype);
    }

    x(time) {
        return this.left + (time - this.begin) * this.scale;
    }

    holds(time) {
        return time >= this.begin && time <= this.end;
    }
}

/* Calls TAKE(key, x, width, share, offset, span) for what is to be drawn of SPANS, by KEY_OF a
 * span; null: nothing. Those that are too thin to be seen share cells of a few pixels: a cell
 * shows for what part of it each key holds, SHARE of the height, on top of the OFFSET of the
 * others, without a span. Cells come last. */
export function eachBox(frame, spans, keyOf, take) {
    const row = rowOf(frame, spans, keyOf),
        [begin, beyond] = [frame.begin, frame.end].map((time) => firstAfter(spans, time)),
        [first, last] = row.placesIn(begin, beyond, frame.end),
        cells = [];
    takeSpans(frame, row.items, first, last, take, cells);
    /* What still goes on, or beyond the end of what is shown, is gathered each time. */
    const rest = new Row(row, last < row.items.length ? row.items[last].first : row.next);
    rest.gather(spans, keyOf, frame.begin, frame.end);
    takeSpans(frame, rest.items, 0, rest.items.length, take, cells);
    for (const cell of cells) takeCell(frame, cell, take);
}

/* Of ITEMS from FIRST to LAST, takes the spans, and adds the cells to CELLS. */
function takeSpans(frame, items, first, last, take, cells) {
    const {begin, end, left, scale} = frame;
    for (let at = first; at < last; at++) {
        const {parts, key, span} = items[at];
        if (items[at].end <= begin) continue;
        if (parts) {
            cells.push(items[at]);
            continue;
        }
        const x = Math.max(left + (span.start - begin) * scale, left);
        take(key, x, left + (Math.min(span.end, end) - begin) * scale - x, 1, 0, span);
    }
}

function takeCell(frame, {start, stop, parts}, take) {
    const {left} = frame,
        shareOf = (total) => Math.min(total / (stop - start), 1);
    const x = Math.max(frame.x(start), left),
        width = frame.x(stop) - x;
    if (parts.length > PARTS_MAX) {
        const total = parts.reduce((sum, part) => sum + part.total, 0);
        take(MANY, x, width, shareOf(total), 0, null);
        return;
    }
    let offset = 0;
    for (const {key, begin, count, total} of parts) {
        if (count === 1) {
            const own = Math.max(frame.x(begin), left);
            take(key, own, Math.max(frame.x(begin + total) - own, LINE), 1, 0, null);
            continue;
        }
        take(key, x, width, shareOf(total), offset, null);
        offset = Math.min(offset + shareOf(total), 1);
    }
}

/* --- What is gathered of a row of spans --- */

const kept = new WeakMap();

/* The row of SPANS for FRAME, with all that has an end in it; or, if it is not to be kept, with
 * nothing. Cells of what is kept begin at multiples of their width from time 0 on, of a still
 * picture at its left edge. */
function rowOf(frame, spans, keyOf) {
    const {begin, end, left, scale, keep} = frame,
        first = firstAfter(spans, begin);
    if (!keep) return new Row({scale, origin: begin - left / scale, thin: THIN}, first);
    let row = kept.get(spans);
    const isOfScale = row && Math.abs(scale / row.scale - 1) < SAME_SCALE;
    if (!isOfScale || first < row.from) {
        /* Who moves back will move back further. */
        const from = isOfScale ? firstAfter(spans, begin - (end - begin)) : first;
        row = new Row({scale, origin: 0, thin: thinIn(spans, from, scale)}, from);
        kept.set(spans, row);
    }
    row.gather(spans, keyOf, -Infinity, Infinity);
    return row;
}

/* How wide a span of SPANS has to be, from index FROM on, to be drawn for itself. In a crowd
 * nobody sees those that are narrower than a cell either, and they take long to draw. */
function thinIn(spans, from, scale) {
    const count = spans.length - from;
    if (count < CROWD) return THIN;
    const mean = ((spans.at(-1).start - spans[from].start) / count) * scale;
    return mean < CELL / 2 ? CELL : THIN;
}

/* ITEMS are spans that are wide enough, {first, end, key, span}, and cells, {first, end, start,
 * stop, parts}, in the order of FIRST, the index of their first span. NEXT is the index of the first
 * span that is not in them, OPEN of the first in the cell that is still being filled. */
class Row {
    constructor({scale, origin, thin}, from) {
        Object.assign(this, {scale, origin, thin, from, next: from, open: from, items: []});
        this.cell = null;
        this.byKey = new Map();
    }

    /* Takes the spans of SPANS that lie between BEGIN and END, or the parts of them that do. */
    gather(spans, keyOf, begin, end) {
        for (; this.next < spans.length; this.next++) {
            const span = spans[this.next];
            if (span.start >= end || (end === Infinity && span.end === Infinity)) break;
            const key = keyOf(span);
            if (key === null) continue;
            const from = Math.max(span.start, begin),
                to = Math.min(span.end, end);
            if ((to - from) * this.scale >= this.thin)
                this.items.push({first: this.next, end: to, key, span, parts: null});
            else this.addThin(key, from, to, begin);
        }
        if (!this.cell) this.open = this.next;
    }

    addThin(key, from, to, begin) {
        const place = Math.floor((((from + to) / 2 - this.origin) * this.scale) / CELL);
        if (place !== this.cell?.place) this.beginCell(place, begin);
        this.cell.end = to;
        const part = this.byKey.get(key);
        if (part) {
            part.count++;
            part.total += to - from;
            return;
        }
        const first = {key, begin: from, count: 1, total: to - from};
        this.byKey.set(key, first);
        this.cell.parts.push(first);
    }

    beginCell(place, begin) {
        const [start, stop] = [place, place + 1].map(
            (edge) => this.origin + (edge * CELL) / this.scale,
        );
        this.cell = {first: this.next, end: start, start, stop, place, parts: []};
        if (start < begin) this.cell.start = begin; // its other part is not in the picture
        this.items.push(this.cell);
        this.open = this.next;
        this.byKey.clear();
    }

    /* How many of the items begin with the span of INDEX or before it. */
    countUntil(index) {
        let low = 0,
            high = this.items.length;
        while (low < high) {
            const middle = (low + high) >> 1;
            if (this.items[middle].first <= index) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /* [FIRST, LAST] of the items that may be seen from the span of index BEGIN on, and are done
     * before END, when the span of index BEYOND goes on. */
    placesIn(begin, beyond, end) {
        const {items, open} = this,
            first = Math.max(this.countUntil(begin) - 1 - INTERLEAVED, 0);
        let last = this.countUntil(beyond);
        for (let at = last - 1; at >= first && last - at <= INTERLEAVED; at--)
            if (items[at].end > end || items[at].first >= open) last = at;
        return [first, last];
    }
}
