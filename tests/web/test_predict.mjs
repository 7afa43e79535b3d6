/* What a student predicts, and how it is marked: web/lab/predict.mjs. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {Guess, IDLE, isOver, marks, realByTick, runsOf, TICKS_MAX} from "../../web/lab/predict.mjs";
import {Chart} from "../../web/timeline/chart.mjs";
import {loadSimulator} from "./simulators.mjs";
import {EVENTS, traceOf} from "./traces.mjs";

function guessOf(...sets) {
    const guess = new Guess();
    for (const [from, to, job] of sets) guess.set(from, to, job);
    return guess;
}

function chartOf(events) {
    const chart = new Chart({policy: "rr"});
    chart.push(traceOf(events));
    return chart;
}

/* --- What is said --- */

test("a stretch is said, in either direction, and said again otherwise", () => {
    assert.deepEqual(guessOf([0, 3, 0]).ticks, [0, 0, 0]);
    assert.deepEqual(guessOf([4, 2, 1]).ticks, [null, null, 1, 1]);
    assert.deepEqual(guessOf([0, 4, 0], [1, 3, IDLE]).ticks, [0, IDLE, IDLE, 0]);
});

test("what is taken back is not said, at the end least of all", () => {
    assert.deepEqual(guessOf([0, 4, 2], [1, 2, null], [3, 9, null]).ticks, [2, null, 2]);
    assert.deepEqual(guessOf([0, 4, 2], [0, 4, null]).ticks, []);
});

test("each step can be undone and done again, clear too", () => {
    const guess = guessOf([0, 2, 0], [2, 4, 1]);
    guess.clear();
    const seen = [guess.ticks];
    while (guess.canUndo) {
        guess.undo();
        seen.push(guess.ticks);
    }
    assert.deepEqual(seen, [[], [0, 0, 1, 1], [0, 0], []]);
    while (guess.canRedo) {
        guess.redo();
        assert.deepEqual(guess.ticks, seen.at(-2));
        seen.pop();
    }
    guess.redo();
    assert.deepEqual(guess.ticks, []);
});

test("what is said after an undo replaces what was undone", () => {
    const guess = guessOf([0, 2, 0], [2, 4, 1]);
    guess.undo();
    guess.set(2, 3, 2);
    assert.ok(!guess.canRedo);
    assert.deepEqual(guess.ticks, [0, 0, 2]);
    guess.undo();
    assert.deepEqual(guess.ticks, [0, 0]);
});

test("what changes nothing is no step", () => {
    const guess = guessOf([0, 2, 0], [0, 2, 0], [5, 6, null], [1, 1, 3]);
    guess.undo();
    assert.ok(!guess.canUndo);
    guess.clear();
    assert.ok(!guess.canUndo);
});

test("nothing is said of ticks or jobs that there cannot be", () => {
    for (const [from, to] of [
        [-1, 2],
        [0, TICKS_MAX + 1],
        [0.5, 2],
        [0, Number.NaN],
    ])
        assert.throws(() => guessOf([from, to, 0]), /not within 0 to 10000/);
    for (const job of [64, -2, 1.5, undefined, "1"])
        assert.throws(() => guessOf([0, 2, job]), /is no job/);
    assert.equal(guessOf([0, TICKS_MAX, 63]).ticks.length, TICKS_MAX);
});

/* --- In a link --- */

const TEXTS = {
    "": [],
    "0x3.1.ix2.u.0": [0, 0, 0, 1, IDLE, IDLE, null, 0],
    "ux2.63": [null, null, 63],
    "0.1.0.1": [0, 1, 0, 1],
};

for (const [text, ticks] of Object.entries(TEXTS))
    test(`\`${text}\` stands for a schedule and back`, () => {
        const guess = Guess.parse(text);
        assert.deepEqual(guess.ticks, ticks);
        assert.equal(String(guess), text);
        assert.ok(!guess.canUndo);
        assert.equal(encodeURIComponent(text), text);
    });

for (const text of [
    "0x",
    "x3",
    "64",
    "-1",
    "0x0",
    "0..1",
    "0 1",
    "9999x1",
    "0x10001",
    "0x9999.1x2",
])
    test(`\`${text}\` is no schedule`, () =>
        assert.throws(() => Guess.parse(text), /^Error: not a predicted schedule: `/));

test("of what a text says nothing at its end is not kept", () => {
    assert.equal(String(Guess.parse("0x2.ux5")), "0x2");
});

/* --- Marks --- */

test("each tick is right, wrong or not said, and the score is of all", () => {
    const {ticks, ...sums} = marks([0, 1, null, IDLE], [0, 0, 1, IDLE, 1]);
    assert.deepEqual(ticks, ["right", "wrong", "unsaid", "right", "unsaid"]);
    assert.deepEqual(sums, {right: 2, wrong: 1, unsaid: 2, score: 0.4});
});

test("who is said to have the CPU behind the end costs, that nobody has it does not", () => {
    assert.equal(marks([0, 0, IDLE, IDLE], [0, 0]).score, 1);
    assert.deepEqual(marks([0, 0, 0, 0], [0, 0]), {
        ticks: ["right", "right", "wrong", "wrong"],
        right: 2,
        wrong: 2,
        unsaid: 0,
        score: 0.5,
    });
});

test("nothing said of nothing is no score", () => assert.equal(marks([], []).score, 0));

test("the simulator's own schedule is all right", async () => {
    const simulator = await loadSimulator();
    const jobs = [{length: 5}, {length: 4, io_every: 2}, {arrival: 3, length: 6}];
    const {byTick, slices} = simulator.predict({words: "rr quantum=2", jobs, ioTime: 3});
    const guess = guessOf(...slices.map(([start, job, ticks]) => [start, start + ticks, job]));
    assert.equal(marks(guess.ticks, byTick).score, 1);
    assert.deepEqual(
        runsOf(guess.ticks),
        slices.map(([, job, ticks]) => [job, ticks]),
    );
    assert.equal(marks(Guess.parse(String(guess)).ticks, byTick).score, 1);
});

/* --- What really happened --- */

test("the trace tells who had the CPU in each tick, until the last job ends", () => {
    const chart = chartOf(EVENTS);
    assert.deepEqual(realByTick(chart), [0, 0, 1, 2, 1, 0]);
    assert.ok(isOver(chart));
});

test("of a run that goes on there is what has come so far", () => {
    const chart = chartOf(EVENTS.filter(([time]) => time < 4500));
    assert.deepEqual(realByTick(chart), [0, 0, 1]);
    assert.ok(!isOver(chart));
    assert.deepEqual(realByTick(chartOf([])), []);
    assert.ok(!isOver(chartOf([])));
});

test("time 0 lies before the first job by its arrival, and others count as nobody", () => {
    const chart = new Chart({policy: "rr", firstArrival: 1});
    chart.push(traceOf([[5, "tick", 3, {a: 0}], ...EVENTS]));
    assert.deepEqual(realByTick(chart), [IDLE, 0, 0, 1, 2, 1, 0]);
});
