// @ts-check
/* The machine as the page sees it: a worker, to which it writes and from which it hears. */

import {addressOf} from "./files.mjs";
import {Simulator} from "./simulator.mjs";

/** @typedef {import("./player.mjs").Listener & {booted: () => void, broken: (why: string) => void}}
 *     RunListener */

export class Remote {
    /** @param {import("./machine.mjs").Parts} parts */
    constructor(parts) {
        this.run = 0;
        /** @type {RunListener | null} */
        this.listener = null;
        this.worker = new Worker(addressOf("worker.js"));
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

/** @template T
 * @param {string} name of a file beside the page
 * @param {(bytes: ArrayBuffer) => T | Promise<T>} read
 * @returns {Promise<T>} */
async function load(name, read) {
    try {
        const response = await fetch(addressOf(name));
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
        return await read(await response.arrayBuffer());
    } catch (error) {
        throw new Error(
            `${name}, a file of this page, could not be loaded (${/** @type {Error} */ (error).message}). ` +
                "Load the page again; if that does not help, tell whoever runs this site.",
        );
    }
}

/** What predicts, from the file beside the page. */
export const loadSimulator = () => load("schedule.wasm", (bytes) => Simulator.load(bytes));

/** What a machine is made of, from the files beside the page.
 * @returns {Promise<import("./machine.mjs").Parts>} */
export async function loadParts() {
    const [wasm, kernel, archive] = await Promise.all([
        load("v86.wasm", (bytes) => WebAssembly.compile(bytes)),
        load("robin.elf", (bytes) => bytes),
        load("initrd.tar", (bytes) => bytes),
    ]);
    return {wasm, kernel, archive};
}
