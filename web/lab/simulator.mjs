// @ts-check
/* What the kernel's policies make of a workload, without the kernel: tools/schedule, built as
 * WebAssembly (`make build/web/schedule.wasm`). A policy is not written twice: what answers here
 * is the file of kernel/policy/ that the kernel is built from. */

/**
 * @typedef {{arrival?: number, length: number, io_every?: number, tickets?: number}} Job
 * @typedef {{response: number, turnaround: number, waiting: number}} Times
 * @typedef {[start: number, job: number, ticks: number]} Slice job -1: nobody has the CPU
 *
 * @typedef {object} Workload
 * @property {string} words the policy, as on the boot line: "mlfq levels=3 quantum=2,4,8"
 * @property {Job[]} [jobs]
 * @property {number} [ioTime] ticks that an I/O takes; 0, or missing: jobs have none
 * @property {number} [tickNs] nanoseconds from tick to tick, which `fair` counts
 * @property {string[]} [programs] instead of jobs, as OSTEP 4 has them: "c2,i,c1"
 * @property {number} [ioLength] ticks that an I/O of a program takes
 * @property {number[]} [draws] what the lottery draws before its generator does
 *
 * @typedef {object} Prediction
 * @property {string} words the policy with all its parameters
 * @property {Slice[]} slices
 * @property {Times[]} times of each job
 * @property {number[]} byTick who has the CPU in each tick
 * @property {string[][]} activities of programs, for each tick what each of them is: "cpu", "io",
 * "io_done" (these have the CPU), "ready", "blocked" or "done"
 *
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => number} page_policies
 * @property {() => void} page_clear
 * @property {(size: number) => number} page_text
 * @property {(arrival: number, length: number, ioEvery: number, tickets: number) => number} page_add
 * @property {(program: number) => number} page_add_program
 * @property {(words: number, ioTime: number, tickNs: number) => number} page_run
 * @property {() => number} page_problem
 * @property {() => number} page_words
 * @property {() => number} page_slice_count
 * @property {() => number} page_slices
 * @property {() => number} page_times
 * @property {(tick: number, job: number) => number} page_activity
 * @property {(activity: number) => number} page_word
 */

const PROGRAM_IO_TICKS = 5;
const TICK_STANDARD_NS = 1e6; // of build/host/schedule, too
const SLICE_WORDS = 3; // start, job, ticks
const TIMES_WORDS = 4; // response, turnaround, waiting, finish

/** A number that is missing is 0.
 * @param {number | undefined} value
 * @param {string} name */
function number32(value, name) {
    const number = value ?? 0;
    if (!Number.isInteger(number) || number < 0 || number >= 2 ** 32)
        throw new Error(`${name}: ${number} is no whole number from 0 to 4294967295`);
    return number;
}

/** @param {WebAssembly.Module} module
 * @returns {Exports} */
function start(module) {
    const {exports} = new WebAssembly.Instance(module);
    return /** @type {Exports} */ (/** @type {unknown} */ (exports));
}

export class Simulator {
    /** @param {WebAssembly.Module} module */
    constructor(module) {
        this.module = module;
        this.exports = start(module);
    }

    /** @param {BufferSource} bytes of build/web/schedule.wasm */
    static async load(bytes) {
        return new Simulator(await WebAssembly.compile(bytes));
    }

    /** A line for each policy: `mlfq levels=1-8 quantum=1-1000000,... charge=tick|time`. */
    policies() {
        return this.readText(this.exports.page_policies()).trim().split("\n");
    }

    /** What becomes of WORKLOAD. Throws an Error that says what is wrong with it.
     * @param {Workload} workload
     * @returns {Prediction} */
    predict(workload) {
        try {
            return this.run(workload);
        } catch (error) {
            if (!(error instanceof WebAssembly.RuntimeError)) throw error;
            const problem = this.readProblem();
            this.exports = start(this.module); // the old one was stopped midway
            throw new Error(problem || error.message);
        }
    }

    /** @param {Workload} workload
     * @returns {Prediction} */
    run(workload) {
        const {exports} = this;
        const {words, jobs = [], ioTime = 0, programs, ioLength, draws = []} = workload;
        const {tickNs = TICK_STANDARD_NS} = workload;
        exports.page_clear();
        if (programs) for (const program of programs) this.addProgram(program);
        else for (const job of jobs) this.addJob(job, ioTime);
        const ioTicks = programs
            ? number32(ioLength ?? PROGRAM_IO_TICKS, "ioLength")
            : number32(ioTime, "ioTime");
        const address = this.writeText(draws.length ? `${words} draws=${draws}` : words);
        this.expect(exports.page_run(address, ioTicks, number32(tickNs, "tickNs")));
        return {
            words: this.readText(exports.page_words()),
            slices: this.readSlices(),
            times: this.readTimes((programs ?? jobs).length),
            byTick: this.readSlices().flatMap(([, job, ticks]) => new Array(ticks).fill(job)),
            activities: programs ? this.readActivities(programs.length) : [],
        };
    }

    /** Without a time for it there is no I/O, as the guest's `workload` has it.
     * @param {Job} job
     * @param {number} ioTime */
    addJob({arrival, length, io_every, tickets}, ioTime) {
        this.expect(
            this.exports.page_add(
                number32(arrival, "arrival"),
                number32(length, "length"),
                ioTime ? number32(io_every, "io_every") : 0,
                number32(tickets, "tickets"),
            ),
        );
    }

    /** @param {string} program */
    addProgram(program) {
        this.expect(this.exports.page_add_program(this.writeText(program)));
    }

    /** @param {number} isRight what the module answers */
    expect(isRight) {
        if (!isRight) throw new Error(this.readProblem());
    }

    /** @param {string} text
     * @returns {number} where it lies */
    writeText(text) {
        const bytes = new TextEncoder().encode(`${text}\0`);
        const address = this.exports.page_text(bytes.length);
        if (address === 0) throw new Error("more text than there is room for");
        new Uint8Array(this.exports.memory.buffer).set(bytes, address);
        return address;
    }

    /** @param {number} address
     * @returns {string} */
    readText(address) {
        const bytes = new Uint8Array(this.exports.memory.buffer);
        return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
    }

    /** @returns {string} */
    readProblem() {
        return this.readText(this.exports.page_problem()).trim();
    }

    /** COUNT rows of WIDTH numbers each.
     * @param {number} address
     * @param {number} count
     * @param {number} width
     * @returns {number[][]} */
    readRows(address, count, width) {
        const numbers = new Int32Array(this.exports.memory.buffer, address, count * width);
        return Array.from({length: count}, (_, row) => [
            ...numbers.subarray(row * width, (row + 1) * width),
        ]);
    }

    /** @returns {Slice[]} */
    readSlices() {
        const {exports} = this;
        const rows = this.readRows(exports.page_slices(), exports.page_slice_count(), SLICE_WORDS);
        return rows.map(([start, job, ticks]) => [start, job, ticks]);
    }

    /** @param {number} jobCount
     * @returns {Times[]} */
    readTimes(jobCount) {
        const rows = this.readRows(this.exports.page_times(), jobCount, TIMES_WORDS);
        return rows.map(([response, turnaround, waiting]) => ({response, turnaround, waiting}));
    }

    /** @param {number} jobCount
     * @returns {string[][]} */
    readActivities(jobCount) {
        const {exports} = this;
        const [start, , ticks] = this.readSlices().at(-1) ?? [0, 0, 0];
        return Array.from({length: start + ticks}, (_, tick) =>
            Array.from({length: jobCount}, (_, job) =>
                this.readText(exports.page_word(exports.page_activity(tick, job))),
            ),
        );
    }
}
