/* How fast the page is: ticks a second, and what a frame costs with 10,000 slices on screen. */
import assert from "node:assert/strict";
import {loadavg} from "node:os";
import {test} from "node:test";
import {LabPage, opened} from "../page.mjs";

const LONG_MS = 300_000;
const SLICES = 10_000;
const FRAME_MS = 16;
const WORKLOAD = "workload 0,4000 0,4000 0,4000"; // a slice a tick

const median = (numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];

/* Executed in the page: how many ticks a second a run of SETTINGS does. */
async function ticksASecond(settings) {
    const {lab} = globalThis;
    const reach = (tick) =>
        new Promise((resolve) => {
            const look = () => lab.state.tick >= tick && resolve();
            lab.addEventListener("state", look);
        });
    lab.start(settings);
    await reach(20);
    const begin = performance.now(),
        first = lab.state.tick;
    await reach(first + 200);
    return ((lab.state.tick - first) / (performance.now() - begin)) * 1000;
}

/* Executed in the page: goes to tick FROM, and tells what the script of each frame takes while the
 * run goes on to tick TO, with all of it in sight. */
async function frames([from, to]) {
    const {lab, view} = globalThis,
        all = [];
    const stands = async () => {
        do await new Promise((resolve) => setTimeout(resolve, 100));
        while (lab.state.playing);
    };
    lab.goTo(from);
    await stands();
    view.showAll();
    const keep = () => {
        all.push(view.frameMs);
        if (lab.state.playing) requestAnimationFrame(keep);
    };
    lab.addEventListener("state", keep, {once: true});
    lab.goTo(to);
    await stands();
    return all;
}

test("with 10,000 slices on screen a frame takes less than 16 ms", {
    timeout: LONG_MS,
}, async (t) => {
    const {site, browser} = await opened();
    const page = await LabPage.open(browser, site.url, {});
    await page.raw.waitForFunction(() => globalThis.lab?.state.tick >= 0);
    const settings = {policy: "rr quantum=1", run: WORKLOAD};
    for (const jit of [false, true]) {
        const speed = await page.raw.evaluate(ticksASecond, {...settings, jit});
        t.diagnostic(
            `${jit ? "with" : "without"} v86's compiler: ${speed.toFixed(0)} ticks a second`,
        );
    }
    const taken = await page.raw.evaluate(frames, [SLICES, SLICES + 500]);
    const middle = median(taken);
    t.diagnostic(`${taken.length} frames, the middle one ${middle.toFixed(1)} ms of script`);
    assert.ok(taken.length > 10);
    assert.ok(middle < FRAME_MS || loadavg()[0] > 2, `${middle} ms, and nothing else runs`);
    await page.close();
});
