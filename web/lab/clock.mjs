// @ts-check
/* The guest's time is made of the instructions that it has executed, so that a run is the same
 * on every computer, fast or slow. v86 asks performance.now and Date.now for the time: both are
 * replaced here, so this module has to be loaded before v86, and never into a page that needs
 * the real ones: it belongs to a worker of its own. */

const EPOCH_MS = Date.UTC(2024, 0, 1); // when each run begins, as with QEMU's -icount
const COUNTER_WRAPS = 2 ** 32;

/** The real time, in milliseconds. */
export const realNow = performance.now.bind(performance);

export class Clock {
    /** @param {number} rate Instructions that take a millisecond. */
    constructor(rate) {
        this.rate = rate;
        /** @type {Int32Array | Uint32Array} */
        this.counter = new Uint32Array(1); // until the CPU is there: see count
        this.before = 0;
        this.executed = 0;
        this.slept = 0; // what the CPU has waited for, in instructions that it could have executed
    }

    /** From now on the instructions are those that COUNTER counts.
     * @param {Int32Array | Uint32Array} counter */
    count(counter) {
        this.counter = counter;
        this.before = counter[0] >>> 0;
    }

    /** The CPU's counter has 32 bits, which are over after 43 seconds at 100,000 a millisecond. */
    instructions() {
        const now = this.counter[0] >>> 0;
        this.executed += now - this.before + (now < this.before ? COUNTER_WRAPS : 0);
        this.before = now;
        return this.executed + this.slept;
    }

    milliseconds() {
        return this.instructions() / this.rate;
    }

    /** While the CPU waits for an interrupt it counts nothing, so that no time would go on.
     * @param {number} milliseconds */
    sleep(milliseconds) {
        this.slept += milliseconds * this.rate;
    }

    save() {
        this.instructions();
        return {executed: this.executed, slept: this.slept};
    }

    /** @param {{executed: number, slept: number}} saved */
    restore({executed, slept}) {
        this.before = this.counter[0] >>> 0;
        Object.assign(this, {executed, slept});
    }
}

let current = new Clock(1);

/** Whose time it is: of several machines the one that runs.
 * @param {Clock} clock */
export function setClock(clock) {
    current = clock;
}

/* To wait between two steps v86 would begin a worker that is made of a text, which a strict page
 * forbids; here it need not wait at all. Node has none. */
Object.assign(globalThis, {Worker: undefined});

/* Defined, not assigned: in Node 18 it is read-only. */
Object.defineProperty(performance, "now", {
    value: () => current.milliseconds(),
    configurable: true,
    writable: true,
});
Date.now = () => EPOCH_MS + current.milliseconds();
