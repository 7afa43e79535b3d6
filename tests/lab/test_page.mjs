/* The page in Chromium, as somebody at its keys has it. */
import assert from "node:assert/strict";
import {readFile} from "node:fs/promises";
import {test} from "node:test";
import {bootLine} from "../../web/lab/bootline.mjs";
import {Chart} from "../../web/timeline/chart.mjs";
import {LabPage, opened, PHONE, ROOT, runsOf, testPage} from "./page.mjs";
import {runInQemu} from "./qemu.mjs";
import {Run, storyOf} from "./run.mjs";

const WORKLOAD = "workload --io-time 3 0,10 0,8,2 5,4";
const PROMPT_MS = 3000;
const TRIES = 3;

/* Slices as one reads them from the picture. */
const inTicks = (runs) =>
    runs.map(({pid, name, reason, ticks}) => `${name} ${pid}, ${reason}: ${Math.round(ticks)}`);

function chartOf(bytes) {
    const chart = new Chart({policy: ""});
    chart.push(Uint8Array.from(bytes));
    return chart;
}

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

testPage("the page has QEMU's slices, under two policies", {}, async (page) => {
    for (const policy of ["mlfq", "stride"]) {
        const {bytes} = await runInQemu({policy, run: WORKLOAD});
        await page.run({policy, run: WORKLOAD});
        assert.deepEqual(inTicks(await page.runs()), inTicks(runsOf(chartOf(bytes))));
        assert.deepEqual(storyOf(await page.trace()), storyOf(bytes));
    }
});

testPage(
    "without the JIT the page sends Node's bytes, whatever was booting before",
    {},
    async (page) => {
        const settings = {policy: "lottery", run: "workload 0,4 0,3"};
        const inNode = await Run.boot("", {jit: false, line: bootLine(settings)});
        await inNode.toTheEnd();
        inNode.close();
        await page.run({...settings, jit: false});
        assert.ok((await page.trace()).equals(inNode.bytes));
    },
);

testPage("a run pauses, steps on and steps back", {}, async (page) => {
    const {raw} = page,
        isAt = (tick) => globalThis.lab.state.tick === tick && !globalThis.lab.state.playing;
    await page.prompt();
    await page.ask(() => globalThis.lab.start({run: "spin 100000 & spin 100000", jit: false}));
    await page.until(() => globalThis.lab.state.tick > 30);
    await raw.getByRole("button", {name: "pause"}).click();
    await page.until(() => !globalThis.lab.state.playing);
    const {tick} = await page.state(),
        before = await page.trace();
    await raw.getByRole("button", {name: "a tick on"}).click();
    await page.until(isAt, tick + 1);
    assert.ok((await page.trace()).subarray(0, before.length).equals(before));
    await raw.getByRole("button", {name: "a tick back"}).click();
    await page.until(isAt, tick);
    const after = await page.trace();
    assert.ok(after.length && before.subarray(0, after.length).equals(after));
    await raw.getByRole("button", {name: "play", exact: true}).click();
    await page.until((least) => globalThis.lab.state.tick > least + 20, tick);
    await raw.getByLabel("tick since boot").fill("");
    await raw.keyboard.press("Tab"); // no number is no wish for tick 0
    assert.ok((await page.state()).tick > tick && (await page.state()).playing);
    assert.notEqual(await raw.inputValue("#goto"), "");
});

testPage("a panic is said, above and in the picture", {}, async (page) => {
    await page.run({run: "workload 0,5 0,3", words: "provoke=panic"});
    assert.equal((await page.state()).failed, true);
    assert.match(await page.raw.getByRole("alert").first().textContent(), /^Panic: /);
    assert.equal(await page.raw.textContent("#state"), "the kernel panicked");
    assert.match((await page.ask(() => globalThis.lab.chart.cut)).reason, /^panic: /);
});

test("the prompt is there within three seconds", {timeout: 150_000}, async () => {
    const {site, browser} = await opened();
    let least = Infinity;
    for (let i = 0; i < TRIES && least > PROMPT_MS; i++) {
        const page = await LabPage.open(browser, site.url);
        await page.prompt();
        least = Math.min(least, await page.ask(() => performance.now())); // since it was asked for
        await page.close();
    }
    assert.ok(least <= PROMPT_MS, `${least} ms`);
});

/* What the keyboard is to reach. */
const reachable = () =>
    [
        ...document.querySelectorAll(
            "a[href], button, input, select, textarea, summary, [tabindex='0']",
        ),
    ]
        .filter((one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility())
        .map((one) => {
            one.dataset.place ??= String(document.querySelectorAll("[data-place]").length);
            return `${one.dataset.place} ${one.tagName} ${one.id || one.textContent.slice(0, 20)}`;
        });

testPage("all is reached by the keyboard, and left by it", {}, async (page) => {
    const {raw} = page,
        {keyboard} = raw;
    await page.prompt();
    const missed = new Set(await page.ask(reachable));
    const here = () =>
        page.ask(() => {
            const one = document.activeElement;
            return {
                name: `${one.dataset.place} ${one.tagName} ${one.id || one.textContent.slice(0, 20)}`,
                isTerminal: one.closest("#terminal") !== null,
            };
        });
    assert.ok((await here()).isTerminal);
    await keyboard.press("Tab"); // the guest's
    assert.ok((await here()).isTerminal);
    await keyboard.press("Shift+Tab");
    assert.equal((await here()).isTerminal, false);
    for (let presses = 3 * missed.size; missed.size && presses; presses--) {
        const {name, isTerminal} = await here();
        missed.delete(name);
        if (isTerminal) await keyboard.press("Escape");
        await keyboard.press("Tab");
    }
    assert.deepEqual([...missed], []);
});

async function checkAxe(page) {
    await page.prompt();
    await page.type("workload 0,10 0,8 5,4");
    await page.ask(await readFile(`${ROOT}web/node_modules/axe-core/axe.min.js`, "utf8"));
    const violations = await page.ask(async () =>
        (await globalThis.axe.run()).violations.flatMap(({id, nodes}) =>
            nodes.map(({target, failureSummary}) => `${id}: ${target}: ${failureSummary}`),
        ),
    );
    assert.deepEqual(violations, []);
}

testPage("axe finds nothing in the light page", {colorScheme: "light"}, checkAxe);
testPage("axe finds nothing in the dark page", {colorScheme: "dark"}, checkAxe);

testPage("a phone has the lanes below, and Ctrl-C as a button", PHONE, async (page) => {
    const {raw} = page;
    await checkAxe(page);
    const {wide, screen} = await page.ask(() => ({
        wide: document.documentElement.scrollWidth,
        screen: innerWidth,
    }));
    assert.equal(screen, PHONE.viewport.width);
    assert.ok(wide <= screen, `${wide} pixels`);
    const [terminal, lanes] = [
        await raw.locator("#terminal").boundingBox(),
        await raw.locator("#lanes").boundingBox(),
    ];
    assert.ok(lanes.y >= terminal.y + terminal.height);
    await raw.keyboard.type("spin 100000\n");
    await page.until(() => globalThis.lab.state.tick > 60);
    await raw.getByRole("button", {name: "Ctrl-C"}).tap();
    await page.until(() =>
        /spin \d+: destroyed from the console/.test(
            new TextDecoder().decode(globalThis.lab.console.all),
        ),
    );
});

testPage("a link that is opened in a fresh profile is the same run", {}, async (page) => {
    await page.prompt();
    await page.type("workload 0,5 0,3");
    await page.raw.getByRole("button", {name: "Copy link"}).click();
    const link = await page.raw.inputValue("#link");
    const {browser} = await opened();
    const other = await LabPage.open(browser, link);
    await other.until(() => document.getElementById("share-note").dataset.same);
    assert.equal(await other.ask(() => document.getElementById("share-note").dataset.same), "true");
    await other.close();
});
