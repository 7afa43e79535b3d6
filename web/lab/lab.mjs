// @ts-check
/* The run that the page shows: one machine, all that has come out of it so far, and its chart.
 * The panels of the page ask it, and hear of its events:
 *
 *     start: another run has begun        state: of Player, at least once a turn
 *     console (detail: bytes), trace      cut: back to an earlier moment
 *     end: the machine is off             broken (detail: why): there is no machine
 *     picture (detail): what `look` saw   select (detail: of View, or null): a slice is chosen
 */
import {Chart} from "../timeline/chart.mjs";
import {bootLine, STANDARD} from "./bootline.mjs";
import {whyCut} from "./ending.mjs";
import {RATE} from "./rate.mjs";

/** @typedef {import("./bootline.mjs").BootWords & {rate: number, jit: boolean}} LabSettings */

/** @type {LabSettings} */
export const STANDARD_SETTINGS = {...STANDARD, rate: RATE, jit: true};

/** @type {import("./player.mjs").State} */
const START = {
    playing: false,
    tick: 0,
    instructions: 0,
    failed: false,
    ended: false,
    crash: "",
    input: [],
};

/** Bytes that only grow, or are cut. */
class Bytes {
    constructor() {
        this.room = new Uint8Array(4096);
        this.length = 0;
    }

    /** @param {Uint8Array} bytes */
    push(bytes) {
        if (this.length + bytes.length > this.room.length) {
            const wider = new Uint8Array(2 * (this.length + bytes.length));
            wider.set(this.all);
            this.room = wider;
        }
        this.room.set(bytes, this.length);
        this.length += bytes.length;
    }

    get all() {
        return this.room.subarray(0, this.length);
    }
}

export class Lab extends EventTarget {
    /** @param {import("./remote.mjs").Remote} machine */
    constructor(machine) {
        super();
        this.machine = machine;
        this.settings = STANDARD_SETTINGS;
        this.speed = Infinity;
        this.isSecret = false;
        this.console = new Bytes();
        this.trace = new Bytes();
        this.state = START;
        this.chart = this.newChart();
    }

    newChart() {
        const {policy} = this.settings;
        return new Chart({policy: policy.trim().split(/\s+/)[0], words: policy, live: true});
    }

    /** @param {string} name
     * @param {unknown} [detail] */
    tell(name, detail) {
        this.dispatchEvent(new CustomEvent(name, {detail}));
    }

    /** Another run. Throws if SETTINGS cannot be written on a boot line.
     * @param {Partial<LabSettings>} settings What is missing is standard.
     * @param {{input?: import("./machine.mjs").Input[], paused?: boolean, isSecret?: boolean}} [how]
     * isSecret: what the book predicts is not told before the run is over */
    start(settings, {input = [], paused = false, isSecret = false} = {}) {
        const all = {...STANDARD_SETTINGS, ...settings};
        const line = bootLine(all);
        this.settings = all;
        this.isSecret = isSecret;
        this.console = new Bytes();
        this.trace = new Bytes();
        this.state = START;
        this.chart = this.newChart();
        this.tell("start");
        this.machine.boot(
            {line, rate: all.rate, jit: all.jit, input},
            {
                booted: () => {
                    this.machine.ask("setSpeed", this.speed);
                    if (!paused) this.machine.ask("play");
                },
                broken: (why) => {
                    this.cutOff("the machine broke off");
                    this.tell("broken", why);
                },
                console: (bytes) => this.hearConsole(bytes),
                trace: (bytes) => this.hearTrace(bytes),
                cut: (lengths) => this.hearCut(lengths),
                state: (state) => this.hearState(state),
                picture: (picture) => this.tell("picture", picture),
            },
        );
    }

    /** @param {Uint8Array} bytes */
    hearConsole(bytes) {
        this.console.push(bytes);
        this.tell("console", bytes);
    }

    /** @param {Uint8Array} bytes */
    hearTrace(bytes) {
        this.trace.push(bytes);
        this.chart.push(bytes);
        this.tell("trace", bytes);
    }

    /** @param {{consoleBytes: number, traceBytes: number}} lengths */
    hearCut({consoleBytes, traceBytes}) {
        this.console.length = consoleBytes;
        this.trace.length = traceBytes;
        this.chart = this.newChart();
        this.chart.push(this.trace.all);
        this.tell("cut");
    }

    /** @param {import("./player.mjs").State} state */
    hearState(state) {
        const hasEnded = state.ended && !this.state.ended;
        this.state = state;
        if (hasEnded) this.cutOff(whyCut(state, new TextDecoder().decode(this.console.all)));
        this.tell("state");
        if (hasEnded) this.tell("end");
    }

    /** The chart ends here, but not because the run was over.
     * @param {string} reason Empty: it was. */
    cutOff(reason) {
        if (reason) this.chart.know({cut: {reason}});
    }

    /* --- What a person does --- */

    play() {
        this.machine.ask("play");
    }

    pause() {
        this.machine.ask("pause");
    }

    /** @param {number} ticks Back, if less than 0. */
    step(ticks) {
        this.machine.ask("step", ticks);
    }

    /** @param {number} tick */
    goTo(tick) {
        this.machine.ask("goTo", tick);
    }

    /** @param {number} speed Of guest time by real time; Infinity: as fast as it goes. */
    setSpeed(speed) {
        this.speed = speed;
        this.machine.ask("setSpeed", speed);
    }

    /** Asks for a picture of all processes at this instant.
     * @param {import("./memory.mjs").Layout} layout */
    look(layout) {
        this.machine.ask("look", layout);
    }

    /** @param {Uint8Array} bytes */
    type(bytes) {
        this.machine.ask("type", bytes);
    }
}
