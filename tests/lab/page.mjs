/* The page in a real browser: what the tests of it share. A test gets a page in a fresh profile,
 * from a server that knows nothing but the files, in a sub-folder, and leads it as a person does,
 * by its keys. It fails if the page complains in the browser's console (as it does where its
 * Content-Security-Policy is violated), throws, asks for what is not there, or asks anybody but
 * this server. */
import assert from "node:assert/strict";
import {mkdir, readFile} from "node:fs/promises";
import {createServer} from "node:http";
import {extname} from "node:path";
import {after, test} from "node:test";
import {fileURLToPath} from "node:url";
import {chromium} from "../../web/node_modules/playwright-core/index.mjs";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const PHONE = {viewport: {width: 390, height: 844}, hasTouch: true, isMobile: true};
const DESK = {viewport: {width: 1400, height: 900}};
const PROMPT = "robin$ ";
const FOLDER = "/course/robin/"; // where the page lies on the server
const STEP_MS = Number(process.env.STEP_MS ?? 60_000); // of real time, however busy the machine is: nothing takes so long
const TEST_MS = 150_000;
const LOOK_MS = 30;
const SLOW = /^task queue exceeded allotted deadline/; // xterm, where the machine is busy
const TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
};
const FLAGS = [
    "--no-sandbox", // root has none, and nothing foreign is opened
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", // so nobody else is reached
];

/* --- The server --- */

async function answer(folder, request, response) {
    const {pathname} = new URL(request.url, "http://localhost");
    const name = pathname.startsWith(FOLDER) ? pathname.slice(FOLDER.length) || "index.html" : "";
    try {
        if (!/^[\w.-]+(\/[\w.-]+)*$/.test(name)) throw new Error("not of the page");
        const bytes = await readFile(`${folder}/${name}`);
        response.writeHead(200, {
            "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        });
        response.end(bytes);
    } catch {
        response.writeHead(404);
        response.end();
    }
}

/* Serves FOLDER: its `url`, and `close`, after which it is not reached any more. */
export async function serve(folder = `${ROOT}build/web`) {
    const server = createServer((request, response) => answer(folder, request, response));
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const close = () => {
        server.closeAllConnections();
        server.close();
    };
    return {url: `http://127.0.0.1:${server.address().port}${FOLDER}`, close};
}

/* --- The page --- */

/* Who had the CPU, in order, of a Chart: also executed in the page, so it names nothing else. */
export function runsOf(chart) {
    const {schedule} = chart;
    return schedule.decisions.map(({pid, reason, time}, number) => {
        const end = schedule.decisions[number + 1]?.time ?? schedule.time;
        return {
            pid,
            name: schedule.find(pid).name,
            reason,
            time,
            ticks: (end - time) / chart.tickNs,
        };
    });
}

export class LabPage {
    /* A page of BROWSER at URL. OPTIONS are those of Playwright's newContext. */
    static async open(browser, url, options = {}) {
        const context = await browser.newContext({...DESK, ...options});
        context.setDefaultTimeout(STEP_MS);
        const page = new LabPage(await context.newPage(), url);
        await page.raw.goto(url);
        return page;
    }

    /* RAW: Playwright's page. */
    constructor(raw, url) {
        this.raw = raw;
        this.url = url;
        this.faults = []; // what a page may not do
        this.watch(raw.context());
    }

    watch(context) {
        const origin = new URL(this.url).origin;
        const fault = (text) => this.faults.push(text);
        context.on("console", (message) => {
            if (["error", "warning"].includes(message.type()) && !SLOW.test(message.text()))
                fault(`console: ${message.text()}`);
        });
        context.on("weberror", (error) => fault(`thrown: ${error.error().stack}`));
        context.on("requestfailed", (request) => fault(`failed: ${request.url()}`));
        context.on("request", (request) => {
            const url = new URL(request.url());
            if (!["data:", "blob:"].includes(url.protocol) && url.origin !== origin)
                fault(`asked somebody else: ${url}`);
        });
        context.on("response", (response) => {
            if (response.status() >= 400) fault(`${response.status()}: ${response.url()}`);
        });
    }

    checkFaults() {
        assert.deepEqual(this.faults, [], "what the page may not do");
    }

    async close() {
        this.checkFaults();
        await this.raw.context().close();
    }

    /* Evaluates FUNCTION(VALUE) in the page. */
    ask(what, value) {
        return this.raw.evaluate(what, value);
    }

    /* Resolves as soon as FUNCTION(VALUE) is true in the page. */
    async until(what, value) {
        for (const end = Date.now() + STEP_MS; Date.now() < end; ) {
            this.checkFaults();
            if (await this.ask(what, value)) return;
            await this.raw.waitForTimeout(LOOK_MS);
        }
        throw new Error(`never: ${what} (${JSON.stringify(value)})\n${await this.text()}`);
    }

    /* All that the guest's console has said. */
    text() {
        return this.ask(() =>
            globalThis.lab
                ? new TextDecoder().decode(globalThis.lab.console.all).replaceAll("\r", "")
                : "",
        );
    }

    /* Waits until the shell waits for a line, after the first BEFORE bytes of its console. */
    prompt(before = 0) {
        return this.until(
            ([from, prompt]) =>
                globalThis.lab &&
                new TextDecoder().decode(globalThis.lab.console.all.slice(from)).endsWith(prompt),
            [before, PROMPT],
        );
    }

    /* Types LINE into what has the focus, as a rule the terminal, and waits for what it does. */
    async type(line) {
        const before = await this.ask(() => globalThis.lab.console.length);
        await this.raw.keyboard.type(`${line}\n`);
        await this.prompt(before + line.length);
    }

    /* Another run, as a panel begins one, until the machine is off. */
    async run(settings) {
        await this.until(() => globalThis.lab !== undefined);
        await this.ask((all) => {
            globalThis.lab.start(all);
        }, settings);
        await this.until(() => globalThis.lab.state.ended);
    }

    /* Who had the CPU, in order, as the page's chart has it: see runsOf. */
    runs() {
        return this.raw.evaluate(`(${runsOf})(lab.chart)`);
    }

    /* What the guest has sent on COM2. */
    async trace() {
        const text = await this.ask(() =>
            Array.from(globalThis.lab.trace.all, (byte) => String.fromCharCode(byte)).join(""),
        );
        return Buffer.from(text, "latin1");
    }

    state() {
        return this.ask(() => globalThis.lab.state);
    }
}

/* --- Tests --- */

let shared = null; // a server and a browser, for all tests of a file

async function open() {
    const [site, browser] = await Promise.all([
        serve(),
        chromium.launch({executablePath: "/usr/bin/chromium", args: FLAGS, timeout: STEP_MS}),
    ]);
    return {site, browser};
}

/* The server and Chromium; they are closed after the last test. */
export function opened() {
    shared ??= open();
    return shared;
}

after(async () => {
    if (!shared) return;
    const {site, browser} = await shared;
    await browser.close();
    site.close();
});

/* What it looked like when the test NAME failed. */
async function keepPicture(page, name) {
    const folder = `${ROOT}build/failed`;
    await mkdir(folder, {recursive: true});
    const path = `${folder}/${name.replace(/\W+/g, "-")}.png`;
    await page.raw.screenshot({path});
    console.error(`${name}: ${path}`);
}

/* A test of TAKE(page), with a page in a fresh profile that has just been opened. OPTIONS: those of
 * newContext, and `at`, what follows in its address. */
export function testPage(name, {at = "", ...options}, take) {
    test(name, {timeout: TEST_MS}, async () => {
        const {site, browser} = await opened();
        const page = await LabPage.open(browser, site.url + at, options);
        try {
            await take(page);
            await page.close();
        } catch (error) {
            await keepPicture(page, name).catch(() => {});
            throw error;
        } finally {
            await page.raw.context().close();
        }
    });
}
