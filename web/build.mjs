/* Builds the page: node web/build.mjs FOLDER, in which the kernel's files are already. */
import {createHash} from "node:crypto";
import {copyFile, readdir, readFile, writeFile} from "node:fs/promises";
import {build} from "esbuild";

const folder = process.argv[2];
const here = new URL(".", import.meta.url).pathname;

const common = {
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022", "chrome100", "firefox102", "safari16"],
    outdir: folder,
    logLevel: "warning",
};
await build({...common, entryPoints: [`${here}lab/main.mjs`, `${here}lab/main.css`]});
/* Scripts of the kind that browsers know that have no modules, or none in workers. */
await build({
    ...common,
    format: "iife",
    entryPoints: [`${here}lab/early.mjs`, `${here}lab/worker.mjs`],
    external: ["node:*", "perf_hooks", "crypto", "fs"], // v86 asks for these in Node alone
});
await copyFile(`${here}node_modules/v86/build/v86.wasm`, `${folder}/v86.wasm`);

/* By this hash a link knows whether the page is still the one that it was made on. The page has it
 * in itself, so it is of the page as it was before. */
const page = await readFile(`${here}lab/index.html`, "utf8");
const hash = createHash("sha256").update(page);
for (const name of (await readdir(folder)).sort())
    if (!["build.json", "index.html"].includes(name))
        hash.update(name).update(await readFile(`${folder}/${name}`));
const digits = hash.digest("hex").slice(0, 12);
await writeFile(`${folder}/index.html`, page.replaceAll("ROBIN_BUILD", digits));
await writeFile(`${folder}/build.json`, `${JSON.stringify({build: digits})}\n`);
