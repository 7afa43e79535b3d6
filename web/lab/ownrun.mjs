// @ts-check
/* A run that one panel begins and hears of, until any panel begins another. */

export class OwnRun {
    /** @param {import("./lab.mjs").Lab} lab
     * @param {{grown: () => void, ended: () => void, left: () => void}} hears */
    constructor(lab, {grown, ended, left}) {
        this.lab = lab;
        this.isOn = false;
        this.isBeginning = false;
        lab.addEventListener("start", () => {
            const wasOn = this.isOn;
            this.isOn = this.isBeginning;
            if (wasOn && !this.isOn) left();
        });
        for (const name of ["trace", "cut"]) lab.addEventListener(name, () => this.isOn && grown());
        lab.addEventListener("end", () => this.isOn && ended());
    }

    /** Throws as Lab.start does.
     * @param {import("./setup.mjs").Settings} settings
     * @param {{isSecret?: boolean}} [how] */
    start({policy, workload, hz, seed}, how) {
        const {rate, jit} = this.lab.settings;
        this.isBeginning = true;
        try {
            this.lab.start({policy, hz, seed, rate, jit, run: workload}, how);
        } finally {
            this.isBeginning = false;
        }
    }

    /** Nothing more is heard of it, though it goes on. */
    leave() {
        this.isOn = false;
    }
}
