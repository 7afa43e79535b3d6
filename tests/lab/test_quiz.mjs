/* Schedules that a student predicts, and problems, as somebody at the keys has them. */
import assert from "node:assert/strict";
import {readFile} from "node:fs/promises";
import {PHONE, ROOT, testPage} from "./page.mjs";

const WORKLOAD = "workload 0,2 0,1 4,1"; // under rr quantum=1: 0 1 0, nobody, 2

const cell = (raw, grid, row, tick) =>
    raw.locator(`${grid} tbody tr:nth-child(${row + 1}) td`).nth(tick);

/* Presses in ROW at tick FROM, and lets go at tick TO. */
async function drag(raw, grid, row, from, to) {
    await raw.locator(grid).scrollIntoViewIfNeeded();
    const boxes = [];
    for (const tick of [from, to]) boxes.push(await cell(raw, grid, row, tick).boundingBox());
    const [first, last] = boxes.map(({x, y, width, height}) => [x + width / 2, y + height / 2]);
    await raw.mouse.move(...first);
    await raw.mouse.down();
    await raw.mouse.move(...last, {steps: 3});
    await raw.mouse.up();
}

/* What a grid shows of each tick: "0✓" job 0 is drawn, and right; "n" nobody is drawn; "." nothing;
 * what follows a | is who really had the CPU. */
const shown = (raw, grid) =>
    raw.locator(`${grid} tbody`).evaluate((body) => {
        const rows = [...body.rows];
        const names = rows.map((_, row) => (row === rows.length - 1 ? "n" : String(row)));
        return [...rows[0].cells].slice(1).map((_, tick) => {
            const cells = rows.map((row) => row.cells[tick + 1]);
            const said = cells.findIndex(({ariaSelected}) => ariaSelected === "true");
            const real = cells.findIndex(({classList}) => classList.contains("real"));
            const mark = said < 0 ? "." : names[said] + cells[said].textContent;
            return real < 0 ? mark : `${mark}|${names[real]}`;
        });
    });

const press = async (raw, ...keys) => {
    for (const key of keys) await raw.keyboard.press(key);
};

async function open(page) {
    await page.until(() => globalThis.setup);
    await page.raw.fill("#command", WORKLOAD);
    await page.raw.fill("[data-key=quantum] input", "1");
}

/* *Run and mark*, until it is over. */
async function runAndMark(page) {
    await page.raw.click("#guess-run");
    await page.until(() => /right/.test(document.getElementById("guess-note").textContent));
    return page.raw.textContent("#guess-note");
}

testPage("a drawn schedule is marked by the kernel", {}, async (page) => {
    const {raw} = page,
        grid = "#guess-grid";
    await open(page);
    await raw.click("#guess-run");
    assert.equal(await raw.textContent("#guess-note"), "First draw who will have the CPU.");

    await drag(raw, grid, 0, 1, 0); // wrong in tick 1, and nothing is said of tick 3
    await drag(raw, grid, 0, 2, 2);
    await drag(raw, grid, 2, 4, 5);
    assert.equal(await page.ask(() => globalThis.guess.text()), "0x3.u.2x2");
    await page.ask(() => {
        globalThis.told = []; // what the chart knows of the book before the run is over
        const hear = () => {
            const {jobs, book, bookTimes, note} = globalThis.lab.chart;
            const isOver = jobs.length > 0 && jobs.every(({ended}) => ended !== null);
            if (!isOver) globalThis.told.push(book.length, bookTimes.length, note.length);
        };
        globalThis.lab.addEventListener("trace", hear);
    });
    assert.equal(
        await runAndMark(page),
        "3 of 6 ticks are right (50 %), 2 wrong, 1 not drawn. ✗ First in tick 1: you drew job 0, it was job 1.",
    );
    assert.deepEqual((await shown(raw, grid)).slice(0, 7), [
        "0✓|0",
        "0✗|1",
        "0✓|0",
        ".|n",
        "2✓|2",
        "2✗",
        ".",
    ]);
    const told = await page.ask(() => globalThis.told);
    assert.ok(told.length > 0 && told.every((count) => count === 0), "the book is a secret");
    assert.equal(await page.ask(() => globalThis.lab.chart.book.length), 4);

    await drag(raw, grid, 2, 5, 5); // takes it back, and with it the marks
    assert.equal(await raw.textContent("#guess-note"), "");
    await drag(raw, grid, 1, 1, 1);
    await drag(raw, grid, 3, 3, 3);
    assert.equal((await shown(raw, grid)).slice(0, 6).join(" "), "0 1 0 n 2 .");
    assert.equal(await runAndMark(page), "✓ All 5 ticks are right.");
});

testPage("a schedule is drawn by keys alone", {}, async (page) => {
    const {raw} = page,
        text = () => page.ask(() => globalThis.guess.text());
    await open(page);
    await raw.focus("#guess-run");
    while (!(await raw.evaluate(() => document.activeElement.role === "gridcell")))
        await press(raw, "Tab");
    await press(raw, "0", "1", "0", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
    assert.equal(await text(), "0.1.0.i");
    await press(raw, "ArrowUp", "Shift+ArrowRight", "Shift+ArrowRight", "Delete");
    assert.equal(await text(), "0.1.0.2x2");
    await press(raw, "Control+z", "Control+z", "Control+z");
    assert.equal(await text(), "0.1.0.i");
    await press(raw, "Control+y", "Control+z", "ArrowLeft", "9", "x", "2", "2", "Backspace");
    assert.equal(await text(), "0.1.0.i.2");
    assert.equal(await raw.evaluate(() => document.activeElement.ariaLabel), "job 2, tick 5");
    assert.equal(await runAndMark(page), "✓ All 5 ticks are right.");
    assert.equal(
        await cell(raw, "#guess-grid", 2, 4).getAttribute("aria-label"),
        "job 2, tick 4, right, so it really was",
    );
    const wrong = (what) =>
        page.ask((each) => {
            try {
                globalThis.guess.load(each);
            } catch (error) {
                return error.message;
            }
        }, what);
    assert.equal(await wrong("0.3"), "this prediction is of another workload");
    await raw.locator("#guess").getByRole("button", {name: "Clear"}).focus();
    await press(raw, "Enter");
    assert.equal(await text(), "");
    assert.equal(await raw.evaluate(() => document.activeElement.textContent), "Clear");
    await page.ask(() => globalThis.guess.load("1x2"));
    assert.equal(await text(), "1x2");
    await raw.fill("#command", WORKLOAD.replace(" ", " --draws 1,2 ")); // rr draws nothing
    assert.equal(await text(), "1x2");
    await raw.fill("#command", "workload 0,900");
    assert.match(await raw.textContent("#guess-what"), /^This takes more than 400 ticks/);
    await raw.fill("#command", WORKLOAD);
    assert.equal(await text(), "1x2"); // it is there again
});

/* --- Problems --- */

const note = (raw) => raw.textContent("#problem-note");
const facts = (raw) => raw.locator("#problem-text, #problem-grid tbody th").allTextContents();

testPage("a problem is answered, and the kernel agrees with its key", {}, async (page) => {
    const {raw} = page,
        grid = "#problem-grid";
    await page.until(() => globalThis.setup);
    await raw.selectOption("#problem-kind", "sjf");
    await raw.fill("#problem-seed", "4");
    const told = await facts(raw);
    await raw.click("#problem-another");
    assert.match(await raw.inputValue("#problem-seed"), /^[0-9]{1,4}$/);
    await raw.fill("#problem-seed", "4");
    assert.deepEqual(await facts(raw), told, "a seed is one problem");

    await raw.click("#problem-check");
    assert.match(await note(raw), /^no schedule is drawn; 0 of 12 numbers are right, 12 empty\.$/);
    await raw.click("#problem-key");
    const key = await raw.locator("#problem-table .key").allTextContents();
    const schedule = (await shown(raw, grid)).map((tick) => tick.split("|")[1]).filter(Boolean);
    await raw.click("#problem-key");
    assert.equal(await raw.locator("#problem-table .key:visible").count(), 0);

    await raw.locator(`${grid} tbody td`).first().focus();
    await press(raw, ...schedule);
    const inputs = raw.locator("#problem-table input");
    for (const [place, text] of key.entries())
        await inputs.nth(place).fill(text.replace("key: ", "").replace(".", ","));
    await press(raw, "Enter");
    assert.equal(await note(raw), "✓ All is right.");
    assert.equal(await inputs.nth(0).getAttribute("aria-label"), "response of job 0, right");
    assert.ok((await shown(raw, grid)).slice(0, schedule.length).every((tick) => /✓$/.test(tick)));

    await inputs.nth(1).fill("99");
    await inputs.nth(2).fill("");
    assert.equal(await note(raw), "");
    await drag(raw, grid, 3, 0, 0);
    await raw.click("#problem-check");
    const {length} = schedule;
    assert.equal(
        await note(raw),
        `${length - 1} of ${length} ticks are right; 10 of 12 numbers are right, 1 empty.`,
    );
    assert.equal(await inputs.nth(1).getAttribute("aria-invalid"), "true");
    assert.equal((await shown(raw, grid))[0], "n✗");

    await raw.click("#problem-run");
    await page.until(() => /ran it/.test(document.getElementById("problem-note").textContent));
    assert.equal(
        await note(raw),
        `✓ The kernel ran it: as the key has it, in all of ${length} ticks.`,
    );
    assert.equal(await page.ask(() => globalThis.setup.settings.policy), "sjf");
    for (const wrong of ["", "-1", "x"]) {
        await raw.fill("#problem-seed", wrong);
        assert.match(
            await raw.textContent("#problem-wrong"),
            /^seed: (this|-1) is no whole number/,
        );
    }
});

testPage("a phone has room for both, and nobody is kept out", PHONE, async (page) => {
    const {raw} = page;
    await open(page);
    await raw.evaluate(await readFile(`${ROOT}web/node_modules/axe-core/axe.min.js`, "utf8"));
    await cell(raw, "#guess-grid", 1, 0).tap();
    await cell(raw, "#guess-grid", 0, 2).tap();
    assert.equal(await page.ask(() => globalThis.guess.text()), "1.u.0");
    await runAndMark(page);
    await raw.selectOption("#problem-kind", "lottery");
    await cell(raw, "#problem-grid", 1, 0).tap();
    await raw.locator("#problem-table input").first().fill("7");
    await raw.tap("#problem-check");
    await raw.tap("#problem-key");
    await raw.tap("#problem-run"); // what is drawn is one long word now
    await page.until(() => /ran it/.test(document.getElementById("problem-note").textContent));
    assert.equal(await page.ask(() => document.documentElement.scrollWidth), 390);
    const findings = await page.ask(async () => {
        const {violations} = await globalThis.axe.run({include: ["#guess", "#problems"]});
        return violations.map(({id, nodes}) => `${id}: ${nodes[0].html}`);
    });
    assert.deepEqual(findings, []);
});
