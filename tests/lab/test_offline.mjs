/* The page without a network, and when another build comes. */
import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {appendFile, cp, mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {test} from "node:test";
import {LabPage, opened, ROOT, serve, testPage} from "./page.mjs";

const TEST_MS = 150_000;
const buildOf = (page) => page.ask(() => document.querySelector("meta[name=robin-build]").content);
/* Until PAGE, which may load itself again meanwhile, is of BUILD. */
async function becomes(page, build) {
    for (const end = Date.now() + TEST_MS / 3; Date.now() < end; )
        if ((await buildOf(page).catch(() => "")) === build) return await page.prompt();
    assert.fail(`never of build ${build}`);
}

const isKept = (page) =>
    page.until(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return registration?.active?.state === "activated";
    });

testPage("at the first visit the page is kept", {}, async (page) => {
    await page.prompt();
    await isKept(page);
    const names = await page.ask(async () => {
        const [cache] = await caches.keys();
        const kept = await (await caches.open(cache)).keys();
        return kept.map(({url}) => url.split("/").at(-1)).sort();
    });
    for (const name of ["index.html", "main.js", "robin.elf", "v86.wasm", "licences.html"])
        assert.ok(names.includes(name), name);
});

/* A site of its own, whose folder may change. */
async function withSite(take) {
    const folder = await mkdtemp(`${tmpdir()}/robin-web-`),
        {browser} = await opened();
    await cp(`${ROOT}build/web`, folder, {recursive: true});
    const site = await serve(folder),
        context = await browser.newContext();
    const visit = async (at = "") => {
        const page = new LabPage(await context.newPage(), site.url);
        await page.raw.goto(site.url + at);
        return page;
    };
    try {
        await take({site, folder, visit});
    } finally {
        site.close();
        await context.close();
        await rm(folder, {recursive: true});
    }
}

test("after the first visit the page needs no server", {timeout: TEST_MS}, () =>
    withSite(async ({site, visit}) => {
        const first = await visit();
        await first.prompt();
        await isKept(first);
        await first.raw.close();
        site.close();
        const second = await visit("#v=1&policy=fifo&run=echo+alone");
        await second.until(() => globalThis.lab?.state.ended);
        assert.match(await second.text(), /policy fifo.*\nalone\n/);
        await second.raw.goto(`${site.url}licences.html`);
        assert.match(await second.raw.textContent("h1"), /licences/);
    }),
);

/* FOLDER as if something were changed in the page. */
async function rebuild(folder) {
    await appendFile(`${folder}/robin.elf`, "\0");
    const kernel = ["build/robin.elf", "build/kernel/web/lab/layout.o"];
    execFileSync("node", ["web/build.mjs", folder, ...kernel], {cwd: ROOT});
    return JSON.parse(await readFile(`${folder}/build.json`, "utf8")).build;
}

test("another build takes over when a person wants it, whole", {timeout: TEST_MS}, () =>
    withSite(async ({folder, visit}) => {
        const first = await visit();
        await first.prompt();
        await isKept(first);
        const old = await buildOf(first),
            newer = await rebuild(folder);
        assert.notEqual(newer, old);

        const second = await visit();
        await second.prompt();
        assert.equal(await buildOf(second), old); // it was kept, and so were its other files
        await second.until(() => !document.getElementById("newer").hidden);
        await second.raw.click("#use-newer");
        await becomes(second, newer);
        assert.deepEqual(await second.ask(() => caches.keys()), [
            `robin ${new URL(second.url).pathname} ${newer}`,
        ]);
    }),
);

test("files of two builds are not kept together", {timeout: TEST_MS}, () =>
    withSite(async ({folder, visit}) => {
        await appendFile(`${folder}/licences.html`, "of another build");
        const page = await visit();
        await page.prompt();
        await page.until(async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            return !registration && (await caches.keys()).length === 0;
        });
    }),
);
