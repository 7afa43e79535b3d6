/* What a problem asks for, and how an answer is marked: web/lab/answers.mjs. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {judge, questionsOf} from "../../web/lab/answers.mjs";
import {answer, problem} from "../../web/lab/problems.mjs";
import {loadSimulator} from "./simulators.mjs";

const simulator = await loadSimulator();

function questions(kind) {
    const made = problem({kind, seed: 3, count: 2});
    return questionsOf(made, answer(made, simulator));
}

test("times are asked of each job, then their means", () => {
    assert.deepEqual(
        questions("rr").map(({label}) => label),
        [
            "response of job 0",
            "turnaround of job 0",
            "waiting of job 0",
            "response of job 1",
            "turnaround of job 1",
            "waiting of job 1",
            "mean response",
            "mean turnaround",
            "mean waiting",
        ],
    );
});

test("of programs the ticks are asked, and what they come to is the key", () => {
    const made = problem({kind: "process-run", seed: 3, count: 2}),
        {total, busy} = answer(made, simulator);
    assert.deepEqual(
        questions("process-run").map(({name, key}) => [name, key]),
        [
            ["total", total],
            ["busy", busy],
        ],
    );
});

test("an answer is right, wrong or not there", () => {
    for (const text of ["7.67", "7,67", " 7.6667 ", "7.670"])
        assert.equal(judge(text, 7.67), "right", text);
    for (const text of ["7.6", "8", "7.66", "x", "-7.67", "7.67 ticks", "1e1", "7..67"])
        assert.equal(judge(text, 7.67), "wrong", text);
    for (const text of ["", "  "]) assert.equal(judge(text, 7.67), "unsaid");
    assert.equal(judge("0", 0), "right");
});
