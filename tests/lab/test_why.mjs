/* Why: each slice of a run of the real kernel, explained; and the way back into it. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {explain, tickOf} from "../../web/lab/explain.mjs";
import {lineOf} from "../../web/lab/source.mjs";
import {Chart} from "../../web/timeline/chart.mjs";
import {Run, sources} from "./run.mjs";

async function chartOf(policy, command) {
    const run = await Run.boot(`policy='${policy}' run='${command}'`);
    await run.toTheEnd();
    const chart = new Chart({policy: policy.split(" ")[0], words: policy});
    chart.push(Uint8Array.from(run.trace));
    return {run, chart};
}

const slicesOf = ({spans}) => spans.filter(({state}) => state === "running");
const explained = (chart) =>
    chart.jobs.flatMap((process) =>
        slicesOf(process).map((span) => explain({chart, process, span})),
    );
const lineOfStep = ({file, name, words}) =>
    sources[file].split("\n")[lineOf(sources[file], name, words) - 1].trim();

test("who is in a slice, and goes there, finds its process running", async () => {
    const {run, chart} = await chartOf("rr", "workload 0,10 0,8 5,4");
    const slices = chart.jobs.flatMap((process) =>
        slicesOf(process).map((span) => ({pid: process.pid, tick: tickOf(chart, span)})),
    );
    assert.equal(slices.length, 6);
    for (const {pid, tick} of slices.reverse()) {
        await run.goTo(tick);
        const running = run.look().processes.find(({state}) => state === "running");
        assert.equal(running.pid, pid);
    }
    run.close();
});

test("a slice is explained by its two decisions, with who waited and the queue", async () => {
    const {run, chart} = await chartOf("rr", "workload 0,10 0,8 5,4");
    run.close();
    const {head, decisions} = explained(chart)[3]; // job 1's first
    assert.match(head[0], /^job 1 .*has the CPU$/);
    const [began, ended] = decisions;
    assert.equal(began.title, "Began");
    assert.deepEqual(began.facts.slice(0, 2), ["ready: job 0", "queue: job 1, job 0"]);
    assert.match(
        began.why,
        /^The slice of job 0 is over; job 1, .* is the longest in the queue\.$/,
    );
    assert.equal(lineOfStep(began.decided), "return REASON_SLICE_OVER;");
    assert.match(ended.why, /^The slice of job 1 is over; job 0/);
});

test("stcf names the line of who overran, and that of whom nothing is known", async () => {
    const {run, chart} = await chartOf("stcf", "spin 9 & spin 9 & wait");
    run.close();
    const names = [...chart.schedule.processes.values()]
        .filter(({name}) => name === "spin")
        .flatMap((process) => slicesOf(process).map((span) => explain({chart, process, span})))
        .flatMap(({decisions}) => decisions.map(({decided}) => lineOfStep(decided)));
    assert.ok(names.includes("return REASON_SLICE_OVER;"));
    assert.ok(names.includes("return list_first_entry(&queue->unknown, struct job, link);"));
});
