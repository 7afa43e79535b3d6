/* Where in the kernel's source a decision was made: every line that is named there is there. */
import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {test} from "node:test";
import {SOURCES, stepsOf} from "../../web/lab/decided.mjs";
import {functionsOf, lineOf, tokensOf} from "../../web/lab/source.mjs";
import {REASONS} from "../../web/timeline/trace.mjs";

const ROOT = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, ROOT), "utf8");
const policies = readdirSync(new URL("kernel/policy/", ROOT))
    .filter((name) => name.endsWith(".c"))
    .map((name) => name.replace(/\.c$/, "").replaceAll("_", "-"));
const SWITCHES = REASONS.filter((reason) =>
    /slice_over|yielded|blocked|suspended|ended|idle_over|preempted|ending|boosted/.test(reason),
);

/* All that can be asked: each policy, each reason, and what else a place depends on. */
function* cases() {
    for (const policy of policies)
        for (const reason of SWITCHES)
            for (const lostWhy of ["", "on disk", "on rest", "used up"])
                for (const flag of [false, true])
                    yield {policy, reason, lostWhy, isIdle: flag, wasKnown: flag, isUnknown: flag};
}

const placeOf = ({file, name, words}) => `${file}:${lineOf(read(file), name, words)}`;

test("every line that decides is found, once, for all policies and reasons", () => {
    assert.equal(policies.length, 9);
    assert.equal(SWITCHES.length, 9);
    for (const facts of cases()) {
        const {steps, decided} = stepsOf(facts);
        assert.ok(steps.includes(decided));
        for (const step of steps) {
            assert.ok(SOURCES.includes(step.file), step.file);
            assert.doesNotMatch(placeOf(step), /null/, `${JSON.stringify(step)}`);
            assert.notEqual(step.says, "");
        }
    }
});

test("every policy has lines of its own", () => {
    for (const policy of policies) {
        const {decided} = stepsOf({policy, reason: "blocked"});
        assert.match(decided.file, new RegExp(`/${policy.replace("-", "_")}\\.c$`));
    }
});

test("no line that gives a reason for a switch is forgotten", () => {
    const named = new Set([...cases()].flatMap((facts) => stepsOf(facts).steps.map(placeOf)));
    const standard = ["this_cpu()->reason = REASON_PREEMPTED;", "boot_cpu = "]; // nobody's reason yet
    const gives = /(return|[>.]?\breason =|end_reason =) REASON_(?!NONE)/;
    for (const file of SOURCES)
        for (const [place, line] of read(file).split("\n").entries())
            if (gives.test(line) && !standard.some((words) => line.includes(words)))
                assert.ok(named.has(`${file}:${place + 1}`), `${file}:${place + 1}: ${line}`);
});

test("a policy from elsewhere has the mechanism's lines", () => {
    const {steps, decided} = stepsOf({policy: "mine", reason: "slice_over"});
    assert.ok(steps.every(({file}) => file.startsWith("kernel/sched/")));
    assert.match(decided.words, /policy->pick/);
});

test("stcf tells who has overrun its length from whose slice is over", () => {
    const nameOf = (wasKnown) =>
        stepsOf({policy: "stcf", reason: "slice_over", wasKnown}).decided.name;
    assert.equal(nameOf(true), "tick_known");
    assert.equal(nameOf(false), "tick");
});

test("functions are found with heads of several lines and attributes", () => {
    const names = functionsOf(read("kernel/sched/scheduler.c")).map(({name}) => name);
    for (const name of ["thread_of", "count_preemption", "choose_next", "scheduler_set_policy"])
        assert.ok(names.includes(name), name);
    const text = "static int\na(void)\n{\n    b();\n    b();\n}\n\nint c(void)\n{\n    b();\n}\n";
    assert.deepEqual(functionsOf(text), [
        {name: "a", first: 1, last: 6},
        {name: "c", first: 8, last: 11},
    ]);
    assert.equal(lineOf(text, "c", "b()"), 10);
    assert.equal(lineOf(text, "a", "b()"), null); // there are two
    assert.equal(lineOf(text, "d", "b()"), null);
});

test("the words of a source are told apart, and none is lost", () => {
    for (const file of SOURCES) {
        const rows = tokensOf(read(file));
        assert.equal(rows.map((row) => row.map(({text}) => text).join("")).join("\n"), read(file));
    }
    const [row] = tokensOf('    return f("a\\"(", x) + 1; /* y() */');
    const kinds = row.filter(({kind}) => kind).map(({kind, text}) => [kind, text]);
    assert.deepEqual(kinds, [
        ["keyword", "return"],
        ["call", "f"],
        ["string", '"a\\"("'],
        ["comment", "/* y() */"],
    ]);
    assert.deepEqual(
        tokensOf("/* a\n if */ if").map((row) => row.map(({kind}) => kind)),
        [["comment"], ["comment", "", "keyword"]],
    );
});
