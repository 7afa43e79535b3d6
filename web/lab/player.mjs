// @ts-check
/* Plays a machine as one plays a film: at a speed, tick by tick, and back. Back is a snapshot from
 * before, and from there the same way again: the same input gives the same run. */
import {TraceReader} from "../timeline/trace.mjs";
import {realNow} from "./clock.mjs";
import {Machine} from "./machine.mjs";
import {pictureOf} from "./memory.mjs";

const TURN_MS = 12; // of real time: so long others have to wait, such as a key
const IDLE_MS = 1000; // a guest that has idled for so long waits for a person, in real time
const SNAPSHOT_TICKS = 100; // between two, at first
const SNAPSHOTS_MAX = 16; // about 3.5 MB each; then the older half is thinned out
const PACE_MS = 10; // to wait until the real time has caught up

/** @typedef {ReturnType<Machine["save"]> & {
 *     tick: number, reader: {tickNs: number | null, rest: Uint8Array}}} Snapshot */
/** @typedef {{
 *     console: (bytes: Uint8Array) => void, trace: (bytes: Uint8Array) => void,
 *     cut: (lengths: {consoleBytes: number, traceBytes: number}) => void,
 *     state: (state: State) => void, picture?: (picture: Picture | null) => void,
 * }} Listener CUT: what came after these bytes has not happened. */
/** @typedef {import("./memory.mjs").Picture & {tick: number, tickNs: number | null}} Picture TICK:
 *     of the player, which counts those of the trace. */
/** @typedef {{playing: boolean, tick: number, instructions: number, failed: boolean,
 *     ended: boolean, crash: string, input: import("./machine.mjs").Input[]}} State */

/** Calls back as soon as what waits has had its turn; setTimeout would wait for 4 ms. */
class Turns {
    /** @param {() => void} turn */
    constructor(turn) {
        this.channel = new MessageChannel();
        this.channel.port1.onmessage = turn;
    }

    next() {
        this.channel.port2.postMessage(null);
    }

    close() {
        this.channel.port1.close();
    }
}

export class Player {
    /** Turns a machine on; play lets it run.
     * @param {import("./machine.mjs").Parts} parts
     * @param {import("./machine.mjs").Settings} settings
     * @param {Listener} listener */
    static async boot(parts, settings, listener) {
        return new Player(await Machine.boot(parts, settings), listener);
    }

    /** @param {Machine} machine
     * @param {Listener} listener */
    constructor(machine, listener) {
        this.machine = machine;
        this.listener = listener;
        this.turns = new Turns(() => this.turn());
        this.reader = new TraceReader();
        this.tick = 0;
        this.target = Infinity; // the tick at which to pause
        this.playing = false;
        this.isAsked = false; // for the next turn
        this.speed = Infinity; // guest time by real time
        this.interval = SNAPSHOT_TICKS;
        /** @type {Snapshot[]} */
        this.snapshots = [];
        machine.onConsole = listener.console;
        machine.onTrace = (bytes) => this.take(bytes);
        this.pace = {real: 0, guest: 0};
        this.isWaiting = false;
        this.snap();
        this.tell();
    }

    /** @param {Uint8Array} bytes */
    take(bytes) {
        for (const {kind} of this.reader.push(bytes)) if (kind === "tick") this.tick++;
        this.listener.trace(bytes);
    }

    tell() {
        const {machine} = this;
        this.listener.state({
            playing: this.playing,
            tick: this.tick,
            instructions: machine.clock.instructions(),
            failed: machine.end?.failed ?? false,
            ended: machine.end !== null,
            crash: machine.end?.crash ?? "",
            input: machine.input,
        });
    }

    /** Tells the listener of all processes at this instant, and changes nothing.
     * @param {import("./memory.mjs").Layout} layout */
    look(layout) {
        const picture = pictureOf(this.machine.look(), layout);
        const {tick} = this,
            {tickNs} = this.reader;
        this.listener.picture?.(picture && {...picture, tick, tickNs});
    }

    /* --- Forward --- */

    play() {
        if (this.machine.end || this.playing) return;
        this.playing = true;
        this.target = Infinity;
        this.setPace();
        this.tell();
        this.ask();
    }

    pause() {
        this.playing = false;
        this.tell();
    }

    /** @param {number} speed 1: real time; Infinity: as fast as it goes. */
    setSpeed(speed) {
        this.speed = speed;
        this.setPace();
    }

    /** From now on, so much guest time in so much real time. */
    setPace() {
        this.pace = {real: realNow(), guest: this.machine.clock.milliseconds()};
        this.isWaiting = this.machine.idleMs > IDLE_MS;
    }

    /** @param {number} ticks */
    step(ticks) {
        this.goTo(this.tick + ticks);
    }

    ask() {
        if (this.isAsked) return;
        this.isAsked = true;
        this.turns.next();
    }

    turn() {
        this.isAsked = false;
        if (!this.playing) return;
        const {machine} = this;
        const until = this.until();
        machine.advance(TURN_MS, () => machine.clock.milliseconds() >= until || this.isThere());
        if (this.isThere() || machine.end) this.playing = false;
        else if (this.tick >= this.snapshots[this.snapshots.length - 1].tick + this.interval)
            this.snap();
        this.tell();
        if (!this.playing) return;
        if (machine.clock.milliseconds() >= until) setTimeout(() => this.ask(), PACE_MS);
        else this.ask();
    }

    /** How far the guest's time may go on now, in milliseconds: as far as it likes if a tick is to
     * be reached, or if it may go as fast as it can and does not wait for a person. */
    until() {
        const {idleMs} = this.machine;
        if (this.isWaiting !== idleMs > IDLE_MS) this.setPace();
        const speed = this.isWaiting ? Math.min(this.speed, 1) : this.speed;
        if (this.target < Infinity || speed === Infinity) return Infinity;
        return this.pace.guest + (realNow() - this.pace.real) * speed;
    }

    /** A tick to be reached is seen within a millisecond of guest time, so that the run stands
     * still at the same moment whenever it goes there. */
    isThere() {
        if (this.target < Infinity) this.machine.tell();
        return this.tick >= this.target;
    }

    /** @param {Uint8Array} bytes What was to be typed after this moment is not. */
    type(bytes) {
        this.machine.forgetInput();
        this.machine.type(bytes);
        this.machine.idleMs = 0;
        this.tell(); // a link has it, though time may stand still
        this.ask();
    }

    /* --- Back --- */

    snap() {
        const {tickNs, rest} = this.reader;
        this.snapshots.push({...this.machine.save(), tick: this.tick, reader: {tickNs, rest}});
        if (this.snapshots.length <= SNAPSHOTS_MAX) return;
        this.snapshots = this.snapshots.filter((_, place) => place % 2 === 0);
        this.interval *= 2;
    }

    /** Goes to TICK, forward or back, and pauses there.
     * @param {number} tick */
    goTo(tick) {
        const target = Math.max(tick, 0);
        if (target < this.tick) this.goBack(target);
        this.target = target;
        this.playing = !this.machine.end && this.tick < target;
        this.ask();
        this.tell();
    }

    /** @param {number} tick */
    goBack(tick) {
        while (this.snapshots.length > 1 && this.snapshots[this.snapshots.length - 1].tick > tick)
            this.snapshots.pop();
        const snapshot = this.snapshots[this.snapshots.length - 1];
        this.machine.restore(snapshot);
        Object.assign(this.reader, snapshot.reader);
        this.tick = snapshot.tick;
        this.listener.cut(snapshot);
    }

    close() {
        this.playing = false;
        this.turns.close();
    }
}
