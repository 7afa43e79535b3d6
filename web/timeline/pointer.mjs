/* What lies under the pointer, in words, and the little window that shows them. */
import {firstAfter} from "./model.mjs";
import {describeDisk, describeSpan, factsAt, plain} from "./words.mjs";

const CELL = 8, // pixels around the pointer
    CELL_SPANS = 4; // so many in a cell cannot be told apart
const NEAR = 5; // pixels above and below a lane that still are its own
const EDGE = 4,
    BESIDE = 14,
    BELOW = 16; // pixels

/* A window with words, beside the pointer and within the screen. */
export class Tip {
    constructor() {
        this.element = document.createElement("div");
        this.element.className = "tip";
        this.hide();
        document.body.append(this.element);
    }

    show(words, x, y) {
        const {element} = this;
        element.textContent = words;
        element.hidden = false;
        const {width, height} = element.getBoundingClientRect();
        element.style.left = `${Math.max(EDGE, Math.min(x + BESIDE, innerWidth - width - EDGE))}px`;
        element.style.top = `${
            y + height + BELOW + EDGE < innerHeight ? y + BELOW : Math.max(y - height - 10, EDGE)
        }px`;
    }

    hide() {
        this.element.hidden = true;
    }
}

/* In place of one span, what a cell that holds several of them stands for; null: it does not. */
function describeCell(chart, process, [from, to]) {
    let ran = 0,
        count = 0;
    for (let i = firstAfter(process.spans, from); i < process.spans.length; i++) {
        const {state, start: begin, end} = process.spans[i];
        if (begin >= to) break;
        count++;
        if (state === "running") ran += Math.min(end, to) - Math.max(begin, from);
    }
    return count < CELL_SPANS
        ? null
        : `${chart.label(process.pid)}: ${count} spans here, ` +
              `${((100 * ran) / (to - from)).toFixed(0)} % of it running\nzoom in to see them`;
}

/* Whose lane of DRAWN is at Y, or who had the CPU at TIME above and below the lanes. */
function processAt(chart, drawn, y, time) {
    const row = drawn.rows.find(({top, bottom}) => y >= top - NEAR && y < bottom + NEAR);
    if (row) return row.process;
    const stretch = chart.schedule.cpu[firstAfter(chart.schedule.cpu, time)];
    return stretch && chart.schedule.find(stretch.key);
}

const withFacts = (chart, words, time) => {
    const facts = factsAt(chart, time);
    const where = facts.length ? `\nAt tick ${plain(chart.tick(time), 1)}:` : "";
    return [words + where, ...facts].join("\n");
};

/* SPAN of PROCESS in words, and what the policy knew when it began. */
export const tellSpan = (chart, process, span) =>
    withFacts(chart, describeSpan(chart, process, span), span.start);

/* What of CHART, which was DRAWN, is at X and Y: {process, span, time, words}, or null.
 * TIME_AT gives the time at an x. */
export function lookAt(chart, drawn, x, y, timeAt) {
    const time = timeAt(x),
        {disk, frame} = drawn;
    const process = processAt(chart, drawn, y, time);
    const span = process?.spans[firstAfter(process.spans, time)];
    if (!span || span.start > time || time > frame.end || x < frame.left) return null;
    const isDisk = disk && y >= disk.top && y < disk.bottom;
    const what =
        (isDisk && describeDisk(chart, time)) ||
        describeCell(chart, process, [timeAt(x - CELL / 2), timeAt(x + CELL / 2)]) ||
        describeSpan(chart, process, span);
    return {process, span, time, words: withFacts(chart, what, time)};
}
