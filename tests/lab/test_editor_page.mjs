/* The workload editor, as somebody at its keys has it. */
import assert from "node:assert/strict";
import {tickNs} from "../../web/lab/foretell.mjs";
import {testPage} from "./page.mjs";

const noteOf = (page) => page.ask(() => globalThis.lab.chart.note);
const isOff = () => globalThis.lab.state.ended;
const settings = (page) => page.ask(() => globalThis.setup.settings);

testPage("an example of the book is run, and is as the book says", {}, async (page) => {
    const {raw} = page;
    await page.prompt();
    await raw.selectOption("#example", "stcf");
    assert.match(await raw.textContent("#example-what"), /^The long job loses the CPU/);
    await raw.fill("#command", "workload 0,8 2,3");
    assert.equal(await raw.inputValue("#example"), "");
    assert.equal(await raw.isChecked("#follow"), true);
    await raw.click("#run");
    await page.until(isOff);
    assert.equal(await raw.isChecked("#follow"), false); // all of it is in sight
    assert.equal(await noteOf(page), "as the book says, tick for tick");
    assert.equal(await page.ask(() => globalThis.lab.chart.book.length), 3);
    assert.equal(await page.ask(() => globalThis.lab.chart.reader.tickNs), tickNs(100));
    assert.match(await raw.textContent("#lanes .note"), /^as the book says/);
    await raw.locator("#times td i").first().waitFor(); // the book's number, in grey
    const turnarounds = await raw
        .locator("#times tr[data-pid] td:nth-child(4) i")
        .allTextContents();
    assert.deepEqual(turnarounds, ["11", "3"]);
});

testPage("what is wrong is said beside it, and not booted", {}, async (page) => {
    const {raw} = page;
    await page.prompt();
    await raw.getByLabel("length of job 1").fill("0");
    await raw.selectOption("#policy-name", "mlfq");
    await raw.fill("[data-key=levels] input", "9");
    await raw.fill("#command", "workload 0,<b>");
    await raw.getByLabel("length of job 1").fill("");
    const wrong = await raw.locator(".wrong:visible").allTextContents();
    assert.deepEqual(wrong, [
        "length: 1 at least",
        "levels takes 1 to 8",
        "`0,<b>`: LENGTH is a whole number from 0 to 4294967295",
    ]);
    await raw.click("#run");
    assert.equal(
        await raw
            .getByLabel("length of job 1")
            .evaluate((input) => input === document.activeElement),
        true,
    );
    assert.equal(await page.ask(() => globalThis.lab.settings.policy), "rr");
    await raw.getByLabel("length of job 1").fill("5");
    assert.equal(await raw.inputValue("#command"), "workload 0,10 0,5 5,4");
    await raw.fill("[data-key=levels] input", "2");
    await raw.fill("[data-key=quantum] input", "1, 2");
    assert.equal((await settings(page)).policy, "mlfq levels=2 quantum=1,2");
    await raw.click("#shell");
    await page.prompt();
    assert.match(await page.text(), /policy mlfq,/);
});

testPage("rows come and go by the keyboard", {}, async (page) => {
    const {raw} = page;
    await page.prompt();
    await raw.focus("#add-job");
    await raw.keyboard.press("Enter");
    await raw.keyboard.type("7"); // in the new row's first field, which is selected
    await raw.keyboard.press("Tab");
    await raw.keyboard.type("3");
    assert.equal((await settings(page)).workload, "workload 0,10 0,8 5,4 7,3");
    await raw.getByLabel("remove job 0").focus();
    await raw.keyboard.press("Enter");
    await raw.keyboard.press("Enter");
    assert.equal((await settings(page)).workload, "workload 5,4 7,3");
    await raw.selectOption("#kind", "programs");
    assert.equal(await raw.inputValue("#command"), "workload c4 c3");
    await raw.focus("#command");
    await raw.keyboard.press("Control+Enter");
    assert.equal(await page.ask(() => globalThis.lab.settings.run), "workload c4 c3");
});

testPage("all eight run one after the other, and one goes back to the run", {}, async (page) => {
    const {raw} = page;
    await page.prompt();
    await raw.fill("#command", "0,4 1,2");
    await raw.click("#run-all");
    await raw.getByText("1 of 8: rr").waitFor();
    await raw.click("#comparison-back");
    assert.equal(await page.ask(() => globalThis.view.charts[0] === globalThis.lab.chart), true);
    await raw.click("#run-all");
    await raw.getByText("one workload, 8 policies").waitFor();
    const notes = await raw.locator("#lanes .note").allTextContents();
    assert.equal(notes.length, 8);
    for (const note of notes)
        assert.match(note, /^as the book says, tick for tick|^differs .*drawn before/);
    assert.equal(await raw.locator("#bars .bar").count(), 8);
    await raw.selectOption("#metric", "response");
    assert.equal(await raw.locator("#times table").count(), 8);
    await page.run({policy: "fair", run: "workload 0,3"}); // as another panel may
    assert.equal(await raw.isVisible("#comparison"), false);
    assert.deepEqual(await settings(page), {
        policy: "fair",
        workload: "workload 0,3",
        hz: 100,
        seed: 1,
    });
});
