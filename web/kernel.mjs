/* What the panels that look into the kernel need, and nobody else: kernel.json. */
import {readFile} from "node:fs/promises";
import {addressesOf, layoutOf} from "./elf.mjs";
import {SOURCES} from "./lab/decided.mjs";

const ADDRESSES = ["all_processes", "boot_cpu", "clock_ticks", "nanoseconds_factor"];

/* KERNEL with its symbols, LAYOUT the object file of lab/layout.c, ROOT where the sources are. */
export async function kernelJson({root, kernel, layout}) {
    const sources = {};
    for (const path of SOURCES) sources[path] = await readFile(`${root}/${path}`, "utf8");
    const offsets = layoutOf(await readFile(layout)),
        addresses = addressesOf(await readFile(kernel), ADDRESSES);
    return JSON.stringify({layout: {offsets, addresses}, sources});
}
