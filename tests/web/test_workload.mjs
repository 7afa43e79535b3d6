/* Workloads in the guest's words: web/lab/workload.mjs. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {format, JOBS_MAX, parse} from "../../web/lab/workload.mjs";
import {loadSimulator} from "./simulators.mjs";

const job = (arrival, length, io_every = 0, tickets = 0) => ({arrival, length, io_every, tickets});

const READ = {
    "0,10 5,4": {jobs: [job(0, 10), job(5, 4)], ioTime: 0},
    "workload --io-time 6 0,30 0,12,4 8,16 20,6": {
        jobs: [job(0, 30), job(0, 12, 4), job(8, 16), job(20, 6)],
        ioTime: 6,
    },
    "  0,3,0,75\n\n0,3,0,25\n": {jobs: [job(0, 3, 0, 75), job(0, 3, 0, 25)], ioTime: 0},
    "--io-time 3 --draws 5,7 --io-time 4 007,2": {jobs: [job(7, 2)], ioTime: 4, draws: [5, 7]},
    "4294967295,4294967295,4294967295,1000000": {
        jobs: [job(4294967295, 4294967295, 4294967295, 1000000)],
        ioTime: 0,
    },
    "c2,i,c1 c3": {jobs: [], programs: ["c2,i,c1", "c3"], ioTime: 5, ioLength: 5},
    "--io-time 0 i": {jobs: [], programs: ["i"], ioTime: 0, ioLength: 0},
};

for (const [text, workload] of Object.entries(READ))
    test(`\`${text.trim()}\` is read`, () => assert.deepEqual(parse(text), workload));

test("as much as the guest takes is read", () => {
    assert.equal(parse(Array(JOBS_MAX).fill("0,1").join("\n")).jobs.length, 64);
    assert.equal(parse(`--draws ${Array(511).fill(1)} 0,5`).draws.length, 511);
    assert.deepEqual(parse("c1234567890").programs, ["c1234567890"]);
});

const REFUSED = {
    "": /^there are no jobs$/,
    workload: /^there are no jobs$/,
    "--io-time 5": /^there are no jobs$/,
    5: /^`5`: a job is ARRIVAL,LENGTH\[,IO_EVERY/,
    "1,2,3,4,5": /^`1,2,3,4,5`: a job is ARRIVAL,LENGTH/,
    "0,10 0,x": /^`0,x`: LENGTH is a whole number from 0 to 4294967295$/,
    "0,10 -1,5": /^`-1,5`: ARRIVAL is/,
    "0,1.5": /^`0,1.5`: LENGTH is/,
    "0,1e3": /^`0,1e3`: LENGTH is/,
    "0,": /^`0,`: LENGTH is/,
    "0,4294967296": /^`0,4294967296`: LENGTH is/,
    "0,0": /^`0,0`: LENGTH is 1 at least$/,
    "0,5,0,1000001": /^`0,5,0,1000001`: TICKETS is a whole number from 0 to 1000000$/,
    "c2,i,c0": /^`c2,i,c0`: `c0` is neither cN/,
    "c2,,c1": /^`c2,,c1`: `` is neither/,
    c12345678901: /^`c12345678901`: `c12345678901` is neither/,
    spin: /^`spin`: `spin` is neither cN, which computes for N ticks, nor i, an I\/O$/,
    "0,5 c2": /^`c2`: programs and other jobs cannot be mixed$/,
    "c2 0,5": /^`0,5`: programs and other jobs cannot be mixed$/,
    "--disk 0,5,1": /^`--disk`: .*nobody can predict/,
    "--fast 0,5": /^`--fast`: options are --io-time N and --draws N,...$/,
    "--io-time": /^`--io-time`: it needs a value$/,
    "--io-time x 0,5": /^`x`: io-time is a whole number/,
    "--draws 1,,2 0,5": /^`1,,2`: draws is a whole number/,
    [`--draws ${Array(512).fill(1)} 0,5`]: /^`--draws`: there are 511 of them at most$/,
    [`${Array(JOBS_MAX).fill("0,1").join(" ")} 7,7`]: /^`7,7`: there are 64 jobs at most$/,
};

for (const [text, message] of Object.entries(REFUSED))
    test(`\`${text.slice(0, 40)}\` is refused`, () =>
        assert.throws(() => parse(text), {name: "Error", message}));

test("a command is as short as it can be", () => {
    assert.equal(
        format([job(0, 10), {length: 4, io_every: 2}], 3),
        "workload --io-time 3 0,10 0,4,2",
    );
    assert.equal(format([job(0, 3, 0, 75)], 0), "workload 0,3,0,75");
    assert.equal(format([], 5, {programs: ["c2,i", "c3"]}), "workload c2,i c3");
    assert.equal(format([], 0, {programs: ["i"]}), "workload --io-time 0 i");
    assert.equal(format([job(0, 3)], 0, {draws: [1, 2]}), "workload --draws 1,2 0,3");
});

test("what is formatted is read as it was", () => {
    for (const text of Object.keys(READ)) {
        const workload = parse(text);
        assert.deepEqual(parse(format(workload.jobs, workload.ioTime, workload)), workload, text);
    }
});

test("what is read can be predicted, draws and programs too", async () => {
    const simulator = await loadSimulator();
    const predict = (words, text) => simulator.predict({words, ...parse(text)});
    assert.deepEqual(predict("rr quantum=1", "--io-time 2 0,2,1 0,2").byTick, [0, 1, 1, 0]);
    assert.deepEqual(predict("lottery", "--draws 150,50,150 0,2 0,2").byTick, [1, 0, 1, 0]);
    assert.equal(predict("process-run", "--io-time 3 c2,i,c1 c3").byTick.length, 8);
    assert.throws(() => predict("rr", "--draws 1 0,2"), /wrong from `draws=1` on/);
});
