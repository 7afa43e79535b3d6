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
await build({
    ...common,
    entryPoints: [`${here}lab/worker.mjs`],
    external: ["node:*", "perf_hooks", "crypto", "fs"], // v86 asks for these in Node alone
});
await copyFile(`${here}node_modules/v86/build/v86.wasm`, `${folder}/v86.wasm`);
await copyFile(`${here}lab/index.html`, `${folder}/index.html`);

/* By this a link knows whether the page is still the one that it was made on. */
const hash = createHash("sha256");
for (const name of (await readdir(folder)).sort())
    if (name !== "build.json") hash.update(name).update(await readFile(`${folder}/${name}`));
await writeFile(
    `${folder}/build.json`,
    `${JSON.stringify({build: hash.digest("hex").slice(0, 12)})}\n`,
);
