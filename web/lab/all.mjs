// @ts-check
/* One workload under each policy, as fast as it goes, in a machine of its own, so that the run
 * which the page shows is left alone. */
import {Chart} from "../timeline/chart.mjs";
import {bootLine} from "./bootline.mjs";
import {compare, foretell} from "./foretell.mjs";
import {split} from "./policies.mjs";
import {RATE} from "./rate.mjs";
import {format, parse} from "./workload.mjs";

/** @typedef {import("./setup.mjs").Settings} Settings */
/** @typedef {{remote: import("./remote.mjs").Remote, simulator: import("./simulator.mjs").Simulator,
 *     signal: AbortSignal}} Means SIGNAL: that nobody wants it any more */

/** WORKLOAD as POLICY can have it: only the lottery takes numbers to be drawn.
 * @param {string} workload
 * @param {string} policy */
export function commandFor(workload, policy) {
    const {jobs, ioTime, programs, draws} = parse(workload);
    return format(jobs, ioTime, {programs, draws: policy === "lottery" ? draws : []});
}

/** SETTINGS under each of NAMES: of the policy that is set, with its parameters.
 * @param {Settings} settings
 * @param {string[]} names */
export const settingsOfAll = ({policy, workload, hz, seed}, names) =>
    names.map((name) => ({
        policy: split(policy).name === name ? policy : name,
        run: commandFor(workload, name),
        hz,
        seed,
    }));

/** The chart of one run, to its end. Rejects with why there is none.
 * @param {{policy: string, run: string, hz: number, seed: number}} settings
 * @param {Means} means
 * @returns {Promise<any>} */
function runOne(settings, {remote, simulator, signal}) {
    const {prediction, facts} = foretell(simulator, settings);
    const {policy} = settings;
    const chart = new Chart({policy: split(policy).name, words: policy, ...facts});
    return new Promise((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        const end = (/** @type {boolean} */ failed) => {
            if (prediction) chart.know(compare(chart, prediction));
            if (failed) chart.know({cut: {reason: "the kernel panicked"}});
            resolve(chart);
        };
        const nothing = () => {};
        remote.boot(
            {line: bootLine(settings), rate: RATE, jit: true},
            {
                booted: () => remote.ask("play"),
                broken: (why) => reject(new Error(why)),
                console: nothing,
                cut: nothing,
                trace: (bytes) => chart.push(bytes),
                state: ({ended, failed}) => ended && end(failed),
            },
        );
    });
}

/** Runs each of ALL, one after the other, and tells of the charts so far.
 * @param {ReturnType<typeof settingsOfAll>} all
 * @param {Means} means
 * @param {(charts: any[]) => void} onChart */
export async function runAll(all, means, onChart) {
    /** @type {any[]} */
    const charts = [];
    for (const settings of all) {
        charts.push(await runOne(settings, means));
        onChart([...charts]);
    }
}
