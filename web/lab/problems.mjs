/* Problems by seed, as the homework of OSTEP has them: a workload of chance, and what becomes of
 * it under a policy? The key comes from the simulator. The same kind, seed, number of jobs and
 * longest job give the same problem everywhere; the lengths of jobs are the same for all kinds
 * but process-run, so that policies can be compared. */
import {Random} from "./random.mjs";

/**
 * @typedef {import("./simulator.mjs").Simulator} Simulator
 * @typedef {import("./simulator.mjs").Prediction} Prediction
 * @typedef {import("./simulator.mjs").Times} Times
 * @typedef {import("./workload.mjs").Job} Job
 * @typedef {import("./workload.mjs").Workload} Workload
 *
 * @typedef {"schedule" | "response" | "turnaround" | "waiting" | "total" | "busy"} Ask
 * @typedef {{words: string, rules: string, workload: Workload, asks: Ask[]}} Made
 * @typedef {{kind: string, seed: number, count: number, longest: number, words: string,
 *     rules: string, question: string, asks: Ask[]} & Workload} Problem
 * @typedef {Prediction & {means: Times, total: number, busy: number}} Key
 */

const COUNT_MAX = 8;
const LONGEST_MAX = 40;
const OPERATIONS_MAX = 6; // of a program
const TICKETS_MAX = 100;
const DRAWN_MAX = 999999;
const STRIDE_TICKETS = 50; // and multiples, so that strides are easy numbers
const IO_TICKS_MAX = 5;

/** @type {Ask[]} */
const ASKS = ["schedule", "response", "turnaround", "waiting"];
const FIRST = "of equal ones, who came first";
const CHAPTER_7 = {
    fifo: "who came first, until it is done",
    sjf: `the shortest job, until it is done; ${FIRST}`,
    stcf: `who has least left, at any moment; ${FIRST}`,
};

/** @param {number} count
 * @param {string} noun */
const some = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** @param {Random} random
 * @param {Job[]} jobs
 * @param {number} longest
 * @returns {Job[]} */
const arriveLate = (random, jobs, longest) =>
    jobs.map((job, i) => ({
        ...job,
        arrival: i === 0 ? 0 : random.between(0, Math.ceil(longest / 2)),
    }));

/** @param {keyof typeof CHAPTER_7} words
 * @returns {(random: Random, jobs: Job[], longest: number) => Made} */
const ofChapter7 = (words) => (random, jobs, longest) => ({
    words,
    rules: CHAPTER_7[words],
    workload: {jobs: words === "stcf" ? arriveLate(random, jobs, longest) : jobs, ioTime: 0},
    asks: ASKS,
});

/** @param {Random} random
 * @param {Job[]} jobs
 * @returns {Made} */
function roundRobin(random, jobs) {
    const quantum = random.between(1, 3);
    return {
        words: `rr quantum=${quantum}`,
        rules: `everybody in turn, in slices of ${some(quantum, "tick")}`,
        workload: {jobs, ioTime: 0},
        asks: ASKS,
    };
}

/** @param {Random} random
 * @param {Job[]} jobs
 * @param {number} longest
 * @returns {Made} */
function feedback(random, jobs, longest) {
    const levels = random.between(2, 3),
        quantum = random.between(1, 3),
        boost = random.between(0, 1) * random.between(10, 20),
        ioTime = random.between(1, IO_TICKS_MAX);
    const waiting = jobs.map((job) => ({
        ...job,
        io_every: random.between(0, 1) * random.between(1, longest),
    }));
    return {
        words: `mlfq levels=${levels} quantum=${quantum} boost=${boost}`,
        rules:
            `${levels} levels with slices of ${some(quantum, "tick")}; all begin at the top and go ` +
            `down a level after a slice; who is displaced stays at the head with the rest of it; ` +
            `whose slice is over stands before who comes at the same tick; ` +
            `${boost ? `a boost every ${boost} ticks` : "no boost"}; an I/O takes ` +
            `${some(ioTime, "tick")}, and what was used of a slice before it stays used`,
        workload: {jobs: arriveLate(random, waiting, longest), ioTime},
        asks: ASKS,
    };
}

/** @param {Random} random
 * @param {Job[]} jobs
 * @returns {Made} */
function lottery(random, jobs) {
    const holders = jobs.map((job) => ({...job, tickets: random.between(1, TICKETS_MAX)}));
    const slices = jobs.reduce((sum, {length}) => sum + length, 0);
    const draws = Array.from({length: slices}, () => random.between(0, DRAWN_MAX));
    return {
        words: "lottery quantum=1",
        rules:
            "slices of 1 tick; the winning ticket is the number drawn modulo the tickets of all " +
            `who are not done, in the order of the jobs. Drawn are ${draws.join(", ")}`,
        workload: {jobs: holders, ioTime: 0, draws},
        asks: ASKS,
    };
}

/** @param {Random} random
 * @param {Job[]} jobs
 * @returns {Made} */
function stride(random, jobs) {
    const tickets = () => random.between(1, 5) * STRIDE_TICKETS;
    return {
        words: "stride quantum=1",
        rules: `slices of 1 tick for who has the least pass, which then goes on by 1 / tickets; ${FIRST}`,
        workload: {jobs: jobs.map((job) => ({...job, tickets: tickets()})), ioTime: 0},
        asks: ASKS,
    };
}

/** @param {Random} random
 * @param {number} longest
 * @returns {string} */
function program(random, longest) {
    const count = random.between(1, Math.min(longest, OPERATIONS_MAX));
    const operations = Array.from({length: count}, () => (random.between(0, 1) ? "c" : "i"));
    return operations
        .join("")
        .replace(/c+/g, (run) => `c${run.length},`)
        .replace(/i/g, "i,")
        .slice(0, -1);
}

/** @param {Random} random
 * @param {Job[]} jobs
 * @param {number} longest
 * @returns {Made} */
function processes(random, jobs, longest) {
    const switches = random.between(0, 3) > 0,
        isLater = random.between(0, 1) === 0,
        ioTime = random.between(1, IO_TICKS_MAX);
    const programs = jobs.map(() => program(random, longest));
    return {
        words: `process-run switch=${switches ? "io" : "end"} io_done=${isLater ? "later" : "immediate"}`,
        rules:
            `the CPU goes round in the order of the processes, ${switches ? "at an I/O and at an end" : "at an end alone"}; whose ` +
            `I/O is done has it ${isLater ? "when it is its turn" : "at once"}; an I/O takes a tick ` +
            `to issue, ${some(ioTime, "tick")} for itself, and a tick to take the answer`,
        workload: {jobs: [], programs, ioTime, ioLength: ioTime},
        asks: ["schedule", "total", "busy"],
    };
}

/** @type {Record<string, (random: Random, jobs: Job[], longest: number) => Made>} */
const MAKERS = {
    fifo: ofChapter7("fifo"),
    sjf: ofChapter7("sjf"),
    stcf: ofChapter7("stcf"),
    rr: roundRobin,
    mlfq: feedback,
    lottery,
    stride,
    "process-run": processes,
};

export const KINDS = Object.keys(MAKERS);

/** @param {Job} job
 * @param {number} number
 * @returns {string} */
function describeJob({arrival, length, io_every, tickets}, number) {
    const more = [
        arrival ? `comes at tick ${arrival}` : "",
        `computes for ${some(length, "tick")}`,
        io_every && io_every < length ? `does an I/O after each ${io_every}` : "",
        tickets ? `has ${some(tickets, "ticket")}` : "",
    ];
    return `job ${number} ${more.filter(Boolean).join(", ")}`;
}

/** @param {Made} made
 * @returns {string} */
function questionOf({words, rules, workload: {jobs, programs}, asks}) {
    const all = programs
        ? programs.map((text, number) => `process ${number} is ${text}`)
        : jobs.map(describeJob);
    const numbers = asks.includes("total")
        ? "How many ticks does it take in all, and in how many is the CPU busy?"
        : "What are the response, turnaround and waiting time of each, and their means?";
    return `Under ${words.split(" ")[0]}, ${rules}: ${all.join("; ")}. Who has the CPU in each tick? ${numbers}`;
}

/** @param {number} value
 * @param {string} name
 * @param {number} least
 * @param {number} most */
function expectWithin(value, name, least, most) {
    if (!Number.isInteger(value) || value < least || value > most)
        throw new Error(
            `${name}: ${Number.isNaN(value) ? "this" : value} is no whole number from ${least} to ${most}`,
        );
}

/** Simulator.predict takes it as it is.
 * @param {{kind: string, seed: number, count?: number, longest?: number}} wanted COUNT jobs, of
 * LONGEST ticks at most
 * @returns {Problem} */
export function problem({kind, seed, count = 3, longest = 10}) {
    if (!KINDS.includes(kind)) throw new Error(`kind: ${kind} is none of ${KINDS.join(", ")}`);
    expectWithin(seed, "seed", 0, 2 ** 32 - 1);
    expectWithin(count, "count", 1, COUNT_MAX);
    expectWithin(longest, "longest", 1, LONGEST_MAX);
    const random = new Random(seed);
    const jobs = Array.from({length: count}, () => ({
        arrival: 0,
        length: random.between(1, longest),
        io_every: 0,
        tickets: 0,
    }));
    const made = MAKERS[kind](random, jobs, longest);
    const {words, rules, asks, workload} = made;
    return {
        kind,
        seed,
        count,
        longest,
        words,
        rules,
        asks,
        question: questionOf(made),
        ...workload,
    };
}

/** @param {number[]} values
 * @returns {number} to two digits, as one would write it */
function mean(values) {
    const sum = values.reduce((all, value) => all + value, 0);
    return Math.round((sum / values.length) * 100) / 100;
}

/** The key. `means` are to two digits; `total` ticks pass, in `busy` of which somebody has the CPU.
 * @param {Problem} problem
 * @param {Simulator} simulator
 * @returns {Key} */
export function answer(problem, simulator) {
    const prediction = simulator.predict(problem);
    const {times, byTick} = prediction;
    return {
        ...prediction,
        means: {
            response: mean(times.map(({response}) => response)),
            turnaround: mean(times.map(({turnaround}) => turnaround)),
            waiting: mean(times.map(({waiting}) => waiting)),
        },
        total: byTick.length,
        busy: byTick.filter((job) => job >= 0).length,
    };
}
