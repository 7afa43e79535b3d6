// @ts-check
/* Workloads in the words of the guest's program `workload` (user/workload/workload.c), with its
 * limits, so that a page asks for no run that the guest would refuse:
 *
 *     [workload] [--io-time N] [--draws N,...] ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]]... | PROGRAM...
 *
 * Words stand between blanks, or on lines of their own, as in the guest's files. */

/**
 * @typedef {{arrival: number, length: number, io_every: number, tickets: number}} Job
 * @typedef {object} Workload what Simulator.predict takes, but for the policy
 * @property {Job[]} jobs none, if there are programs
 * @property {number} ioTime
 * @property {string[]} [programs]
 * @property {number} [ioLength] of programs, the same as ioTime
 * @property {number[]} [draws] of the lottery
 */

export const JOBS_MAX = 64;
const NUMBER_MAX = 2 ** 32 - 1;
const TICKETS_MAX = 1000000; // that a process may hold
const DRAWS_MAX = 511; // the policy takes 512, and `workload` needs one
const PROGRAM_IO_TICKS = 5;
const PROGRAM_DIGITS_MAX = 10;
const FIELDS = ["ARRIVAL", "LENGTH", "IO_EVERY", "TICKETS"];

/** @param {string} word
 * @param {string} why
 * @returns {never} */
function refuse(word, why) {
    throw new Error(`\`${word}\`: ${why}`);
}

/** @param {string} text
 * @param {string} word it is a part of
 * @param {string} name
 * @param {number} most
 * @returns {number} */
function readNumber(text, word, name, most = NUMBER_MAX) {
    const number = /^[0-9]+$/.test(text) ? Number(text) : Number.NaN;
    if (!(number <= most)) refuse(word, `${name} is a whole number from 0 to ${most}`);
    return number;
}

/** @param {string} word
 * @param {string} name
 * @returns {number[]} */
const readNumbers = (word, name) => word.split(",").map((text) => readNumber(text, word, name));

/** @param {string} word
 * @returns {Job} */
function readJob(word) {
    const texts = word.split(",");
    if (texts.length < 2 || texts.length > FIELDS.length)
        refuse(word, "a job is ARRIVAL,LENGTH[,IO_EVERY[,TICKETS]], or a program such as c2,i,c1");
    const [arrival, length, io_every = 0, tickets = 0] = texts.map((text, i) =>
        readNumber(text, word, FIELDS[i], i === 3 ? TICKETS_MAX : NUMBER_MAX),
    );
    if (length === 0) refuse(word, "LENGTH is 1 at least");
    return {arrival, length, io_every, tickets};
}

/* What begins as a program does not begin as a number, so that it is meant to be one. */
const isMeantAsProgram = (/** @type {string} */ word) => /^[a-z]/i.test(word);

/** @param {string} word
 * @returns {string} */
function readProgram(word) {
    for (const operation of word.split(",")) {
        const [, digits] = /^c([0-9]+)$/.exec(operation) ?? [];
        const computes = digits?.length <= PROGRAM_DIGITS_MAX && Number(digits) > 0;
        if (operation !== "i" && !computes)
            refuse(
                word,
                `\`${operation}\` is neither cN, which computes for N ticks, nor i, an I/O`,
            );
    }
    return word;
}

/** @param {string[]} words
 * @returns {{words: string[], ioTime?: number, draws?: number[]}} WORDS behind the options */
function readOptions(words) {
    const [option, value, ...rest] = words;
    if (option === "--disk")
        refuse(option, "a disk takes as long as it takes: nobody can predict it");
    if (!option?.startsWith("-")) return {words};
    if (option !== "--io-time" && option !== "--draws")
        refuse(option, "options are --io-time N and --draws N,...");
    if (value === undefined) refuse(option, "it needs a value");
    const name = option.slice(2);
    if (option === "--io-time")
        return {ioTime: readNumber(value, value, name), ...readOptions(rest)};
    const draws = readNumbers(value, name);
    if (draws.length > DRAWS_MAX) refuse(option, `there are ${DRAWS_MAX} of them at most`);
    return {draws, ...readOptions(rest)};
}

/** The jobs of TEXT. Throws an Error that says which word is wrong and why.
 * @param {string} text
 * @returns {Workload} */
export function parse(text) {
    const all = text.split(/\s+/).filter((word) => word !== "");
    if (all[0] === "workload") all.shift();
    const {words, ioTime, draws} = readOptions(all);
    if (words.length === 0) throw new Error("there are no jobs");
    if (words.length > JOBS_MAX) refuse(words[JOBS_MAX], `there are ${JOBS_MAX} jobs at most`);
    const arePrograms = isMeantAsProgram(words[0]);
    const other = words.find((word) => isMeantAsProgram(word) !== arePrograms);
    if (other) refuse(other, "programs and other jobs cannot be mixed");
    const more = draws ? {draws} : {};
    if (!arePrograms) return {jobs: words.map(readJob), ioTime: ioTime ?? 0, ...more};
    const ioLength = ioTime ?? PROGRAM_IO_TICKS;
    return {jobs: [], programs: words.map(readProgram), ioTime: ioLength, ioLength, ...more};
}

/** A job as a word, as short as it can be.
 * @param {{arrival?: number, length: number, io_every?: number, tickets?: number}} job
 * @returns {string} */
export function formatJob({arrival = 0, length, io_every = 0, tickets = 0}) {
    const numbers = [arrival, length, io_every, tickets];
    return numbers.slice(0, tickets ? 4 : io_every ? 3 : 2).join(",");
}

/** The guest's command. It needs no word for what is the standard there.
 * @param {Parameters<typeof formatJob>[0][]} jobs
 * @param {number} [ioTime]
 * @param {{programs?: string[], draws?: number[]}} [more] programs: instead of jobs
 * @returns {string} */
export function format(jobs, ioTime, {programs, draws = []} = {}) {
    const standard = programs ? PROGRAM_IO_TICKS : 0;
    return [
        "workload",
        ...((ioTime ?? standard) === standard ? [] : ["--io-time", ioTime]),
        ...(draws.length ? ["--draws", draws.join(",")] : []),
        ...(programs ?? jobs.map(formatJob)),
    ].join(" ");
}
