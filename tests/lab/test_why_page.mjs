/* Why, in Chromium: a slice that is chosen, its line of the kernel's source, its status. */
import assert from "node:assert/strict";
import {testPage} from "./page.mjs";

testPage("a slice says which line decided it, and its process its status", {}, async (page) => {
    const {raw} = page;
    await page.prompt();
    await page.type("workload 0,10 0,8 5,4");
    await page.ask(() => globalThis.lab.pause());
    await page.until(() => !globalThis.lab.state.playing);
    await page.ask(() => {
        const {lab, view} = globalThis,
            [, process] = lab.chart.jobs;
        const span = process.spans.find(({state}) => state === "running");
        view.choose({chart: lab.chart, process, span});
    });
    await raw.locator("#why-code .decided", {hasText: "return REASON_SLICE_OVER;"}).waitFor();
    assert.match(await raw.textContent("#why-what"), /^job 1 .*has the CPU$/);
    const inSight = await raw.$eval("#why-code .decided", (row) => {
        const [line, box] = [row, row.parentElement].map((each) => each.getBoundingClientRect());
        return line.top >= box.top && line.bottom <= box.bottom;
    });
    assert.ok(inSight);
    await raw.click("#why-go");
    await page.until(
        () =>
            !globalThis.lab.state.playing &&
            /state\s*running/.test(document.querySelector("#why-lines").textContent),
    );
    await raw.click("#processes-now summary");
    await raw.locator("#processes-body .running").waitFor();
    assert.match(await raw.textContent("#processes-body .running"), /running.*spin/);
    await raw.locator("#why-code a", {hasText: "list_move_back"}).first().click();
    assert.equal(await raw.inputValue("#why-file"), "lib/list.h");
    await page.close();
});
