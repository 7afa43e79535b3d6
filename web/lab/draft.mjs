// @ts-check
/* A workload while a person writes it: the texts of a table's fields, which may be wrong. */
import {format, JOBS_MAX, parse} from "./workload.mjs";

/**
 * @typedef {"jobs" | "programs"} Kind
 * @typedef {Record<string, string>} Row
 * @typedef {object} Draft
 * @property {Kind} kind
 * @property {Row[]} rows
 * @property {string} ioTime
 * @property {string} draws
 *
 * @typedef {{row: number | null, field: string, why: string}} Problem ROW null: above the table
 * @typedef {{name: string, title: string, hint: string}} Field
 */

/** @type {Record<Kind, Field[]>} */
export const FIELDS = {
    jobs: [
        {name: "arrival", title: "arrives at", hint: "the tick at which it comes"},
        {name: "length", title: "length", hint: "ticks that it computes"},
        {
            name: "io_every",
            title: "I/O every",
            hint: "ticks after each of which it waits for an I/O; empty: never",
        },
        {name: "tickets", title: "tickets", hint: "for lottery, stride and fair; empty: 100"},
    ],
    programs: [
        {
            name: "program",
            title: "program",
            hint: "c2,i,c1: computes for two ticks, does an I/O, computes for one more",
        },
    ],
};

/** @type {Record<Kind, Row>} */
const NEW_ROWS = {
    jobs: {arrival: "0", length: "10", io_every: "", tickets: ""},
    programs: {program: "c2,i,c1"},
};
const IO_TICKS = {jobs: "0", programs: "5"};

/** @param {import("./workload.mjs").Workload} workload
 * @returns {Draft} */
export function draftOf({jobs, programs, ioTime, draws = []}) {
    const shown = (/** @type {number} */ number) => (number ? String(number) : "");
    return {
        kind: programs ? "programs" : "jobs",
        rows:
            programs?.map((program) => ({program})) ??
            jobs.map(({arrival, length, io_every, tickets}) => ({
                arrival: String(arrival),
                length: String(length),
                io_every: shown(io_every),
                tickets: shown(tickets),
            })),
        ioTime: String(ioTime),
        draws: draws.join(","),
    };
}

/** The ticks that PROGRAM computes.
 * @param {string} program */
const ticksOf = (program) =>
    program
        .split(",")
        .filter((operation) => operation !== "i")
        .reduce((sum, operation) => sum + (Number(operation.slice(1)) || 0), 0);

/** @param {Kind} kind
 * @param {Row} row
 * @returns {Row} */
const convertedRow = (kind, row) =>
    kind === "programs"
        ? {program: `c${row.length}`}
        : {...NEW_ROWS.jobs, length: String(ticksOf(row.program) || 1)};

/** A draft of the other KIND, as far as one can say what the other says.
 * @param {Kind} kind
 * @param {Draft} draft
 * @returns {Draft} */
export const converted = (kind, {rows, draws}) => ({
    kind,
    rows: rows.map((row) => convertedRow(kind, row)),
    ioTime: IO_TICKS[kind],
    draws,
});

/** @param {Draft} draft
 * @returns {Draft} */
export const withRow = (draft) => ({...draft, rows: [...draft.rows, {...NEW_ROWS[draft.kind]}]});

/** @param {Draft} draft
 * @param {number} row
 * @returns {Draft} */
export const withoutRow = (draft, row) => ({
    ...draft,
    rows: draft.rows.filter((_, number) => number !== row),
});

/** @param {Draft} draft */
export const canGrow = ({rows}) => rows.length < JOBS_MAX;

const number = (/** @type {string} */ text) => text.trim() || "0";

/** A row as the guest's word. What is empty at its end is not said.
 * @param {Kind} kind
 * @param {Row} row */
function wordOf(kind, row) {
    if (kind === "programs") return row.program.replace(/\s+/g, "");
    const [arrival, length, io_every, tickets] = FIELDS.jobs.map(({name}) => number(row[name]));
    return [arrival, length, io_every, tickets].join(",");
}

/* By these names the workload's messages call what is wrong. */
/** @type {Record<string, string>} */
const NAMES = {ARRIVAL: "arrival", LENGTH: "length", IO_EVERY: "io_every", TICKETS: "tickets"};

/** TEXT names the word that is wrong first, which a field's own message need not.
 * @param {unknown} error
 * @returns {{why: string, name: string | undefined}} */
function readError(error) {
    const why = /** @type {Error} */ (error).message.replace(/^`[^`]*`: /, "");
    return {why, name: NAMES[why.split(" ")[0]]};
}

/** @param {() => unknown} read
 * @returns {ReturnType<typeof readError>[]} */
function errorsOf(read) {
    try {
        read();
        return [];
    } catch (error) {
        return [readError(error)];
    }
}

/** A comma would make two fields of one, and a letter a program.
 * @param {Row} row
 * @returns {{why: string, name: string | undefined}[]} */
function notNumbersIn(row) {
    const wrong = FIELDS.jobs.find(({name}) => !/^[0-9]+$/.test(number(row[name])));
    return wrong ? [{why: `${wrong.title}: a whole number`, name: wrong.name}] : [];
}

/** All that is wrong with DRAFT, at most one problem a row.
 * @param {Draft} draft
 * @returns {Problem[]} */
export function problemsOf(draft) {
    const {kind, rows} = draft,
        standard = kind === "jobs" ? "0,1" : "c1";
    const inRows = rows.flatMap((row, place) => {
        const letters = kind === "jobs" ? notNumbersIn(row) : [];
        const found = letters.length ? letters : errorsOf(() => parse(wordOf(kind, row)));
        return found.slice(0, 1).map(({why, name}) => ({
            row: place,
            field: name ?? FIELDS[kind][0].name,
            why: plainly(why),
        }));
    });
    const option = (/** @type {string} */ field, /** @type {string} */ words) =>
        errorsOf(() => parse(`${words} ${standard}`)).map(({why}) => ({row: null, field, why}));
    return [
        ...option("ioTime", `--io-time ${number(draft.ioTime).replace(/\s+/g, "_")}`),
        ...(draft.draws.trim()
            ? option("draws", `--draws ${draft.draws.replace(/\s+/g, "")}`)
            : []),
        ...inRows,
        ...(rows.length ? [] : [{row: null, field: "rows", why: "there are no jobs"}]),
    ];
}

/** The field's title stands for the guest's name of it.
 * @param {string} why */
function plainly(why) {
    const field = FIELDS.jobs.find(({name}) => name === NAMES[why.split(" ")[0]]);
    return field ? why.replace(/^\w+ is/, `${field.title}:`) : why;
}

/** The guest's command for DRAFT, of which problemsOf finds nothing.
 * @param {Draft} draft */
export function commandOf({kind, rows, ioTime, draws}) {
    const words = rows.map((row) => wordOf(kind, row)).join(" ");
    const drawn = draws.trim() ? `--draws ${draws.replace(/\s+/g, "")}` : "";
    return normal(`--io-time ${number(ioTime)} ${drawn} ${words}`);
}

/** TEXT as `workload` would be called, as short as it can be. Throws as parse does.
 * @param {string} text */
export function normal(text) {
    const {jobs, ioTime, programs, draws} = parse(text);
    return format(jobs, ioTime, {programs, draws});
}
