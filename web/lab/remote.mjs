// @ts-check
/* The machine as the page sees it: a worker, to which it writes and from which it hears. */

import {Simulator} from "./simulator.mjs";

/** @typedef {import("./player.mjs").Listener & {booted: () => void, broken: (why: string) => void}}
 *     RunListener */

export class Remote {
    /** @param {import("./machine.mjs").Parts} parts */
    constructor(parts) {
        this.run = 0;
        /** @type {RunListener | null} */
        this.listener = null;
        this.worker = new Worker("worker.js", {type: "module"});
        this.worker.onmessage = ({data}) => this.hear(data);
        this.worker.onerror = ({message}) =>
            this.listener?.broken(message || "the machine's program could not be loaded");
        this.worker.postMessage({do: "load", with: parts});
    }

    /** Another run, in place of the one before, of which nothing more is heard.
     * @param {import("./machine.mjs").Settings} settings
     * @param {RunListener} listener */
    boot(settings, listener) {
        this.listener = listener;
        this.run++;
        this.worker.postMessage({do: "boot", with: settings, run: this.run});
    }

    /** @param {string} method Of Player.
     * @param {unknown} [value] */
    ask(method, value) {
        this.worker.postMessage({do: method, with: value, run: this.run});
    }

    /** @param {any} message */
    hear({tell, run, with: value}) {
        if (run === this.run) /** @type {any} */ (this.listener)[tell](value);
    }

    close() {
        this.worker.terminate();
    }
}

/** @param {string} name of a file beside the page */
async function load(name) {
    const response = await fetch(name);
    if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
    return await response.arrayBuffer();
}

/** What predicts, from the file beside the page. */
export const loadSimulator = async () => Simulator.load(await load("schedule.wasm"));

/** What a machine is made of, from the files beside the page.
 * @returns {Promise<import("./machine.mjs").Parts>} */
export async function loadParts() {
    const [wasm, kernel, archive] = await Promise.all([
        load("v86.wasm").then((bytes) => WebAssembly.compile(bytes)),
        load("robin.elf"),
        load("initrd.tar"),
    ]);
    return {wasm, kernel, archive};
}
