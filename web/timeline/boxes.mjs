/* Where time lies on a picture, and what of a row of spans can be seen there. */

import {firstAfter} from "./model.mjs";

export const MARGIN = 14; // to the right of the last tick
const THIN = 2,
    CELL = 8,
    LINE = 0.75; // pixels: see eachBox

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

/* Calls TAKE(key, x, width, share, offset, span) for what is to be drawn of SPANS, by KEY_OF a
 * span; null: nothing. Those that are too thin to be seen share cells of a few pixels: a cell
 * shows for what part of it each key holds, SHARE of the height, on top of the OFFSET of the
 * others, without a span. Cells come last. */
export function eachBox(frame, spans, keyOf, take) {
    const {begin, end, left, scale} = frame,
        cells = new Cells(left);
    for (let i = firstAfter(spans, begin); i < spans.length; i++) {
        const span = spans[i];
        if (span.start >= end) break;
        const key = keyOf(span);
        if (key === null) continue;
        const x = Math.max(left + (span.start - begin) * scale, left);
        const width = left + (Math.min(span.end, end) - begin) * scale - x;
        if (width >= THIN) take(key, x, width, 1, 0, span);
        else cells.add(key, x, width);
    }
    cells.take(take);
}

/* Spans come in the order of their time, so only the last cell is still being filled: the
 * parts of each key in it. Of those that are full the boxes are kept, five numbers each. */
class Cells {
    constructor(left) {
        this.left = left;
        this.place = null;
        this.parts = [];
        this.byKey = new Map();
        this.boxes = [];
    }

    add(key, x, width) {
        const place = Math.floor((x + width / 2) / CELL);
        if (place !== this.place) this.next(place);
        const part = this.byKey.get(key);
        if (part) {
            part.count++;
            part.total += width;
            return;
        }
        const first = {key, x, count: 1, total: width};
        this.byKey.set(key, first);
        this.parts.push(first);
    }

    next(place) {
        const left = Math.max(this.place * CELL, this.left);
        let offset = 0;
        for (const {key, x, count, total} of this.parts) {
            if (count === 1) {
                this.boxes.push(key, x, Math.max(total, LINE), 1, 0);
                continue;
            }
            const share = Math.min(total / CELL, 1);
            this.boxes.push(key, left, CELL, share, offset);
            offset = Math.min(offset + share, 1);
        }
        this.place = place;
        this.parts.length = 0;
        this.byKey.clear();
    }

    take(take) {
        this.next(null);
        const {boxes} = this;
        for (let at = 0; at < boxes.length; at += 5)
            take(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3], boxes[at + 4], null);
    }
}
