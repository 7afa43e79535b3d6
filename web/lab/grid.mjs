// @ts-check
/* A grid to draw a schedule into: a row a job and one for nobody, a column a tick. It is drawn by
 * dragging along a row or by keys, and can be marked. What is drawn is a Guess of predict.mjs. */
import {make} from "./dom.mjs";
import {Guess, IDLE} from "./predict.mjs";

/**
 * @typedef {{name: string, detail: string}} Row
 * @typedef {{marks?: import("./predict.mjs").Mark[], real?: number[]}} Shown REAL: who really had
 *     the CPU in each tick
 * @typedef {{row: number, from: number, to: number, job: import("./predict.mjs").Said}} Drag
 */

const TICKS_A_HEAD = 5; // every so many ticks a number stands above the grid
const EDGE_PX = 30; // a drag so near to the edge scrolls
const COLOURS = 8; // of palette.mjs
const SIGNS = {right: "✓", wrong: "✗", unsaid: ""};
const HINT =
    "Drag along a row; press again to take back. By keys: arrows move, Enter or a job's digit " +
    "draws, Shift and an arrow draws on, Backspace takes back, Ctrl+Z and Ctrl+Y undo and redo.";

/** @type {Record<string, [rows: number, ticks: number]>} */
const MOVES = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    Home: [0, -Infinity],
    End: [0, Infinity],
};

/** @param {number} value
 * @param {number} count
 * @returns {number} the nearest to VALUE of 0 to COUNT - 1 */
const within = (value, count) => Math.min(Math.max(value, 0), count - 1);

/** What is known of each job beside its row.
 * @param {import("./workload.mjs").Workload} workload
 * @returns {Row[]} */
export const rowsOf = ({jobs, programs, ioTime}) =>
    programs?.map((detail, number) => ({name: `process ${number}`, detail})) ??
    jobs.map(({arrival, length, io_every, tickets}, number) => ({
        name: `job ${number}`,
        detail: [
            `at ${arrival} for ${length}`,
            ...(ioTime && io_every && io_every < length
                ? [`I/O of ${ioTime} after each ${io_every}`]
                : []),
            ...(tickets ? [`${tickets} tickets`] : []),
        ].join(", "),
    }));

let hints = 0; // so that each has an id of its own

export class Grid {
    /** @param {HTMLElement} root
     * @param {{label: string, real: string, onChange: () => void}} words REAL: what the line
     *     below a tick says */
    constructor(root, {label, real, onChange}) {
        this.onChange = onChange;
        this.guess = new Guess();
        /** @type {Row[]} */
        this.rows = [];
        /** @type {HTMLTableCellElement[][]} by row and tick */
        this.cells = [];
        /** @type {Required<Shown>} */
        this.shown = {marks: [], real: []};
        /** @type {string[]} what each column looks like, so that only what changes is touched */
        this.columns = [];
        this.cursor = {row: 0, tick: 0};
        /** @type {Drag | null} */
        this.drag = null;
        const hint = make("small", {id: `grid-hint-${hints++}`, className: "hint"}, HINT);
        this.table = make("table", {
            role: "grid",
            className: "ticks",
            "aria-label": label,
            "aria-multiselectable": "true",
            "aria-describedby": hint.id,
        });
        this.scroll = make("div", {className: "ticks-scroll"}, this.table);
        this.legend = make("small", {className: "ticks-legend", hidden: true}, real);
        root.append(this.scroll, this.legend, hint);
        this.buttons = this.makeButtons();
        this.listen();
    }

    makeButtons() {
        const button = (/** @type {string} */ name, /** @type {() => void} */ action) =>
            make("button", {type: "button", onclick: () => this.change(action)}, name);
        this.undo = button("Undo", () => this.guess.undo());
        this.redo = button("Redo", () => this.guess.redo());
        this.clear = button("Clear", () => this.guess.clear());
        const {undo, redo, clear} = this;
        return make("span", {role: "group", "aria-label": "Drawing"}, undo, redo, clear);
    }

    /** For other jobs, of TICKS ticks.
     * @param {Row[]} jobs
     * @param {number} ticks
     * @param {Guess} guess */
    build(jobs, ticks, guess) {
        this.rows = [...jobs, {name: "nobody", detail: "the CPU is idle"}];
        this.guess = guess;
        this.shown = {marks: [], real: []};
        this.cursor = {row: 0, tick: 0};
        this.drag = null;
        this.columns = Array.from({length: ticks}, () => "");
        this.cells = this.rows.map(() =>
            Array.from({length: ticks}, () => make("td", {role: "gridcell", tabIndex: -1})),
        );
        this.cells[0][0].tabIndex = 0;
        this.table.replaceChildren(this.makeHead(ticks), this.makeBody());
        this.scroll.scrollLeft = 0;
        this.draw();
    }

    /** @param {number} ticks */
    makeHead(ticks) {
        const heads = [];
        for (let tick = 0; tick < ticks; tick += TICKS_A_HEAD)
            heads.push(
                make(
                    "th",
                    {scope: "col", colSpan: Math.min(TICKS_A_HEAD, ticks - tick)},
                    String(tick),
                ),
            );
        return make("thead", {}, make("tr", {}, make("th", {scope: "col"}, "tick"), ...heads));
    }

    makeBody() {
        const rows = this.rows.map(({name, detail}, row) => {
            const head = make(
                "th",
                {scope: "row"},
                make("i", {className: "swatch", "aria-hidden": "true"}),
                make("span", {}, name, make("small", {}, detail)),
            );
            const line = make("tr", {}, head, ...this.cells[row]);
            const isIdle = this.jobOf(row) === IDLE;
            for (const name of ["job", "on-job"])
                line.style.setProperty(
                    `--${name}`,
                    isIdle
                        ? `var(--${name === "job" ? "faint" : "paper"})`
                        : `var(--${name}-${row % COLOURS})`,
                );
            return line;
        });
        return make("tbody", {}, ...rows);
    }

    /** @param {number} row */
    jobOf(row) {
        return row < this.rows.length - 1 ? row : IDLE;
    }

    /* --- What is seen --- */

    /** @param {Shown} shown Marks of each tick, and who really had the CPU. */
    show({marks = [], real = []}) {
        this.shown = {marks, real};
        this.draw();
    }

    /** What is drawn, with what a drag has drawn so far. */
    get said() {
        if (!this.drag) return this.guess.ticks;
        const preview = new Guess();
        preview.ticks = this.guess.ticks;
        this.setDragged(preview);
        return preview.ticks;
    }

    draw() {
        const {said} = this,
            {marks, real} = this.shown;
        this.columns.forEach((before, tick) => {
            const look = `${said[tick]} ${marks[tick]} ${real[tick]}`;
            if (look === before) return;
            this.columns[tick] = look;
            this.drawColumn(tick, said[tick] ?? null, marks[tick], real[tick]);
        });
        this.legend.hidden = real.length === 0;
        const can = (/** @type {HTMLElement} */ button, /** @type {boolean} */ isPossible) =>
            button.setAttribute("aria-disabled", String(!isPossible)); // and it keeps the focus
        can(this.undo, this.guess.canUndo);
        can(this.redo, this.guess.canRedo);
        can(this.clear, this.guess.ticks.length > 0);
    }

    /** @param {number} tick
     * @param {import("./predict.mjs").Said} said
     * @param {import("./predict.mjs").Mark} [mark]
     * @param {number} [real] */
    drawColumn(tick, said, mark, real) {
        this.rows.forEach(({name}, row) => {
            const cell = this.cells[row][tick],
                job = this.jobOf(row),
                isSaid = said === job;
            cell.className = [
                ...(isSaid ? ["said", mark ?? ""] : []),
                ...(real === job ? ["real"] : []),
            ].join(" ");
            cell.textContent = isSaid && mark ? SIGNS[mark] : "";
            cell.setAttribute("aria-selected", String(isSaid));
            const facts = [
                ...(isSaid && mark ? [mark] : []),
                ...(real === job ? ["so it really was"] : []),
            ];
            cell.setAttribute("aria-label", [`${name}, tick ${tick}`, ...facts].join(", "));
        });
    }

    /* --- What is drawn --- */

    /** @param {() => void} action What may change the guess, or not. */
    change(action) {
        const {ticks} = this.guess;
        action();
        this.draw();
        if (this.guess.ticks !== ticks) this.onChange();
    }

    /** @param {number} from
     * @param {number} to
     * @param {import("./predict.mjs").Said} job */
    set(from, to, job) {
        this.change(() => this.guess.set(from, to, job));
    }

    /** @param {number} row
     * @param {number} tick */
    go(row, tick) {
        this.cellAtCursor.tabIndex = -1;
        this.cursor = {
            row: within(row, this.rows.length),
            tick: within(tick, this.columns.length),
        };
        this.cellAtCursor.tabIndex = 0;
        this.cellAtCursor.focus();
    }

    get cellAtCursor() {
        return this.cells[this.cursor.row][this.cursor.tick];
    }

    listen() {
        const {table} = this;
        table.onkeydown = (/** @type {KeyboardEvent} */ event) => {
            if (this.hearKey(event)) event.preventDefault();
        };
        table.onpointerdown = (/** @type {PointerEvent} */ event) => this.press(event);
        table.onpointermove = (/** @type {PointerEvent} */ event) => this.dragTo(event.clientX);
        table.onpointerup = () => this.release(true);
        table.onpointercancel = () => this.release(false); // the page is scrolled instead
    }

    /** @param {KeyboardEvent} event
     * @returns {boolean} whether KEY means something here */
    hearKey({key, shiftKey, ctrlKey, metaKey, altKey}) {
        if (altKey) return false;
        if (ctrlKey || metaKey) return this.hearControl(key.toLowerCase(), shiftKey);
        const {row, tick} = this.cursor,
            job = Number(key);
        if (key in MOVES) this.move(MOVES[key], shiftKey);
        else if (key === "Enter" || key === " ") this.set(tick, tick + 1, this.jobOf(row));
        else if (key === "Delete") this.set(tick, tick + 1, null);
        else if (key === "Backspace") {
            this.set(Math.max(tick - 1, 0), Math.max(tick, 1), null);
            this.go(row, tick - 1);
        } else if (/^[0-9]$/.test(key) && job < this.rows.length - 1) {
            this.set(tick, tick + 1, job);
            this.go(job, tick + 1);
        } else return false;
        return true;
    }

    /** @param {string} key
     * @param {boolean} withShift */
    hearControl(key, withShift) {
        if (key !== "z" && key !== "y") return false;
        const isRedo = key === "y" || withShift;
        this.change(() => (isRedo ? this.guess.redo() : this.guess.undo()));
        return true;
    }

    /** @param {[rows: number, ticks: number]} move
     * @param {boolean} draws */
    move([rows, ticks], draws) {
        const {row, tick} = this.cursor;
        this.go(row + rows, tick + ticks);
        const to = this.cursor.tick;
        if (draws && ticks) this.set(Math.min(tick, to), Math.max(tick, to) + 1, this.jobOf(row));
    }

    /* --- By the pointer --- */

    /** @param {PointerEvent} event */
    press(event) {
        const cell = /** @type {Element} */ (event.target).closest("td");
        if (!cell || event.button !== 0) return;
        event.preventDefault(); // no text is selected
        const row = /** @type {HTMLTableRowElement} */ (cell.parentElement).sectionRowIndex,
            tick = cell.cellIndex - 1,
            job = this.jobOf(row);
        this.table.setPointerCapture(event.pointerId);
        this.go(row, tick);
        this.drag = {row, from: tick, to: tick, job: this.guess.ticks[tick] === job ? null : job};
        this.draw();
    }

    /** @param {number} x */
    dragTo(x) {
        if (!this.drag) return;
        const {left, right} = this.scroll.getBoundingClientRect(),
            head = this.table.querySelector("tbody th").offsetWidth;
        if (x > right - EDGE_PX) this.scroll.scrollLeft += EDGE_PX;
        if (x < left + head) this.scroll.scrollLeft -= EDGE_PX;
        const first = this.cells[this.drag.row][0].getBoundingClientRect();
        this.drag.to = within(Math.floor((x - first.left) / first.width), this.columns.length);
        this.draw();
    }

    /** @param {Guess} guess */
    setDragged(guess) {
        if (!this.drag) return;
        const {from, to, job} = this.drag;
        guess.set(Math.min(from, to), Math.max(from, to) + 1, job);
    }

    /** @param {boolean} isKept */
    release(isKept) {
        this.change(() => {
            if (isKept) this.setDragged(this.guess);
            this.drag = null;
        });
    }
}
