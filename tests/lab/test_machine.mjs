/* The real kernel in v86: the same input is the same run, forward and back. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {PROMPT, Run, storyOf} from "./run.mjs";

const WORKLOAD = "run='workload 0,10 0,8 5,4'";

const story = (run) => storyOf(run.bytes);

async function runOf(words, more) {
    const run = await Run.boot(words, more);
    await run.toTheEnd();
    run.close();
    return run;
}

test("without the JIT a run repeats to the byte", async () => {
    const first = await runOf(WORKLOAD, {jit: false});
    const second = await runOf(WORKLOAD, {jit: false});
    assert.match(first.text, /slice 0 0 4\nslice 4 1 4\nslice 8 0 4\n/);
    assert.match(first.text, /robin: power off, status 0\n$/);
    assert.equal(second.text, first.text);
    assert.ok(second.bytes.equals(first.bytes));
});

test("with the JIT a run tells the same story", async () => {
    const exact = await runOf(WORKLOAD, {jit: false});
    const quick = await runOf(WORKLOAD, {jit: true});
    assert.equal(quick.text, exact.text);
    assert.deepEqual(story(quick), story(exact));
});

test("what was typed is typed again at the same moment", async () => {
    const typed = await Run.boot("", {jit: false});
    typed.player.play();
    await typed.until(({text}) => text.endsWith(PROMPT));
    await typed.type("workload 0,3 1,2");
    await typed.type("echo äöü");
    await typed.type("poweroff 3");
    typed.close();
    assert.match(typed.text, /äöü\n/);
    const {input} = typed.state;
    assert.equal(input.length, 3);
    for (const jit of [false, true]) {
        const again = await runOf("", {jit, input});
        assert.equal(again.text, typed.text);
        assert.deepEqual(story(again), story(typed));
        if (!jit) assert.ok(again.bytes.equals(typed.bytes));
    }
});

test("what is typed while others compute comes at the same tick, with the JIT, too", async () => {
    const typed = await Run.boot("");
    typed.player.play();
    await typed.until(({text}) => text.endsWith(PROMPT));
    await typed.type("spin 60 & spin 50 &");
    for (const key of "echo now\r") {
        const {tick} = typed.state;
        typed.player.type(Buffer.from(key));
        await typed.until(({state}) => state.tick > tick + 3);
    }
    await typed.type("wait; poweroff");
    await typed.until(({state}) => state.ended);
    typed.close();
    const {input} = typed.state;
    for (const jit of [true, false]) {
        const again = await runOf("", {jit, input});
        assert.deepEqual(story(again), story(typed));
        assert.equal(again.text, typed.text);
    }
    const back = await Run.boot("", {input});
    await back.goTo(40);
    await back.goTo(20);
    await back.toTheEnd();
    back.close();
    assert.deepEqual(story(back), story(typed));
});

test("keys that come faster than the machine runs are all typed", async () => {
    const run = await Run.boot("");
    run.player.play();
    await run.until(({text}) => text.endsWith(PROMPT));
    for (const key of "echo quick\r") run.player.type(Buffer.from(key));
    await run.until(({text}) => /^quick\n.*robin\$ $/ms.test(text));
    run.close();
});

test("back to any tick and on again it is the same run", async () => {
    const whole = await runOf("run='spin 30 & spin 20 & wait'", {jit: false});
    const run = await Run.boot("run='spin 30 & spin 20 & wait'", {jit: false});
    run.player.interval = 10;
    await run.goTo(35);
    assert.ok(run.player.snapshots.length >= 3);
    for (const tick of [34, 11, 5, 0]) {
        await run.goTo(tick);
        assert.equal(run.state.tick, tick);
        assert.ok(run.bytes.equals(whole.bytes.subarray(0, run.trace.length)));
    }
    await run.toTheEnd();
    run.close();
    assert.equal(run.text, whole.text);
    assert.ok(run.bytes.equals(whole.bytes));
});

test("who types after a step back makes another future", async () => {
    const run = await Run.boot("");
    run.player.play();
    await run.until(({text}) => text.endsWith(PROMPT));
    const {tick} = run.state;
    await run.type("spin 3; echo one");
    await run.goTo(tick + 1);
    assert.doesNotMatch(run.text, /^one/m);
    run.player.type(Buffer.from("echo two\r"));
    const {input} = run.state; // known while time stands still, too: a link has it
    assert.equal(Buffer.from(input.at(-1).bytes).toString(), "echo two\r");
    run.player.play();
    await run.until(({text}) => /^one\n.*^two\n/ms.test(text)); // the first had been typed before
    run.close();
    assert.equal(run.state.input.length, 2);
});

test("a panic ends the run, and is told from an orderly end", async () => {
    const run = await runOf("provoke=panic");
    assert.match(run.text, /robin: panic/);
    assert.equal(run.state.failed, true);
    const orderly = await runOf("run=true");
    assert.equal(orderly.state.failed, false);
});

test("a triple fault ends the run, too, and says so", async () => {
    const run = await runOf("provoke=triple-fault");
    assert.match(run.state.crash, /^v86 gave up: /);
    assert.equal(run.state.failed, true);
});

test("what is typed at a standstill, and not yet taken, comes at the same tick again", async () => {
    const typed = await Run.boot("");
    typed.player.play();
    await typed.until(({text}) => text.endsWith(PROMPT));
    await typed.type("spin 20 &");
    for (const tick of [5, 6, 9]) {
        await typed.goTo(tick);
        typed.player.type(Buffer.from("#"));
    }
    await typed.goTo(12);
    typed.player.type(Buffer.from("\rpoweroff\r"));
    const input = structuredClone(typed.state.input);
    await typed.toTheEnd();
    typed.close();
    const again = await runOf("", {input});
    assert.equal(input.length, 5);
    assert.deepEqual(story(again), story(typed));
});
