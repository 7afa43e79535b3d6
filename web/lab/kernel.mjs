// @ts-check
/* What the build tells of the kernel: its sources, and where things stand in its memory. It is
 * loaded when somebody wants to see it. And who looks: one for all panels. */

import {addressOf} from "./files.mjs";

/** @typedef {{sources: Record<string, string>, layout: import("./memory.mjs").Layout}} Kernel */

const PAUSE_MS = 500; // between two looks at a run that goes on

/** @type {Promise<Kernel> | null} */
let loading = null;

/** @returns {Promise<Kernel>} */
export function loadKernel() {
    loading ??= fetch(addressOf("kernel.json")).then((response) => {
        if (response.ok) return response.json();
        loading = null; // another try may have more luck
        throw new Error(`kernel.json: ${response.status} ${response.statusText}`);
    });
    return loading;
}

/** Looks at all processes whenever the run stands still, and now and then while it goes on, as
 * long as somebody wants that. What it saw is told as lab's event `picture`. */
export class Looker {
    /** @param {import("./lab.mjs").Lab} lab */
    constructor(lab) {
        this.lab = lab;
        /** @type {import("./memory.mjs").Layout | null} */
        this.layout = null;
        this.wanted = new Set();
        this.isDue = true;
        lab.addEventListener("state", () => this.look());
    }

    /** @param {string} who
     * @param {boolean} isWanted */
    async want(who, isWanted) {
        if (isWanted) this.wanted.add(who);
        else this.wanted.delete(who);
        this.layout ??= isWanted ? (await loadKernel()).layout : null;
        this.isDue = true;
        this.look();
    }

    look() {
        const {lab, layout} = this;
        if (!layout || !this.wanted.size || (lab.state.playing && !this.isDue)) return;
        if (lab.state.playing) {
            this.isDue = false;
            setTimeout(() => {
                this.isDue = true;
            }, PAUSE_MS);
        }
        lab.look(layout);
    }
}
