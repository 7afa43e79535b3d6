/* Links, and what goes wrong, as somebody at the page has it. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {LabPage, opened, testPage} from "./page.mjs";

const TEST_MS = 150_000;
const said = (page) =>
    page.ask(() => {
        const panel = document.getElementById("message");
        return panel.hidden ? "" : panel.querySelector("p").textContent;
    });
const note = (page) => page.ask(() => document.getElementById("share-note").textContent);
const saysHash = (page) =>
    page.until(() => /hash/.test(document.getElementById("share-note").textContent));

async function copiedFrom(page) {
    await page.raw.click("#copy");
    await saysHash(page);
    return await page.raw.inputValue("#link");
}

testPage("a link opens as the same run elsewhere, and the page says so", {}, async (page) => {
    await page.prompt();
    await page.type("workload 0,10 0,8 5,4");
    await page.ask(() => lab.pause());
    await page.until(() => !lab.state.playing);
    const link = await copiedFrom(page);
    const [, events, hash] = link.match(/&events=(\d+)&hash=(\w+)$/);
    assert.match(await note(page), new RegExp(`${events} events, hash ${hash}`));

    const {browser} = await opened();
    const other = await LabPage.open(browser, link);
    await saysHash(other);
    assert.equal(await note(other), `The same run as the link's: ${events} events, hash ${hash}.`);
    assert.ok((await other.text()).startsWith(await page.text()));
    await other.close();
});

testPage(
    "a link that is changed in the address is another run, compared anew",
    {},
    async (page) => {
        await page.prompt();
        const hash = "0123456789abcdef";
        await page.ask((text) => {
            location.hash = text;
        }, `v=1&policy=fifo&run=workload+0,3+0,2&events=60&hash=${hash}&build=0123456789ab`);
        await saysHash(page);
        assert.match(
            await note(page),
            /^Not the link's run: .* no 0123456789abcdef; the link was made by another build/,
        );
        assert.equal(await page.ask(() => lab.settings.policy), "fifo");
        assert.equal(await page.raw.inputValue("#policy-name"), "fifo");
        await page.ask(() => lab.start({}));
        assert.equal(await page.ask(() => location.hash), ""); // no more the run that is shown
    },
);

testPage(
    "a run that ends before the link's does differs",
    {at: `#v=1&run=true&events=9999&hash=${"0".repeat(16)}`},
    async (page) => {
        await page.until(() =>
            /ended after/.test(document.getElementById("share-note").textContent),
        );
        assert.match(await note(page), /^Not the link's run: it ended after \d+ of 9999 events; /);
    },
);

testPage(
    "a broken link is said, and a run is there all the same",
    {at: "#v=1&hz=<b>0</b>"},
    async (page) => {
        await page.prompt();
        assert.match(
            await said(page),
            /^The link in this page's address is broken\. hz=.*: it has to be a whole number/,
        );
        await page.raw.click("#dismiss");
        assert.equal(await said(page), "");
        await page.ask(() => {
            location.hash = "#v=1&policy=none";
        });
        await page.until(() => !document.getElementById("message").hidden);
        assert.match(await said(page), /broken\. policy: /);
    },
);

testPage("a panic is said, and the chart is cut there", {}, async (page) => {
    await page.prompt();
    await page.ask(() => {
        const boot = lab.machine.boot.bind(lab.machine);
        lab.machine.boot = ({line, ...settings}, listener) => {
            lab.machine.boot = boot;
            boot({...settings, line: `${line} ticks=12`}, listener);
        };
        lab.start({run: "workload 0,10 0,8"});
    });
    await page.until(() => lab.state.ended);
    assert.match(await said(page), /^No end: not over after 12 ticks\. The lanes show/);
    const reason = await page.ask(() => lab.chart.cut.reason);
    assert.equal(reason, "no end: not over after 12 ticks");
    await page.until(() => /✕ no end/.test(document.querySelector(".run h2").textContent));
    await page.raw.click("#back");
    await page.until(() => document.getElementById("message").hidden);
    assert.equal(await page.ask(() => lab.chart.cut), null);
});

/* A page that PREPARE(raw page) keeps something from, until it says so. */
async function lacking(prepare, at = "") {
    const {site, browser} = await opened();
    const context = await browser.newContext();
    const page = new LabPage(await context.newPage(), site.url);
    await prepare(page.raw);
    await page.raw.goto(site.url + at);
    page.checkFaults = () => {}; // they are wanted
    await page.until(() => !document.getElementById("message").hidden);
    const text = await said(page);
    await context.close();
    return text;
}

const MISSING = {
    "main.js": /^This page's program could not be loaded: .*main\.js/,
    "robin.elf": /^robin\.elf, a file of this page, could not be loaded \(404/,
    "v86.wasm": /^v86\.wasm, a file of this page, could not be loaded/,
    "worker.js": /^The machine broke off: the machine's program could not be loaded/,
};

for (const [name, expected] of Object.entries(MISSING))
    test(`the page says that ${name} is missing`, {timeout: TEST_MS}, async () => {
        const text = await lacking((raw) =>
            raw.route(`**/${name}?*`, (route) => route.fulfill({status: 404, body: ""})),
        );
        assert.match(text, expected);
    });

test("the page says that the browser has no WebAssembly", {timeout: TEST_MS}, async () => {
    const text = await lacking((raw) =>
        raw.addInitScript(() => {
            delete globalThis.WebAssembly;
        }),
    );
    assert.match(text, /^This browser has no WebAssembly, or it is turned off/);
});

testPage(
    "in a frame the page has no head, and takes no focus",
    {at: "?embed#v=1&run=true"},
    async (page) => {
        await page.until(() => globalThis.lab?.state.ended);
        assert.equal(await page.raw.isVisible("header"), false);
        assert.ok(await page.ask(() => document.activeElement === document.body));
        assert.doesNotMatch(await copiedFrom(page), /embed/);
    },
);
