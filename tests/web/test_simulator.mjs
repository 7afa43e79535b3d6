/* The simulator of web/lab gives the answers of build/host/schedule, and of OSTEP. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {askHost, loadSimulator, readCases} from "./simulators.mjs";

const simulator = await loadSimulator();
const FILES = ["schedules", "process_run", "extra"];
const POLICIES = "rr fifo sjf stcf mlfq lottery stride fair process-run".split(" ");

const predict = (item, words) =>
    simulator.predict({
        words,
        jobs: item.jobs,
        ioTime: item.io_time,
        tickNs: item.tick_ns,
        programs: item.programs,
        ioLength: item.io_length,
    });

for (const name of FILES)
    test(`the cases of ${name}.json come out as on the host, and as the file says`, () => {
        const cases = readCases(name),
            answers = askHost(cases);
        assert.equal(answers.length, cases.length);
        for (const [i, item] of cases.entries()) {
            const {words, slices, times, activities} = predict(item, answers[i].words);
            assert.deepEqual({words, slices, times}, answers[i], item.id);
            if (item.timeline) assert.deepEqual(slices, item.timeline, item.id);
            if (item.ticks) assert.deepEqual(activities, item.ticks, item.id);
        }
    });

/* Twelve jobs each, of all kinds: what the files above leave out. */
const mixed = (words, seed) => ({
    id: `${words} ${seed}`,
    words,
    io_time: 1 + (seed % 7),
    tick_ns: 999847 + seed,
    jobs: Array.from({length: 12}, (_, i) => ({
        arrival: (i * seed) % 23,
        length: 1 + ((i * 7 + seed * 13) % 40),
        io_every: (i + seed) % 3 === 0 ? 1 + (i % 5) : 0,
        tickets: (i * 37) % 250,
    })),
});

for (const policy of POLICIES)
    test(`mixed jobs under ${policy} come out as on the host, by whole ticks`, () => {
        const cases = [1, 2, 3, 4, 5].map((seed) => mixed(policy, seed));
        for (const [i, answer] of askHost(cases).entries()) {
            const {words, slices, times, byTick} = predict(cases[i], policy);
            assert.deepEqual({words, slices, times}, answer, cases[i].id);
            const [start, , ticks] = slices.at(-1);
            assert.equal(byTick.length, start + ticks);
            for (const [at, job] of slices) assert.equal(byTick[at], job);
        }
    });

const jobs = [{length: 3}, {length: 2, io_every: 1}];
const refusals = {
    "an unknown policy is named, and those that there are": [
        {words: "fast", jobs},
        /^policy `fast`: wrong from `fast` on: policies are rr fifo .* process-run$/,
    ],
    "a wrong value is named, with the range": [
        {words: "rr quantum=0", jobs},
        /wrong from `quantum=0` on: quantum takes 1 to 1000000$/,
    ],
    "a run needs jobs": [{words: "rr", jobs: []}, /^no jobs$/],
    "there are 64 jobs at most": [{words: "rr", jobs: Array(65).fill(jobs[0])}, /more than 64/],
    "a job needs a length": [{words: "rr", jobs: [{length: 0}]}, /without a length/],
    "a number is a whole one": [{words: "rr", jobs: [{length: 1.5}]}, /^length: 1.5 is no whole/],
    "no number is below 0": [
        {words: "rr", jobs: [{length: 1, arrival: -1}]},
        /^arrival: -1 is no whole number from 0 to 4294967295$/,
    ],
    "nor above 32 bits": [{words: "rr", jobs, ioTime: 2 ** 32}, /^ioTime: 4294967296 is no/],
    "a program is one": [{words: "process-run", programs: ["c0"]}, /program/],
    "who does not end is told": [{words: "fifo", jobs: [{length: 100001}]}, /does not end/],
    "a text has its limit": [{words: "x".repeat(70000), jobs}, /more text/],
};

for (const [name, [workload, message]] of Object.entries(refusals))
    test(`${name}, and the next run is right`, () => {
        assert.throws(() => simulator.predict(workload), {name: "Error", message});
        assert.deepEqual(simulator.predict({words: "fifo", jobs}).slices, [
            [0, 0, 3],
            [3, 1, 2],
        ]);
    });

test("a simulator that was stopped midway says why, and begins anew", async () => {
    const stopped = await loadSimulator();
    const page_run = () => {
        throw new WebAssembly.RuntimeError("unreachable");
    };
    stopped.exports = {...stopped.exports, page_run};
    assert.throws(() => stopped.predict({words: "rr", jobs}), {message: "unreachable"});
    assert.equal(stopped.predict({words: "rr", jobs}).byTick.length, 5);
});

test("without a time for I/O there is none, as the guest's workload has it", () => {
    assert.deepEqual(simulator.predict({words: "rr quantum=1", jobs}).byTick, [0, 1, 0, 1, 0]);
    const {times} = simulator.predict({words: "rr quantum=1", jobs, ioTime: 4});
    assert.deepEqual(times[1], {response: 1, turnaround: 7, waiting: 1});
});

test("draws come before the generator", () => {
    const equal = [{length: 2}, {length: 2}];
    for (const draws of [
        [150, 0, 150],
        [0, 150, 0],
    ])
        assert.deepEqual(
            simulator.predict({words: "lottery", jobs: equal, draws}).byTick.slice(0, 3),
            draws.map((draw) => (draw < 100 ? 0 : 1)),
        );
});

test("a program has the table of chapter 4", () => {
    const {activities, slices} = simulator.predict({
        words: "process-run",
        programs: ["c1,i", "c2"],
        ioLength: 3,
    });
    assert.deepEqual(activities.slice(0, 4), [
        ["cpu", "ready"],
        ["io", "ready"],
        ["blocked", "cpu"],
        ["blocked", "cpu"],
    ]);
    assert.deepEqual(slices.at(-1), [5, 0, 1]);
});
