/* What `make web` has built: how large it is, and whose licences it shows. */
import assert from "node:assert/strict";
import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {test} from "node:test";
import {gzipSync} from "node:zlib";
import {licencesPage, packagesIn} from "../../web/licences.mjs";
import {build} from "../../web/node_modules/esbuild/lib/main.js";

const WEB = new URL("../../web/", import.meta.url).pathname;
const BUILT = new URL("../../build/web/", import.meta.url).pathname;
const COMPRESSED_MAX = 1.5e6;

test("all that is shipped is under 1.5 MB compressed", async () => {
    const sizes = [];
    for (const name of await readdir(BUILT))
        sizes.push([gzipSync(await readFile(BUILT + name), {level: 9}).length, name]);
    const total = sizes.reduce((sum, [size]) => sum + size, 0);
    assert.ok(sizes.length >= 10);
    assert.ok(total < COMPRESSED_MAX, `${total} bytes:\n${sizes.sort().join("\n")}`);
});

test("the service worker keeps each file of the page, and no other", async () => {
    const worker = await readFile(`${BUILT}sw.js`, "utf8");
    const kept = [...worker.matchAll(/"([\w.]+)":"[0-9a-f]{64}"/g)].map(([, name]) => name);
    const files = (await readdir(BUILT)).filter((name) => !["sw.js", "build.json"].includes(name));
    assert.deepEqual(kept.sort(), files.sort());
});

const words = (text) => text.replace(/\s+/g, " ").trim();

test("each package that is bundled has its licence in the page", async () => {
    const {metafile} = await build({
        entryPoints: ["main.mjs", "main.css", "worker.mjs"].map((name) => `${WEB}lab/${name}`),
        bundle: true,
        metafile: true,
        write: false,
        outdir: "/",
        format: "esm",
        external: ["node:*", "perf_hooks", "crypto", "fs"],
        logLevel: "error",
    });
    const names = Object.keys(metafile.inputs)
        .filter((path) => path.includes("node_modules/"))
        .map((path) => path.replace(/.*node_modules\/(@[^/]+\/)?([^/]+).*/, "$1$2"));
    for (const name of ["v86", "@xterm/xterm", "d3-zoom"]) assert.ok(names.includes(name), name);
    const page = words(
        (await readFile(`${BUILT}licences.html`, "utf8"))
            .replaceAll("&lt;", "<")
            .replaceAll("&amp;", "&"),
    );
    for (const name of new Set(names)) {
        assert.ok(page.includes(`<h2>${name} `), name);
        const licence = await readFile(`${WEB}node_modules/${name}/LICENSE`, "utf8");
        assert.ok(page.includes(words(licence)), name);
    }
    assert.ok(page.includes(words(await readFile(`${WEB}../LICENSE`, "utf8"))));
    for (const part of ["SoftFloat", "Zstandard", "QEMU", "jor1k", "Rust"])
        assert.ok(page.includes(part), part);
});

test("a package of a scope, or within another, is told apart", () => {
    const inputs = {
        "web/lab/main.mjs": {},
        "web/node_modules/@xterm/xterm/lib/xterm.mjs": {},
        "web/node_modules/one/node_modules/two/index.js": {},
    };
    assert.deepEqual(packagesIn([{outputs: {"main.js": {inputs}}}]), ["@xterm/xterm", "two"]);
});

test("a package without a licence is not shipped", async () => {
    const root = `${await mkdtemp(`${tmpdir()}/robin-`)}/web/`,
        folder = `${root}node_modules/nobody`;
    await mkdir(folder, {recursive: true});
    await writeFile(`${root}../LICENSE`, "Robin's");
    await writeFile(`${folder}/package.json`, '{"version": "1", "license": "MIT"}');
    await assert.rejects(licencesPage(root, ["nobody"]), /nobody has no licence to show/);
    await rm(`${root}..`, {recursive: true});
});
