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

const ticks = (count) => (count === 1 ? "1 tick" : `${count} ticks`);

test("a question tells of each job when it comes and what it does", () => {
    const comes = [];
    for (const kind of ["mlfq", "stcf", "lottery"])
        for (const seed of SEEDS) {
            const {question, jobs} = problem({kind, seed});
            for (const [i, {arrival, length, io_every, tickets}] of jobs.entries()) {
                const come = arrival ? `comes at tick ${arrival}, ` : "";
                const io =
                    io_every && io_every < length ? `, does an I/O after each ${io_every}` : "";
                const held = tickets ? `, has ${tickets} ticket${tickets === 1 ? "" : "s"}` : "";
                const told = `job ${i} ${come}computes for ${ticks(length)}${io}${held}`;
                assert.match(question, new RegExp(`[:;] ${told}[;.]`), told);
                comes.push(come);
            }
            assert.equal(jobs[0].arrival, 0);
        }
    assert.ok(comes.some((come) => come !== ""));
});

test("a question tells the policy's parameters, and how long an I/O takes", () => {
    for (const seed of SEEDS) {
        const {words, question, ioTime} = problem({kind: "mlfq", seed});
        const [, levels, quantum, boost] = words.match(/levels=(.) quantum=(.) boost=(.*)/);
        assert.ok(question.includes(`${levels} levels with slices of ${ticks(Number(quantum))}`));
        assert.ok(question.includes(boost === "0" ? "no boost" : `boost every ${boost} ticks`));
        assert.ok(question.includes(`an I/O takes ${ticks(ioTime)}`));
    }
});

test("of processes a question tells when the CPU is passed on, and their key is a count", () => {
    const seen = new Set();
    for (const seed of SEEDS) {
        const made = problem({kind: "process-run", seed}),
            {words, question, programs} = made;
        seen.add(words);
        assert.equal(words.includes("switch=end"), question.includes("at an end alone"));
        assert.equal(words.includes("io_done=later"), question.includes("when it is its turn"));
        for (const [i, text] of programs.entries())
            assert.ok(question.includes(`process ${i} is ${text}`));
        assert.match(
            question,
            /How many ticks does it take in all, and in how many is the CPU busy/,
        );
        const key = answer(made, simulator);
        const idle = key.slices.filter(([, job]) => job < 0).reduce((sum, [, , n]) => sum + n, 0);
        assert.equal(key.busy, key.total - idle);
    }
    assert.equal(seen.size, 4);
});

test("what there is no problem of is refused", () => {
    assert.throws(() => problem({kind: "lifo", seed: 1}), /^Error: kind: lifo is none of fifo,/);
    assert.throws(() => problem({kind: "rr", seed: -1}), /seed: -1 is no whole number from 0 to/);
    assert.throws(() => problem({kind: "rr", seed: 1, count: 9}), /count: 9 .* from 1 to 8/);
    assert.throws(() => problem({kind: "rr", seed: 1, longest: 0}), /longest: 0 .* from 1 to 40/);
});
