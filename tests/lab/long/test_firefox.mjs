/* The page in the other browser, Debian's Firefox: boots, and runs one workload as QEMU does. */
import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {test} from "node:test";
import puppeteer from "../../../web/node_modules/puppeteer-core/lib/esm/puppeteer/puppeteer-core.js";
import {serve} from "../page.mjs";
import {runInQemu} from "../qemu.mjs";

const FIREFOX = "/usr/bin/firefox-esr";
const WORKLOAD = "workload 0,10 0,8 5,4";
const LONG_MS = 90_000;
const skip = existsSync(FIREFOX) ? false : `no ${FIREFOX} here`;

const hasSaid = (words) => new TextDecoder().decode(globalThis.lab?.console.all).includes(words);

test("Firefox boots Robin and runs a workload as QEMU does", {
    skip,
    timeout: 2 * LONG_MS,
}, async () => {
    const {text} = await runInQemu({policy: "rr", run: WORKLOAD});
    const told = text.split("\n").filter((line) => /^(job|slice) /.test(line));
    const server = await serve();
    const browser = await puppeteer.launch({browser: "firefox", executablePath: FIREFOX});
    try {
        const page = await browser.newPage(),
            faults = [];
        page.on("pageerror", (error) => faults.push(error.message));
        page.setDefaultTimeout(LONG_MS);
        await page.goto(server.url);
        await page.waitForFunction(hasSaid, {}, "robin$ ");
        await page.keyboard.type(`${WORKLOAD}\n`);
        await page.waitForFunction(hasSaid, {}, told.at(-1));
        const shown = await page.evaluate(() =>
            new TextDecoder().decode(globalThis.lab.console.all),
        );
        assert.deepEqual(
            shown.split("\r\n").filter((line) => /^(job|slice) /.test(line)),
            told,
        );
        assert.deepEqual(faults, []);
    } finally {
        await browser.close();
        await server.close();
    }
});
