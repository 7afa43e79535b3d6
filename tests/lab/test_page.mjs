/* The page in Chromium, as somebody at its keys has it. */
import assert from "node:assert/strict";
import {testPage} from "./page.mjs";

testPage("the page boots, and a typed workload has its lanes", {}, async (page) => {
    await page.prompt();
    await page.type("workload 0,10 0,8 5,4");
    assert.match(await page.text(), /slice 0 0 4\nslice 4 1 4\nslice 8 0 4\n/);
    const spins = (await page.runs()).filter(({name}) => name === "spin");
    assert.deepEqual(
        spins.map(({ticks}) => Math.round(ticks)),
        [4, 4, 4, 4, 4, 2],
    );
});
