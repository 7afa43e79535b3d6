/* Problems by seed, and their keys: web/lab/problems.mjs. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {answer, KINDS, problem} from "../../web/lab/problems.mjs";
import {Random} from "../../web/lab/random.mjs";
import {format, parse} from "../../web/lab/workload.mjs";
import {loadSimulator} from "./simulators.mjs";

const simulator = await loadSimulator();
const SEEDS = [0, 1, 2, 3, 17, 4294967295, ...Array.from({length: 40}, (_, i) => i * 7919)];

test("the generator is the kernel's: it draws the tickets that a lottery draws", () => {
    const jobs = [1, 2, 3].map((tickets) => ({length: 40, tickets: tickets * 30}));
    for (const seed of [0, 1, 2, 3163493265, 4294967295]) {
        const random = new Random(seed);
        const winners = Array.from({length: 40}, () => {
            const ticket = random.next() % 180;
            return ticket < 30 ? 0 : ticket < 90 ? 1 : 2;
        });
        const {byTick} = simulator.predict({words: `lottery seed=${seed}`, jobs});
        assert.deepEqual(byTick.slice(0, 40), winners, `seed ${seed}`);
    }
});

test("a number between two is each of them at times, and none else", () => {
    const random = new Random(1),
        drawn = Array.from({length: 200}, () => random.between(3, 6));
    assert.deepEqual([...new Set(drawn)].sort(), [3, 4, 5, 6]);
});

for (const kind of KINDS)
    test(`${kind}: the same seed gives the same problem, another one another`, () => {
        assert.deepEqual(problem({kind, seed: 5}), problem({kind, seed: 5}));
        const questions = new Set(SEEDS.map((seed) => problem({kind, seed}).question));
        assert.ok(questions.size >= SEEDS.length - 6, `${questions.size} of ${SEEDS.length}`);
    });

for (const kind of KINDS)
    test(`${kind}: each problem is within its bounds, and has a key`, () => {
        for (const seed of SEEDS)
            for (const [count, longest] of [
                [1, 1],
                [3, 10],
                [8, 40],
            ]) {
                const made = problem({kind, seed, count, longest});
                assert.equal((made.programs ?? made.jobs).length, count);
                for (const {arrival, length, io_every} of made.jobs)
                    assert.ok(length <= longest && arrival <= longest && io_every <= longest);
                const key = answer(made, simulator);
                assert.equal(key.times.length, count);
                assert.ok(key.busy <= key.total && key.total === key.byTick.length);
                assert.deepEqual(parse(format(made.jobs, made.ioTime, made)).jobs, made.jobs);
            }
    });

const byHand = (lengths) => {
    let now = 0;
    return lengths.map((length) => {
        now += length;
        return {response: now - length, turnaround: now, waiting: now - length};
    });
};

test("the key of fifo is what one adds up", () => {
    for (const seed of SEEDS) {
        const made = problem({kind: "fifo", seed, count: 5});
        const times = byHand(made.jobs.map(({length}) => length));
        const key = answer(made, simulator);
        assert.deepEqual(key.times, times);
        const sum = times.reduce((all, {turnaround}) => all + turnaround, 0);
        assert.equal(key.means.turnaround, Math.round(sum * 20) / 100);
    }
});

test("the key of sjf is that of fifo for the lengths in order", () => {
    for (const seed of SEEDS) {
        const made = problem({kind: "sjf", seed, count: 5});
        const sorted = made.jobs.map(({length}) => length).sort((a, b) => a - b);
        const turnarounds = answer(made, simulator).times.map(({turnaround}) => turnaround);
        assert.deepEqual(
            turnarounds.sort((a, b) => a - b),
            byHand(sorted).map(({turnaround}) => turnaround),
        );
    }
});

test("the key of a lottery is what its draws say", () => {
    for (const seed of SEEDS) {
        const made = problem({kind: "lottery", seed});
        const left = made.jobs.map(({length}) => length);
        const winners = made.draws.map((draw) => {
            const holders = made.jobs.map(({tickets}, i) => (left[i] ? tickets : 0));
            const row = holders.flatMap((tickets, i) => Array(tickets).fill(i));
            const winner = row[draw % row.length];
            left[winner]--;
            return winner;
        });
        assert.deepEqual(answer(made, simulator).byTick, winners);
    }
});

test("the lengths of a seed are the same under all policies, to be compared", () => {
    const lengths = (kind) => problem({kind, seed: 9}).jobs.map(({length}) => length);
    for (const kind of KINDS.filter((each) => each !== "process-run"))
        assert.deepEqual(lengths(kind), lengths("fifo"), kind);
});

test("a question tells all that is needed, in words", () => {
    const made = problem({kind: "rr", seed: 1});
    assert.equal(
        made.question,
        "Under rr, everybody in turn, in slices of 3 ticks: job 0 computes for 4 ticks; job 1 " +
            "computes for 8 ticks; job 2 computes for 5 ticks. Who has the CPU in each tick? What " +
            "are the response, turnaround and waiting time of each, and their means?",
    );
    assert.deepEqual(made.asks, ["schedule", "response", "turnaround", "waiting"]);
    assert.deepEqual(answer(made, simulator).means, {response: 3, turnaround: 14, waiting: 8.33});
});

test("what there is no problem of is refused", () => {
    assert.throws(() => problem({kind: "lifo", seed: 1}), /^Error: kind: lifo is none of fifo,/);
    assert.throws(() => problem({kind: "rr", seed: -1}), /seed: -1 is no whole number from 0 to/);
    assert.throws(() => problem({kind: "rr", seed: 1, count: 9}), /count: 9 .* from 1 to 8/);
    assert.throws(() => problem({kind: "rr", seed: 1, longest: 0}), /longest: 0 .* from 1 to 40/);
});
