/* Builds the page: node web/build.mjs FOLDER KERNEL LAYOUT. In FOLDER the kernel's files are already;
 * KERNEL is it with its symbols, LAYOUT the object file of web/lab/layout.c. */
import {createHash} from "node:crypto";
import {copyFile, readdir, readFile, writeFile} from "node:fs/promises";
import {build} from "esbuild";
import {kernelJson} from "./kernel.mjs";
import {licencesPage, packagesIn} from "./licences.mjs";

const [folder, kernel, layout] = process.argv.slice(2);
const here = new URL(".", import.meta.url).pathname;
const COPIED = ["lab/robin.svg", "lab/manifest.webmanifest", "node_modules/v86/build/v86.wasm"];
const LATER = ["build.json", "index.html", "sw.js"]; // these name the build

const common = {
    bundle: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: ["es2022", "chrome100", "firefox102", "safari16"],
    outdir: folder,
    logLevel: "warning",
};
const modules = await build({
    ...common,
    entryPoints: [`${here}lab/main.mjs`, `${here}lab/main.css`],
});
/* Scripts of the kind that browsers know that have no modules, or none in workers. */
const scripts = await build({
    ...common,
    format: "iife",
    entryPoints: [`${here}lab/early.mjs`, `${here}lab/worker.mjs`],
    external: ["node:*", "perf_hooks", "crypto", "fs"], // v86 asks for these in Node alone
});
for (const path of COPIED) await copyFile(here + path, `${folder}/${path.split("/").at(-1)}`);
const packages = packagesIn([modules, scripts].map(({metafile}) => metafile));
await writeFile(`${folder}/licences.html`, await licencesPage(here, packages));

await writeFile(`${folder}/kernel.json`, await kernelJson({root: `${here}..`, kernel, layout}));

/* --- Which build this is --- */

const hashOf = (bytes) => createHash("sha256").update(bytes).digest("hex");
const names = (await readdir(folder)).filter((name) => !LATER.includes(name)).sort();
const files = {};
for (const name of names) files[name] = hashOf(await readFile(`${folder}/${name}`));

/* By the build a link knows whether the page is still the one that it was made on. The page has it
 * in itself, so it is of the page as it was before. */
const page = await readFile(`${here}lab/index.html`, "utf8");
const worker = await readFile(`${here}lab/sw.mjs`, "utf8");
const digits = hashOf(JSON.stringify([files, page, worker])).slice(0, 12);
const source = process.env.ROBIN_SOURCE; // an address, if there is one
const whole = page
    .replaceAll("ROBIN_BUILD", digits)
    .replace("<!-- source -->", source ? `<a href="${encodeURI(source)}">Source</a>` : "");
await writeFile(`${folder}/index.html`, whole);
files["index.html"] = hashOf(whole);

await build({
    ...common,
    format: "iife",
    entryPoints: [`${here}lab/sw.mjs`],
    define: {
        "globalThis.ROBIN_BUILD": JSON.stringify(digits),
        "globalThis.ROBIN_FILES": JSON.stringify(files),
    },
});
await writeFile(`${folder}/build.json`, `${JSON.stringify({build: digits})}\n`);
