/* The book's examples come out in the simulator as the book's figures and numbers have them. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {BOOK, example} from "../../web/lab/book.mjs";
import {format} from "../../web/lab/workload.mjs";
import {loadSimulator} from "./simulators.mjs";

const simulator = await loadSimulator();
const predict = (id) => simulator.predict(example(id));

/* Slices as the figures have them: a letter or . for nobody, and so many ticks. */
const FIGURES = {
    "cpu-only": "A4 B4",
    "cpu-and-io": "A3 B5 A2",
    "switch-on-end": "A1 .5 A1 B4",
    "switch-on-io": "A1 B4 .1 A1",
    fifo: "A10 B10 C10",
    convoy: "A100 B10 C10",
    sjf: "B10 C10 A100",
    "sjf-late": "A100 B10 C10",
    stcf: "A10 B10 C10 A90",
    "sjf-response": "A5 B5 C5",
    rr: "A1 B1 C1 A1 B1 C1 A1 B1 C1 A1 B1 C1 A1 B1 C1",
    "io-idle": "A10 .10 A10 .10 A10 .10 A10 .10 A10 B50",
    "io-overlap": "A10 B10 A10 B10 A10 B10 A10 B10 A10 B10",
    "mlfq-long": "A200",
    "mlfq-short": "A100 B20 A80",
    "mlfq-quanta": "A10 B10 A10 B10 A20 B20 A20 B20 A40 B40 A40 B40",
    lottery: "A1 B1 A2 B1 A6 B1 A1 B1 A6",
    stride: "A1 B1 C3 A1 C2",
};

const letters = (slices) =>
    slices.map(([, job, ticks]) => `${job < 0 ? "." : "ABC"[job]}${ticks}`).join(" ");

for (const [id, slices] of Object.entries(FIGURES))
    test(`${id} has the slices of the book`, () =>
        assert.equal(letters(predict(id).slices), slices));

/* Mean turnaround and mean response, where the book gives them. */
const MEANS = {
    fifo: {turnaround: 20},
    convoy: {turnaround: 110},
    sjf: {turnaround: 50},
    "sjf-late": {turnaround: 103.33},
    stcf: {turnaround: 50},
    "sjf-response": {response: 5},
    rr: {response: 1, turnaround: 14},
};

for (const [id, means] of Object.entries(MEANS))
    test(`${id} has the means of the book`, () => {
        const {times} = predict(id);
        for (const [name, mean] of Object.entries(means)) {
            const sum = times.reduce((all, job) => all + job[name], 0);
            assert.equal(Math.round((sum / times.length) * 100) / 100, mean, name);
        }
    });

const share = (byTick, job, first, last) =>
    byTick.slice(first, last).filter((each) => each === job).length;

test("in chapter 4 to run whose I/O is done at once saves ten ticks", () => {
    assert.equal(predict("io-run-later").byTick.length, 31);
    const {byTick} = predict("io-run-immediate");
    assert.equal(byTick.length, 21);
    assert.ok(!byTick.includes(-1));
});

test("a job that waits for I/O stays at the top and waits for nobody", () => {
    assert.equal(predict("mlfq-io").times[1].waiting, 0);
    assert.equal(share(predict("mlfq-io").byTick, 1, 50, 100), 10);
});

test("without a boost the long job starves, with one it has a slice after each", () => {
    assert.equal(share(predict("mlfq-starving").byTick, 0, 110, 210), 0);
    const {byTick} = predict("mlfq-boost");
    assert.equal(share(byTick, 0, 110, 230), 20);
    for (const at of [150, 200]) assert.equal(share(byTick, 0, at, at + 10), 10);
});

test("gaming has nine tenths of the CPU, and with better accounting half", () => {
    assert.equal(share(predict("mlfq-gaming").byTick, 1, 50, 149), 90);
    assert.equal(share(predict("mlfq-gaming").byTick, 0, 50, 149), 9);
    const {byTick} = predict("mlfq-accounting");
    assert.ok(share(byTick, 1, 70, 150) <= 40);
});

test("a lottery of few slices is not quite fair", () => {
    const ends = predict("lottery-fairness").times.map(({turnaround}) => turnaround);
    assert.equal(Math.min(...ends) / Math.max(...ends), 0.65);
});

test("under virtual time equal jobs have 12 of 48 ticks each, and weights are shares", () => {
    const {slices} = predict("fair");
    assert.deepEqual(
        slices.slice(0, 8).map(([start, job]) => [start, job]),
        [0, 12, 24, 36, 48, 60, 72, 84].map((start, i) => [start, i % 4]),
    );
    for (const at of [24, 72, 120]) {
        const {byTick} = predict("fair-weights");
        assert.equal(share(byTick, 0, at, at + 48), 36);
    }
});

test("each example has all that is told of it, and a section of its chapter", () => {
    assert.equal(new Set(BOOK.map(({id}) => id)).size, BOOK.length);
    for (const each of BOOK) {
        for (const name of ["id", "title", "section", "chapter", "words", "text", "what", "scale"])
            assert.ok(each[name], `${each.id}: ${name}`);
        const [number] = each.chapter.split(" ");
        assert.match(each.section, new RegExp(`^OSTEP ${number}[.,]`), each.id);
        assert.match(each.what, /^[A-Z][^.]*(\.\d+[^.]*)?\.$/, `${each.id}: one sentence`);
        assert.equal(format(each.jobs, each.ioTime, each), `workload ${each.text}`, each.id);
        assert.match(each.id, /^[a-z][a-z-]*$/);
    }
});
