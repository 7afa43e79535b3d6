// @ts-check
/* The numbers that a problem of problems.mjs asks for, and how one that is typed is marked. */

/**
 * @typedef {import("./problems.mjs").Problem} Problem
 * @typedef {import("./problems.mjs").Key} Key
 * @typedef {"response" | "turnaround" | "waiting" | "total" | "busy"} Name
 * @typedef {{name: Name, job: number | null, label: string, key: number}} Question JOB null: of all
 */

/** @type {("response" | "turnaround" | "waiting")[]} */
const TIMES = ["response", "turnaround", "waiting"];
const OF_ALL = {total: "ticks in all", busy: "ticks in which the CPU is busy"};
const NEAR = 0.005; // means are to two digits
const SLACK = 1e-9;

/** All numbers that PROBLEM asks for, job by job and then of all.
 * @param {Problem} problem
 * @param {Key} key
 * @returns {Question[]} */
export function questionsOf({asks}, {times, means, total, busy}) {
    const asked = TIMES.filter((name) => asks.includes(name));
    const ofJobs = times.flatMap((each, job) =>
        asked.map((name) => ({name, job, label: `${name} of job ${job}`, key: each[name]})),
    );
    const ofMeans = asked.map((name) => ({
        name,
        job: null,
        label: `mean ${name}`,
        key: means[name],
    }));
    const rest = /** @type {["total", "busy"]} */ (["total", "busy"])
        .filter((name) => asks.includes(name))
        .map((name) => ({name, job: null, label: OF_ALL[name], key: {total, busy}[name]}));
    return [...ofJobs, ...ofMeans, ...rest];
}

/** TEXT may have a comma in place of the point, and more digits than the key.
 * @param {string} text
 * @param {number} key
 * @returns {import("./predict.mjs").Mark} */
export function judge(text, key) {
    const word = text.trim().replace(",", ".");
    if (word === "") return "unsaid";
    if (!/^[0-9]+(\.[0-9]*)?$/.test(word)) return "wrong";
    return Math.abs(Number(word) - key) <= NEAR + SLACK ? "right" : "wrong";
}
