/* Draws one chart, as shapes: the CPU, the queue, the disk, a lane a job, and below what the
 * policy thinks. Needs no document; of each row only what is in view is looked at. */
import {eachBox, Frame, MANY} from "./boxes.mjs";
import {addLinks} from "./links.mjs";
import {across, BoxesByKey, fit, line, rect, text, widthOf} from "./markup.mjs";
import {IDLE, lastUntil} from "./model.mjs";
import {mix, textOn} from "./palette.mjs";
import {addThoughts} from "./thoughts.mjs";
import {beginWords, endWords, plain} from "./words.mjs";

/* Heights of the states, in lanes: the nearer to the CPU, the higher. */
export const HEIGHTS = {
    running: 1,
    ready: 0.5,
    suspended: 0.5,
    blocked: 0.14,
    zombie: 0.14,
    new: 0.06,
    transfer: 0.7,
    "disk-queue": 0.3,
};
const STATES = ["new", "zombie", "blocked", "suspended", "ready", "running"]; // the last on top
export const READY_PART = 0.4; // of the job's colour
const STRIP = 18,
    QUEUE_ROW = 6,
    QUEUE_ROWS_MAX = 6,
    BOOK = 4;
const TOP = 6,
    GAP = 10,
    FOOT = 24,
    SMALL = 10.5,
    LABEL = 12.5;

const keyOf = ({key}) => key;
const stateOf = ({state}) => state;

class Drawing {
    constructor(chart, options) {
        Object.assign(
            this,
            {
                until: null,
                withOthers: false,
                withLinks: false,
                chosen: null,
                keep: false,
                withNumbers: false,
                seen: [-Infinity, Infinity],
            },
            options,
        );
        this.chart = chart;
        this.frame = new Frame(chart, this);
        this.lanes = chart.lanes(this.withOthers);
        this.pids = new Set(this.lanes.map(({pid}) => pid));
        this.parts = [];
        this.y = TOP;
        this.rows = [];
        this.diskRow = null; // where it was drawn
        this.letters = new Set();
        this.states = new Set();
    }

    add(...parts) {
        this.parts.push(...parts);
    }

    label(y, words, more = {}) {
        this.add(text(0, y, words, {fill: this.palette.ink, size: LABEL, ...more}));
    }

    small(y, words) {
        this.label(y, words, {fill: this.palette.faint, size: SMALL});
    }

    colour(pid) {
        return this.chart.colour(pid, this.palette);
    }

    /* --- Who has the CPU, and who stands in the queue --- */

    /* A colour a process: whose STRETCHES are when, under the LABEL. */
    strip(label, name, stretches, height) {
        const boxes = this.boxesByPid(name),
            bottom = this.y + height;
        const names = [];
        eachBox(this.frame, stretches, keyOf, (key, x, width, share, offset) => {
            if (key === IDLE) return;
            boxes.add(key, x, bottom - offset * height, width, share * height);
            if (share < 1 || width < SMALL / 2) return;
            if (width > widthOf(this.numberOf(key), SMALL) + 4)
                names.push(this.numberIn(key, x + width / 2, bottom - height / 2 + 4));
        });
        this.label(bottom - height / 2 + 4, label, {bold: true});
        this.add(
            rect(
                this.frame.left,
                this.y,
                this.frame.right - this.frame.left,
                height,
                mix(this.palette.line, this.palette.paper, 0.5),
            ),
            ...boxes.values(),
            ...names,
        );
        this.y += height;
    }

    /* What stands on a bar of PID, for who does not see its colour. */
    numberOf(pid) {
        return String(this.chart.numbers.get(pid) ?? pid);
    }

    numberIn(pid, x, y) {
        const fill = textOn(this.colour(pid));
        return text(x, y, this.numberOf(pid), {fill, size: SMALL, anchor: "middle"});
    }

    /* Boxes of CLASS, in the colours of the processes that are their keys. */
    boxesByPid(name) {
        return new BoxesByKey((pid) => {
            if (pid !== MANY) return {class: name, fill: this.colour(pid), "data-pid": pid};
            this.states.add(MANY);
            return {class: name, fill: this.palette.other};
        });
    }

    /* Whether somebody in ROW, who has the CPU or waits for it or for the disk, has a lane. */
    isShown(row) {
        return row.some(({key}) => this.pids.has(key));
    }

    queue() {
        const {live, schedule} = this.chart;
        const rows = schedule.queueRows.filter((row) => this.isShown(row));
        /* The lanes of what is live do not move for a queue that gets longer. */
        const places = live ? QUEUE_ROWS_MAX * Number(schedule.queueRows.length > 0) : rows.length;
        if (!places) return;
        this.small(this.y + 10, "queue");
        this.queueRows("queue", rows);
        this.y += Math.max(Math.min(places, QUEUE_ROWS_MAX) * QUEUE_ROW, 12) + GAP / 2;
    }

    /* ROWS by place in a queue, thin; how high they are. */
    queueRows(name, rows) {
        const boxes = this.boxesByPid(name),
            shown = rows.slice(0, QUEUE_ROWS_MAX);
        shown.forEach((row, place) => {
            const bottom = this.y + (place + 1) * QUEUE_ROW;
            eachBox(this.frame, row, keyOf, (key, x, width, share, offset) =>
                boxes.add(key, x, bottom - offset * QUEUE_ROW, width, share * (QUEUE_ROW - 1)),
            );
        });
        this.add(...boxes.values());
        return shown.length * QUEUE_ROW;
    }

    /* Whom the disk serves, and below who waits for it, if it is anybody's who has a lane. */
    disk() {
        const {disk, diskRows} = this.chart.schedule,
            top = this.y;
        if (!this.isShown(disk)) return;
        this.strip("disk", "transfer", disk, STRIP * HEIGHTS.transfer);
        this.y += 2;
        const rows = diskRows.filter((row) => this.isShown(row));
        this.y += this.queueRows("disk-queue", rows) + GAP / 2;
        this.diskRow = {top, bottom: this.y};
        this.states.add("transfer");
        if (rows.length) this.states.add("disk-queue");
    }

    /* --- Lanes --- */

    allLanes() {
        const count = this.lanes.length;
        this.laneHeight = count <= 16 ? 24 : count <= 48 ? 14 : 8;
        this.y += GAP / 2;
        for (const process of this.lanes) this.lane(process);
    }

    lane(process) {
        const bottom = this.y + this.laneHeight,
            [from, to] = this.seen;
        if (bottom > from && this.y < to) this.drawLane(process, bottom);
        this.rows.push({process, top: this.y, bottom});
        this.y = bottom + (this.lanes.length <= 48 ? GAP : 5);
    }

    drawLane(process, bottom) {
        const height = this.laneHeight;
        this.laneLabel(process, bottom);
        this.add(across(bottom, this.frame.left, this.frame.right, this.palette.line));
        const colour = this.colour(process.pid),
            words = [];
        const boxes = new BoxesByKey((state) => ({
            class: state,
            fill: this.stateColour(process, state),
            "data-pid": process.pid,
        }));
        eachBox(this.frame, process.spans, stateOf, (state, x, width, share, _offset, span) => {
            const part = state === "running" ? share : 1;
            boxes.add(state, x, bottom, width, height * HEIGHTS[state] * part);
            if (state === "running" && span && height > 12)
                words.push(...this.reasons({span, x, width}, bottom - height / 2 + 4, colour));
        });
        for (const state of boxes.keys()) this.states.add(state);
        this.add(...STATES.map((state) => boxes.get(state)).filter(Boolean), ...words);
        this.bookOf(process, bottom);
    }

    stateColour(process, state) {
        const colour = this.colour(process.pid);
        return (
            {
                running: colour,
                ready: mix(colour, this.palette.paper, READY_PART),
                new: this.palette.line,
            }[state] ?? this.palette[state]
        );
    }

    laneLabel(process, bottom) {
        const share = lastUntil(process.shares, this.frame.end);
        const y = bottom - this.laneHeight * 0.3 - (share && this.laneHeight > 20 ? 4 : 0);
        this.label(y, fit(this.chart.label(process.pid), this.frame.left - 8, LABEL), {
            class: "label",
            "data-pid": process.pid,
            "data-bottom": bottom,
            size: Math.min(LABEL, this.laneHeight),
        });
        if (share && this.laneHeight > 20)
            this.small(bottom, fit(`${share.tickets} tickets`, this.frame.left - 8, SMALL));
    }

    /* Why the bar in BOX ended, at its end, and why it began, if there is room for both. */
    reasons({span, x, width}, y, colour) {
        const fill = textOn(colour),
            end = this.endReason(span, width);
        const isSeenToBegin = span.decision && this.frame.holds(span.start);
        const begin = isSeenToBegin ? beginWords(this.chart, span.decision) : "";
        const isTight = width < 12,
            words = [];
        if (end)
            words.push(
                text(isTight ? x + width / 2 : x + width - 4, y, end, {
                    fill,
                    size: SMALL,
                    anchor: isTight ? "middle" : "end",
                    class: "why",
                }),
            );
        if (begin && widthOf(begin + end, SMALL) + 22 <= width)
            words.push(
                text(x + 4, y, begin, {
                    fill: mix(fill, colour, 0.8),
                    size: SMALL,
                    class: "why-begin",
                    "font-style": "italic",
                }),
            );
        return words;
    }

    /* A word, or a letter, or "": what WIDTH has room for. */
    endReason(span, width) {
        if (!span.lost || !this.frame.holds(span.end)) return "";
        const [word, letter] = endWords(this.chart, span.lost);
        if (widthOf(word, SMALL) <= width - 8) return word;
        if (!letter || widthOf(letter, SMALL) > width - 2) return "";
        this.letters.add(letter);
        return letter;
    }

    /* When the book has PROCESS, if it is a job, on the CPU. */
    bookOf(process, bottom) {
        const {chart, frame, palette} = this;
        const slices = chart.bookByJob.get(chart.numbers.get(process.pid)) ?? [];
        const look = {class: "book", fill: palette.book, "data-pid": process.pid};
        const boxes = new BoxesByKey(() => look);
        eachBox(
            frame.inTicks(chart),
            slices,
            () => "book",
            (key, x, width, share) => boxes.add(key, x, bottom + 2 + BOOK, width, BOOK * share),
        );
        if (slices.length) this.states.add("book");
        this.add(...boxes.values());
    }

    /* --- The axis, and lines across all rows --- */

    axis() {
        const {chart, frame, palette} = this;
        const lines = [],
            numbers = [];
        for (const tick of axisTicks(this.first, this.last, frame.right - frame.left)) {
            const x = frame.x(chart.time(Number(tick)));
            lines.push(line(x, TOP, this.y, palette.line, {class: "grid"}));
            numbers.push(
                text(x, this.y + 13, tick, {fill: palette.faint, size: SMALL, anchor: "middle"}),
            );
        }
        this.parts.unshift(...lines);
        this.add(...numbers);
        this.small(this.y + 13, "ticks");
    }

    crossLine(time, stroke, more) {
        if (time >= this.frame.begin && this.frame.x(time) <= this.frame.right + 0.5)
            this.add(line(this.frame.x(time), 0, this.y, stroke, {"stroke-width": 1.5, ...more}));
    }

    lines() {
        const {chart, palette} = this,
            {schedule} = chart;
        for (const time of schedule.policyChanges)
            this.crossLine(time, palette.ink, {"stroke-dasharray": "1 3", class: "policy-change"});
        if (chart.difference !== null) this.differenceMark(chart.difference);
        if (this.until !== null)
            this.crossLine(chart.time(this.until), palette.ink, {class: "now", "stroke-width": 1});
        if (chart.cut && this.frame.holds(schedule.time)) this.cutMark(schedule.time);
    }

    /* A line where tick NUMBER begins, and the tick shaded, behind all else. */
    differenceMark(number) {
        const {chart, frame, palette} = this;
        const [x, end] = [number, number + 1]
            .map((tick) => frame.x(chart.time(tick)))
            .map((edge) => Math.min(Math.max(edge, frame.left), frame.right));
        if (end > x)
            this.parts.unshift(
                rect(x, 0, end - x, this.y, mix(palette.difference, palette.paper, 0.15)),
            );
        this.crossLine(chart.time(number), palette.difference, {
            "stroke-dasharray": "4 3",
            class: "difference",
        });
    }

    /* Where the trace was cut off: nothing is known of what would have come. */
    cutMark(time) {
        const {palette} = this,
            x = this.frame.x(time);
        this.crossLine(time, palette.end, {class: "cut", "stroke-width": 2.5});
        const isRight = x > (this.frame.left + this.frame.right) / 2;
        const room = isRight ? x - this.frame.left : this.frame.right - x;
        const words = fit(`✕ ${this.chart.cut.reason}`, room, LABEL);
        this.add(
            rect(
                isRight ? x - widthOf(words, LABEL) - 12 : x + 3,
                this.y - 17,
                widthOf(words, LABEL) + 9,
                17,
                palette.paper,
            ),
            text(isRight ? x - 7 : x + 7, this.y - 4, words, {
                fill: palette.end,
                size: LABEL,
                bold: true,
                class: "cut",
                anchor: isRight ? "end" : "start",
            }),
        );
    }

    chosenBox() {
        const row = this.chosen && this.rows.find(({process}) => process === this.chosen.process);
        if (!row) return;
        const {start, end} = this.chosen.span;
        const left = Math.max(this.frame.x(start), this.frame.left);
        const right = Math.min(this.frame.x(end), this.frame.right);
        if (left <= right)
            this.add(
                rect(left, row.top, Math.max(right - left, 1), row.bottom - row.top, "none", {
                    class: "chosen",
                    stroke: this.palette.ink,
                    "stroke-width": 2,
                }),
            );
    }

    draw() {
        this.strip("CPU", "cpu", this.chart.schedule.cpu, STRIP);
        this.y += GAP / 2;
        this.queue();
        this.disk();
        this.allLanes();
        const links = this.withLinks ? addLinks(this) : {kinds: new Set(), isTooMany: false};
        addThoughts(this);
        if (this.chart.cut) this.y += 16;
        this.axis();
        this.lines();
        this.chosenBox();
        return {
            shapes: this.parts,
            get markup() {
                return this.shapes.join("");
            },
            height: this.y + FOOT,
            rows: this.rows,
            disk: this.diskRow,
            letters: this.letters,
            states: this.states,
            frame: this.frame,
            links,
        };
    }
}

/* Round numbers between FIRST and LAST, not too near to each other on WIDTH pixels. */
export function axisTicks(first, last, width) {
    const rough = (last - first) / Math.max(width / 60, 1);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => power * factor >= rough * 0.999);
    const digits = step < 1 ? Math.ceil(-Math.log10(step)) : 0;
    const ticks = [];
    for (let i = Math.ceil(first / step); i * step <= last; i++)
        ticks.push(plain(i * step, digits));
    return ticks;
}

/* How wide the column of labels has to be. */
export function gutterOf(charts, withOthers, width) {
    const labels = charts.flatMap((chart) =>
        chart.lanes(withOthers).map((process) => chart.label(process.pid)),
    );
    const longest = labels.reduce((most, label) => Math.max(most, label.length), 10);
    return Math.min(longest * LABEL * 0.56 + 14, Math.max(width / 4, 74));
}

/* CHART from tick FIRST to LAST on WIDTH pixels: {shapes, markup: as SVG, height, rows, disk,
 * letters, states, frame, links}.
 * OPTIONS: {width, gutter, first, last, palette} and, if wanted, until (a tick after which
 * nothing is shown yet), withOthers, withLinks (arrows), chosen ({process, span}), keep (another
 * view of the same will be drawn soon), seen (from which y to which lanes are seen), withNumbers (of the jobs, on their levels, too). */
export const drawChart = (chart, options) => new Drawing(chart, options).draw();
