// @ts-check
/* Reads the kernel's processes out of the guest's memory, as GDB would: it asks the kernel
 * nothing and changes nothing. Where things stand the build tells: web/lab/layout.c. */

/** @typedef {{offsets: Record<string, number>, addresses: Record<string, number>}} Layout */
/** @typedef {{
 *     bytes: Uint8Array, directory: number, cycles: number, isAtWork: boolean}} Guest Its memory;
 *     where its page directory lies, and how many cycles have gone by; whether the CPU is at work
 *     within the kernel, so that something may be half done. */
/** @typedef {{
 *     pid: number, parent: number, uid: number, group: number, session: number, name: string,
 *     state: string, blockedOn: string, suspended: boolean, tickets: number, priority: number,
 *     lengthTicks: number, ranTicks: number, runNs: number, createdTick: number,
 *     firstRunTick: number, endedTick: number, yielded: number, preempted: number, calls: number,
 *     pageFaults: number, residentPages: number,
 *     registers: Record<string, number> | null}} Process Ticks that have not come: Infinity. */
/** @typedef {{now: number, isAtWork: boolean, processes: Process[]}} Picture */

const KERNEL_BASE = 0xc0000000,
    STACKS_START = 0xf0000000; // arch/x86/x86.h: in between memory is mapped as it lies
const PRESENT = 1,
    LARGE = 0x80, // in an entry of a page directory
    PAGE_MASK = -(2 ** 12),
    LARGE_MASK = -(2 ** 22);
const SHIFT = 2 ** 22; // arch/x86/timer.c
const NAME_MAX = 32; // abi/process.h, as all that follows
const PROCESSES_MAX = 100_000; // a list that is longer has lost its way
const STATES = ["", "new", "ready", "running", "blocked", "zombie"];
const READY = 2,
    ZOMBIE = 5;
const WAITS = ["-", "sleep", "wait", "console", "rest", "pipe", "poll", "signal", "disk"];
const REGISTERS = ["eip", "esp", "ebp", "eflags", "eax", "ebx", "ecx", "edx", "esi", "edi"];

class Memory {
    /** @param {Guest} guest */
    constructor({bytes, directory}) {
        this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
        this.directory = directory;
    }

    /** Where the kernel's ADDRESS lies in the machine's memory.
     * @param {number} address */
    placeOf(address) {
        if (address >= KERNEL_BASE && address < STACKS_START) return address - KERNEL_BASE;
        const table = this.entry(this.directory, address >>> 22);
        if (table & LARGE) return ((table & LARGE_MASK) >>> 0) + (address & ~LARGE_MASK);
        const page = this.entry(table, (address >>> 12) & 1023);
        return ((page & PAGE_MASK) >>> 0) + (address & ~PAGE_MASK);
    }

    /** @param {number} table
     * @param {number} number */
    entry(table, number) {
        const entry = this.view.getUint32(((table & PAGE_MASK) >>> 0) + 4 * number, true);
        if (!(entry & PRESENT)) throw new RangeError("nothing is mapped there");
        return entry;
    }

    /** @param {number} address */
    word(address) {
        return this.view.getUint32(this.placeOf(address), true);
    }

    /** @param {number} address */
    byte(address) {
        return this.view.getUint8(this.placeOf(address));
    }

    /** @param {number} address */
    long(address) {
        return this.view.getBigUint64(this.placeOf(address), true);
    }

    /** @param {number} address */
    tick(address) {
        const tick = this.long(address);
        return tick === 2n ** 64n - 1n ? Infinity : Number(tick);
    }

    /** @param {number} address */
    text(address) {
        const place = this.placeOf(address);
        const bytes = new Uint8Array(this.view.buffer, this.view.byteOffset + place, NAME_MAX);
        const end = bytes.indexOf(0);
        return new TextDecoder("latin1").decode(bytes.slice(0, end < 0 ? NAME_MAX : end));
    }
}

/** What the CPU has been used for by a thread that has RUN so long; while it has the CPU, that is
 * less what the cycle counter was when it got it. See thread_cycles in kernel/sched/scheduler.h.
 * @param {bigint} run
 * @param {boolean} isRunning
 * @param {number} cycles
 * @param {number} factor */
function nanosecondsOf(run, isRunning, cycles, factor) {
    const used = BigInt.asUintN(64, isRunning ? run + BigInt(Math.floor(cycles)) : run);
    return Number((used * BigInt(factor)) / BigInt(SHIFT));
}

/** @param {Memory} memory
 * @param {Layout} layout
 * @param {Guest} guest
 * @param {number} at
 * @returns {Process} */
function processAt(memory, {offsets, addresses}, {cycles}, at) {
    const word = (/** @type {string} */ name) => memory.word(at + offsets[name]);
    const running = memory.word(addresses.boot_cpu + offsets.running);
    const isRunning = running === at + offsets.thread;
    const state = word("state"),
        top = word("stack"),
        parent = word("parent"),
        group = word("group");
    return {
        pid: word("pid"),
        parent: parent && memory.word(parent + offsets.pid),
        uid: word("uid"),
        group: memory.word(group + offsets.group_id),
        session: memory.word(group + offsets.session),
        name: memory.text(at + offsets.name),
        state: STATES[isRunning && state === READY ? READY + 1 : state] ?? String(state),
        blockedOn: WAITS[word("blocked_on")] ?? String(word("blocked_on")),
        suspended: memory.byte(at + offsets.suspended) !== 0,
        tickets: word("tickets"),
        priority: word("priority"),
        lengthTicks: memory.tick(at + offsets.length_ticks),
        ranTicks: memory.tick(at + offsets.ran_ticks),
        runNs: nanosecondsOf(
            memory.long(at + offsets.run_cycles),
            isRunning,
            cycles,
            memory.word(addresses.nanoseconds_factor),
        ),
        createdTick: memory.tick(at + offsets.created_tick),
        firstRunTick: memory.tick(at + offsets.first_run_tick),
        endedTick: memory.tick(at + offsets.ended_tick),
        yielded: word("yielded"),
        preempted: word("preempted"),
        calls: word("calls"),
        pageFaults: word("page_faults"),
        residentPages: word("resident_pages"),
        registers:
            state === ZOMBIE || !top
                ? null
                : Object.fromEntries(
                      REGISTERS.map((name) => [name, memory.word(top + offsets[name])]),
                  ),
    };
}

/** All processes at this instant, in the order of their pids; null: the kernel has none yet, or is
 * just about to change the list of them.
 * @param {Guest} guest
 * @param {Layout} layout
 * @returns {Picture | null} */
export function pictureOf(guest, layout) {
    const memory = new Memory(guest),
        head = layout.addresses.all_processes,
        processes = [];
    try {
        let node = memory.word(head);
        if (!node) return null;
        while (node !== head && processes.length < PROCESSES_MAX) {
            processes.push(processAt(memory, layout, guest, node - layout.offsets.in_table));
            node = memory.word(node);
        }
    } catch (error) {
        if (error instanceof RangeError) return null;
        throw error;
    }
    const now = memory.tick(layout.addresses.clock_ticks);
    return {now, isAtWork: guest.isAtWork, processes};
}
