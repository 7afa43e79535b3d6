/* What the workload editor of the page is made of, without a page. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {settingsOfAll} from "../../web/lab/all.mjs";
import {BOOK} from "../../web/lab/book.mjs";
import {
    commandOf,
    converted,
    draftOf,
    normal,
    problemsOf,
    withoutRow,
    withRow,
} from "../../web/lab/draft.mjs";
import {compare, foretell, tickNs} from "../../web/lab/foretell.mjs";
import {comparable, join, policyProblem, readPolicies, split} from "../../web/lab/policies.mjs";
import {Setup} from "../../web/lab/setup.mjs";
import {parse} from "../../web/lab/workload.mjs";
import {loadSimulator} from "../web/simulators.mjs";

const simulator = await loadSimulator();
const policies = readPolicies(simulator);
const policy = (name) => policies.find((each) => each.name === name);
const keyOf = (name, key) => policy(name).keys.find((each) => each.name === key);

test("every policy of the kernel is there, with the standard of each parameter", () => {
    assert.deepEqual(comparable(policies), "rr fifo sjf stcf mlfq lottery stride fair".split(" "));
    for (const {name, keys} of policies) {
        const values = Object.fromEntries(keys.map((key) => [key.name, key.standard]));
        const words = [
            name,
            ...Object.entries(values)
                .filter(([, value]) => value)
                .map((pair) => pair.join("=")),
        ];
        assert.equal(policyProblem(simulator, words.join(" ")), null, name);
        assert.equal(join({name, values}, policy(name)), name);
    }
});

test("a parameter is a number, a list, a flag or a choice", () => {
    const {kind, range, standard} = keyOf("mlfq", "quantum");
    assert.deepEqual([kind, range, standard], ["list", "1 to 1000000, or several: 2,4,8", "2,4,8"]);
    assert.equal(keyOf("mlfq", "levels").kind, "number");
    assert.equal(keyOf("mlfq", "io_done_to_front").kind, "flag");
    assert.deepEqual(keyOf("fair", "charge").choices, ["tick", "time"]);
    assert.equal(keyOf("fair", "charge").standard, "tick");
});

test("no parameter lacks words for a person", () => {
    for (const {keys} of policies) for (const {name, title} of keys) assert.notEqual(title, name);
});

test("only what is not standard is said of a policy", () => {
    const choice = split("mlfq levels=3 quantum=2,4,8 boost=0  charge=time");
    assert.equal(join(choice, policy("mlfq")), "mlfq boost=0 charge=time");
    assert.equal(join(split("own key=1")), "own key=1");
});

test("a wrong policy is told with the parameter that is wrong", () => {
    const wrong = (words) => policyProblem(simulator, words);
    assert.deepEqual(wrong("mlfq levels=9 boost=1"), {key: "levels", why: "levels takes 1 to 8"});
    assert.deepEqual(wrong("rr quantum="), {key: "quantum", why: "quantum takes 1 to 1000000"});
    assert.equal(wrong("rr foo").key, null);
    assert.match(wrong("bogus").why, /^policies are rr fifo /);
});

test("each example of the book is the same workload after the table", () => {
    for (const {text, words, id} of BOOK) {
        const draft = draftOf(parse(text));
        assert.deepEqual(problemsOf(draft), [], id);
        assert.equal(commandOf(draft), normal(text), id);
        assert.equal(policyProblem(simulator, words), null, id);
    }
});

const good = draftOf(parse("0,10 5,4,2,300"));
const withField = (row, field, text) => ({
    ...good,
    rows: good.rows.map((each, place) => (place === row ? {...each, [field]: text} : each)),
});

test("a wrong field is told where it is", () => {
    const where = (draft) => problemsOf(draft).map(({row, field}) => [row, field]);
    assert.deepEqual(where(withField(1, "length", "0")), [[1, "length"]]);
    assert.deepEqual(where(withField(0, "arrival", "-1")), [[0, "arrival"]]);
    assert.deepEqual(where(withField(1, "io_every", "x")), [[1, "io_every"]]);
    assert.deepEqual(where(withField(1, "tickets", "1000001")), [[1, "tickets"]]);
    assert.deepEqual(where(withField(0, "length", "1,2")), [[0, "length"]]);
    assert.equal(problemsOf(withField(0, "arrival", "c2"))[0].why, "arrives at: a whole number");
    assert.deepEqual(where({...good, ioTime: "a b"}), [[null, "ioTime"]]);
    assert.deepEqual(where({...good, draws: "1,,2"}), [[null, "draws"]]);
    assert.deepEqual(where({...good, rows: []}), [[null, "rows"]]);
    assert.equal(problemsOf(withField(1, "length", ""))[0].why, "length: 1 at least");
    const programs = draftOf(parse("c1 i"));
    assert.deepEqual(where({...programs, rows: [{program: "c1"}, {program: "c0"}]}), [
        [1, "program"],
    ]);
    assert.deepEqual(where({...programs, rows: [{program: ""}]}), [[0, "program"]]);
});

test("rows come and go, and jobs become programs and jobs again", () => {
    assert.equal(commandOf(withRow(good)), "workload 0,10 5,4,2,300 0,10");
    assert.equal(commandOf(withoutRow(good, 0)), "workload 5,4,2,300");
    const programs = converted("programs", good);
    assert.equal(commandOf(programs), "workload c10 c4");
    assert.equal(commandOf(converted("jobs", programs)), "workload 0,10 0,4");
});

/* --- The prediction beside the run --- */

const settings = {policy: "rr quantum=1", run: "workload 2,2 2,1", hz: 100};
const chartOf = (pids, ended = [50, 40]) => ({
    jobs: [{ended: ended[0]}, {ended: ended[1]}],
    numbers: new Map([
        [4, 0],
        [5, 1],
    ]),
    origin: 0,
    schedule: {ticks: pids.map((pid, i) => ({time: 10 * (i + 1), pid}))},
});

test("a chart gets the book's slices and times of what is run", () => {
    const {facts} = foretell(simulator, settings);
    assert.deepEqual(facts.book, [
        [2, 3, 0],
        [3, 4, 1],
        [4, 5, 0],
    ]);
    assert.equal(facts.firstArrival, 2);
    assert.deepEqual(facts.bookTimes[1], {response: 1, turnaround: 2, waiting: 1});
    assert.deepEqual(foretell(simulator, {...settings, run: "spin 3"}), {
        prediction: null,
        facts: {},
    });
    assert.match(
        foretell(simulator, {...settings, run: "workload 0,999999"}).facts.note,
        /^no prediction: a job that/,
    );
});

test("a run is compared while it goes on, and at its end", () => {
    const {prediction} = foretell(simulator, settings);
    const end = [0, 0, 4, 5, 4];
    assert.equal(compare(chartOf(end), prediction).note, "as the book says, tick for tick");
    assert.equal(
        compare(chartOf(end.slice(0, 4), [null, 40]), prediction).note,
        "so far as the book says",
    );
    assert.deepEqual(compare(chartOf([0, 0, 5, 4, 4]), prediction), {
        note: "differs in tick 2: the book has job 0, here it is job 1",
        difference: 2,
    });
    assert.equal(
        compare(chartOf([0, 3, 4, 5, 4]), prediction).note,
        "differs in tick 1: the book has nobody, here it is another process",
    );
    assert.equal(compare(chartOf([0, 0, 4, 5]), prediction).difference, 4);
    const short = compare({...chartOf([5]), tickNs: 999847}, prediction);
    assert.match(short.note, / \(at more than 250 ticks a second some are lost here\)$/);
});

test("a tick is as long as the kernel's", () => {
    assert.equal(tickNs(100), 10000150);
    assert.equal(tickNs(1000), 999847);
});

/* --- What is set --- */

const fresh = () => new Setup(simulator);

test("the table and the command are in step, and what is wrong is not taken", () => {
    const setup = fresh();
    setup.setText("workload --io-time 3 0,5 1,4,2");
    assert.equal(setup.draft.rows[1].io_every, "2");
    setup.setDraft(withoutRow(setup.draft, 0));
    assert.equal(setup.text, "workload --io-time 3 1,4,2");
    const {settings} = setup;
    setup.setText("workload 0,x");
    assert.match(setup.textProblem, /^`0,x`: LENGTH is/);
    assert.equal(setup.isRight, false);
    assert.equal(setup.settings, settings);
    setup.setDraft(withRow(setup.draft));
    assert.equal(setup.isRight, true);
    assert.equal(setup.text, "workload --io-time 3 1,4,2 0,10");
});

test("what a policy was set to is there again when one comes back to it", () => {
    const setup = fresh();
    setup.setKey("quantum", " 2 ");
    setup.choosePolicy("mlfq");
    setup.setKey("boost", "0");
    setup.setKey("quantum", "1, 2");
    assert.equal(setup.settings.policy, "mlfq quantum=1,2 boost=0");
    setup.choosePolicy("rr");
    assert.equal(setup.settings.policy, "rr quantum=2");
    setup.setKey("quantum", "");
    assert.equal(setup.policyProblem.key, "quantum");
    assert.equal(setup.settings.policy, "rr quantum=2");
});

test("each example of the book can be taken, and is known again", () => {
    const setup = fresh();
    for (const {id} of BOOK) {
        setup.takeExample(id);
        assert.equal(setup.example?.id, id);
        assert.equal(setup.isRight, true);
    }
    setup.setNumber("hz", "18");
    assert.equal(setup.isRight, false);
    assert.match(setup.numberProblems.hz, /^a whole number from 19 to 1000$/);
});

test("others may set what they like, but nothing that is wrong", () => {
    const setup = fresh();
    let changes = 0;
    setup.addEventListener("change", () => changes++);
    setup.set({policy: "fair quantum=3", workload: "0,4 2,2", hz: 250, seed: 0});
    const {settings} = setup;
    assert.deepEqual(settings, {
        policy: "fair quantum=3",
        workload: "workload 0,4 2,2",
        hz: 250,
        seed: 0,
    });
    for (const wrong of [{policy: "fare"}, {workload: "0"}, {hz: 1.5}, {seed: -1}])
        assert.throws(() => setup.set({seed: 7, ...wrong}));
    assert.equal(setup.settings, settings);
    assert.equal(changes, 1);
});

/* --- All policies --- */

test("all policies get the same jobs, and only the lottery the numbers to draw", () => {
    const all = settingsOfAll(
        {policy: "mlfq boost=0", workload: "workload --draws 1,2 0,4", hz: 100, seed: 1},
        ["rr", "mlfq", "lottery"],
    );
    assert.deepEqual(
        all.map(({policy, run}) => [policy, run]),
        [
            ["rr", "workload 0,4"],
            ["mlfq boost=0", "workload 0,4"],
            ["lottery", "workload --draws 1,2 0,4"],
        ],
    );
});
