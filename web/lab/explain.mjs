// @ts-check
/* A slice, explained: what it was, why it began and why it ended, what the policy saw then, and
 * which lines of the kernel made it so. */
import {firstLater} from "../timeline/model.mjs";
import {decisionsOf, describeSpan, factsAt, plain, readyAt, sentence} from "../timeline/words.mjs";
import {stepsOfDecision} from "./decided.mjs";

/** @typedef {{title: string, when: string, why: string, facts: string[],
 *     steps: import("./decided.mjs").Step[], decided: import("./decided.mjs").Step}} Decision */

/** @param {any} chart
 * @param {string} title
 * @param {any} decision
 * @returns {Decision} */
function decisionOf(chart, title, decision) {
    const {time} = decision;
    const facts = [readyAt(chart, time) || "nobody else is ready", ...factsAt(chart, time)];
    return {
        title,
        when: `at tick ${plain(chart.tick(time))}`,
        why: sentence(chart, decision),
        facts,
        ...stepsOfDecision(chart, decision),
    };
}

/** SPAN of PROCESS in CHART. HEAD: what it is; and of what is known, its begin and its end.
 * @param {{chart: any, process: any, span: any}} chosen */
export function explain({chart, process, span}) {
    const {into, out} = decisionsOf(chart, process, span);
    const told = [into, out].filter(Boolean).map((decision) => sentence(chart, decision));
    return {
        head: describeSpan(chart, process, span)
            .split("\n")
            .filter((line) => !told.some((words) => line.endsWith(words))),
        decisions: [
            ...(into ? [decisionOf(chart, "Began", into)] : []),
            ...(out ? [decisionOf(chart, "Ended", out)] : []),
        ],
    };
}

/** The tick to go to for who wants to be in SPAN of CHART, as the player counts: the first that fell
 * into it, or the last before. The run stands still there when the kernel has told of the tick,
 * which it may do before it has given the CPU to another.
 * @param {any} chart
 * @param {any} span */
export function tickOf(chart, span) {
    const {ticks} = chart.schedule;
    const before = firstLater(ticks, span.start);
    return before < ticks.length && ticks[before].time < span.end ? before + 1 : before;
}
