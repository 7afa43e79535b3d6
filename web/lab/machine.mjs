// @ts-check
/* Robin in v86, a PC in JavaScript and WebAssembly: boots it, lets it run for a while at a time,
 * types, takes snapshots. All that goes in and comes out passes here, so that the same input
 * gives the same run (see clock.mjs). Works in a browser's worker and in Node. */

import "./clock.mjs"; // before v86, which keeps the performance.now that it finds
import {V86} from "v86";
import {Clock, realNow, setClock} from "./clock.mjs";
import {RATE} from "./rate.mjs";

export const MEMORY_MIB = 64; // v86 has no less

const EXIT_PORT = 0xf4; // arch/x86/machine.c
const EXIT_FAILED = 0x11;
const INPUT_MAX = 64; // bytes at once: the kernel takes them all in one interrupt
const SLEEP_MIN_MS = 0.001; // even an interrupt that is due takes a while to come
const NANOSECONDS = 1e6; // a millisecond; and cycles
const PIT_KHZ = 1193.1816666; // as v86 has it
const PIT_SQUARE = 3; // the mode in which the kernel has the timer tick

/** @typedef {{at: number, bytes: Uint8Array}} Input What was typed, and after how many
 *     instructions, those that the CPU could have executed while it waited among them. */
/** @typedef {{wasm: WebAssembly.Module, kernel: ArrayBuffer, archive: ArrayBuffer}} Parts */
/** @typedef {{line: string, rate?: number, jit?: boolean, memoryMiB?: number, input?: Input[]}}
 *     Settings LINE: the words of the boot command line. INPUT: typed again, as it was. */

/** Bytes that come one by one, and are wanted together. */
class Collected {
    constructor() {
        this.total = 0;
        /** @type {number[]} */
        this.bytes = [];
    }

    /** @param {number} byte */
    push(byte) {
        this.bytes.push(byte);
        this.total++;
    }

    take() {
        const bytes = Uint8Array.from(this.bytes);
        this.bytes = [];
        return bytes;
    }
}

/** A disk controller without disks leaves holes in its list of port ranges, over which v86's
 * restore_state stumbles.
 * @param {({pci_bars: any[]} | undefined)[]} devices */
function fillBars(devices) {
    for (const device of devices)
        for (const [number, bar] of (device?.pci_bars ?? []).entries())
            if (device && !bar) device.pci_bars[number] = {size: 0, entries: []};
}

/** @param {Parts} parts
 * @param {Settings} settings
 * @returns {Promise<any>} v86, with those of its parts that it does not tell of. */
async function load({wasm, kernel, archive}, {line, jit = true, memoryMiB = MEMORY_MIB}) {
    const emulator = new V86({
        wasm_fn: async (/** @type {WebAssembly.Imports} */ imports) =>
            (await WebAssembly.instantiate(wasm, imports)).exports,
        memory_size: memoryMiB * 2 ** 20,
        vga_memory_size: 2 ** 20,
        autostart: false,
        disable_speaker: true,
        disable_jit: !jit,
        uart1: true,
        multiboot: {buffer: kernel},
        initrd: {buffer: archive},
        cmdline: `robin.elf ${line}`,
    });
    await new Promise((resolve) => emulator.add_listener("emulator-ready", () => resolve(null)));
    return emulator;
}

export class Machine {
    /** Turns a machine on. It runs when `advance` lets it.
     * @param {Parts} parts
     * @param {Settings} settings */
    static async boot(parts, settings) {
        const clock = new Clock(settings.rate ?? RATE);
        setClock(clock);
        return new Machine(clock, await load(parts, settings), settings.input ?? []);
    }

    /** @param {Clock} clock
     * @param {any} emulator
     * @param {Input[]} input */
    constructor(clock, emulator, input) {
        this.clock = clock;
        this.bus = emulator.bus;
        this.v86 = emulator.v86;
        this.pit = emulator.v86.cpu.devices.pit;
        this.console = new Collected();
        this.trace = new Collected();
        this.onConsole = (/** @type {Uint8Array} */ _bytes) => {};
        this.onTrace = (/** @type {Uint8Array} */ _bytes) => {};
        this.input = input.map((one) => ({...one})).sort((a, b) => a.at - b.at);
        this.typed = 0; // of these
        this.hasTicked = false; // the timer, in the step before
        /** @type {{failed: boolean, crash?: string} | null} */
        this.end = null;
        this.next = 0; // v86's number of the step that is due
        this.idleMs = 0; // of guest time, since the CPU last did more than wait
        this.connect(emulator);
    }

    /** @param {any} emulator */
    connect(emulator) {
        const {v86} = this;
        this.clock.count(v86.cpu.instruction_counter);
        v86.yield = (/** @type {number} */ wait, /** @type {number} */ step) => {
            this.rest(wait);
            this.next = step;
        };
        v86.cpu.io.register_write(EXIT_PORT, this, (/** @type {number} */ value) => {
            this.end = {failed: value === EXIT_FAILED};
        });
        emulator.add_listener("serial0-output-byte", (/** @type {number} */ byte) =>
            this.console.push(byte),
        );
        emulator.add_listener("serial1-output-byte", (/** @type {number} */ byte) =>
            this.trace.push(byte),
        );
        this.alignCycles();
        fillBars(v86.cpu.devices.pci.devices);
        v86.run();
    }

    /** The cycle counter begins with the time. v86 lets it begin a little earlier, and forgets that
     * whenever the counter is set, as restore_state does. It also adds to a time that it is asked
     * for twice: hence the pause. */
    alignCycles() {
        const {cpu} = this.v86;
        cpu.store_current_tsc();
        this.clock.sleep(SLEEP_MIN_MS);
        const [low, high] = cpu.current_tsc;
        const cycles = ((BigInt(high) << 32n) | BigInt(low)) + BigInt(SLEEP_MIN_MS * NANOSECONDS);
        cpu.set_tsc(Number(cycles & 0xffffffffn), Number((cycles >> 32n) & 0xffffffffn));
    }

    /** The CPU has nothing to do for WAIT milliseconds, unless an interrupt comes.
     * @param {number} wait */
    rest(wait) {
        if (!this.v86.cpu.in_hlt[0]) {
            this.idleMs = 0;
            return;
        }
        const pause = Math.max(wait, SLEEP_MIN_MS);
        this.clock.sleep(pause);
        this.idleMs += pause;
    }

    /** Runs until BUDGET_MS of real time are over, UNTIL says so, or the machine is off.
     * @param {number} budgetMs
     * @param {() => boolean} until Asked each millisecond of guest time. */
    advance(budgetMs, until = () => false) {
        setClock(this.clock);
        const deadline = realNow() + budgetMs;
        while (!this.end && !until()) {
            this.typeWhatIsDue();
            this.step();
            if (realNow() >= deadline) break;
        }
        this.tell();
    }

    /** Up to a millisecond of guest time. v86 gives up where a CPU would: at a triple fault. */
    step() {
        const before = this.pit.counter_start_time[0],
            isSet = this.pit.counter_mode[0] === PIT_SQUARE;
        try {
            this.v86.yield_callback(this.next);
        } catch (error) {
            this.end = {failed: true, crash: `v86 gave up: ${error}`};
        }
        this.hasTicked = isSet && this.pit.counter_start_time[0] !== before;
    }

    tell() {
        if (this.console.bytes.length) this.onConsole(this.console.take());
        if (this.trace.bytes.length) this.onTrace(this.trace.take());
    }

    /** @param {Uint8Array} bytes */
    type(bytes) {
        const at = this.comingTick();
        for (let from = 0; from < bytes.length; from += INPUT_MAX)
            this.input.push({at, bytes: bytes.slice(from, from + INPUT_MAX)});
    }

    /** What was to be typed after this moment, in a run that is repeated, is not. What has been typed
     * and is not yet taken, as it comes faster than the machine runs, still is. */
    forgetInput() {
        const coming = this.comingTick() + this.tickLength() / 2;
        const next = this.input.findIndex(({at}, place) => place >= this.typed && at > coming);
        if (next >= 0) this.input.length = next;
    }

    /** In instructions, as all times of what is typed. */
    tickLength() {
        return (this.pit.counter_reload[0] / PIT_KHZ) * this.clock.rate;
    }

    /** When the tick was, or will be, with which comes what is typed now. */
    comingTick() {
        const last = this.pit.counter_start_time[0] * this.clock.rate;
        return this.hasTicked ? last : last + this.tickLength();
    }

    /** What is typed comes with a tick of the timer. With v86's compiler any other moment lies some
     * instructions earlier or later in each run, and what is typed would now come before something
     * else, now after it. A run that is repeated takes the tick that is nearest. */
    typeWhatIsDue() {
        const due = this.input[this.typed];
        if (!due || !this.hasTicked) return;
        const now = this.comingTick();
        if (due.at > now + this.tickLength() / 2) return;
        due.at = now;
        for (const byte of due.bytes) this.bus.send("serial0-input", byte);
        this.typed++;
    }

    /** What can be seen of the machine from outside at this moment.
     * @returns {import("./memory.mjs").Guest} */
    look() {
        const {cpu} = this.v86;
        return {
            bytes: cpu.mem8,
            directory: cpu.cr[3],
            cycles: this.clock.milliseconds() * NANOSECONDS, // to ask v86 for them changes them
            isAtWork: cpu.cpl[0] === 0 && !cpu.in_hlt[0],
        };
    }

    /** All that the machine is at this moment. */
    save() {
        setClock(this.clock);
        return {
            state: this.v86.save_state(),
            clock: this.clock.save(),
            typed: this.typed,
            hasTicked: this.hasTicked,
            end: this.end,
            idleMs: this.idleMs,
            consoleBytes: this.console.total,
            traceBytes: this.trace.total,
        };
    }

    /** Goes back, or forward, to what was saved. What was typed after that is typed again.
     * @param {ReturnType<Machine["save"]>} saved */
    restore(saved) {
        setClock(this.clock);
        this.v86.cpu.store_current_tsc(); // another time than that: see alignCycles
        this.clock.restore(saved.clock); // before the state: the cycle counter is set from both
        this.v86.restore_state(saved.state);
        const {typed, hasTicked, end, idleMs} = saved;
        Object.assign(this, {typed, hasTicked, end, idleMs});
        this.console.total = saved.consoleBytes;
        this.trace.total = saved.traceBytes;
    }
}
