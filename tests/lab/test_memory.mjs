/* The kernel's processes, read out of its memory: the same as it says of them itself. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {PS_HEADS, psRow, statusOf} from "../../web/lab/status.mjs";
import {TraceReader} from "../../web/timeline/trace.mjs";
import {PROMPT, Run} from "./run.mjs";

const TWO = "run='spin 30 & spin 20 & wait'";
const find = ({processes}, pid) => processes.find((process) => process.pid === pid);

/* The answer of the guest to the last command, line by line. */
const answerOf = ({text}) => text.split(PROMPT).at(-2).split("\n").slice(1, -1);

test("what is read is what ps and status print", async () => {
    const run = await Run.boot("");
    run.player.play();
    await run.until(({text}) => text.endsWith(PROMPT));
    for (const line of ["spin 1000 &", "sleep 0.05", "suspend 3", "sleep 1000 &"])
        await run.type(line);
    await run.type("ps");
    const [heads, ...rows] = answerOf(run).map((row) => row.trim().split(/\s+/));
    const picture = run.look();
    assert.deepEqual(PS_HEADS, heads);
    const quiet = rows.filter(([, , , , , , , , name]) => !["sh", "ps"].includes(name)); // these go on
    assert.deepEqual(quiet, picture.processes.filter(({name}) => name !== "sh").map(psRow));
    assert.equal(quiet.length, 3);
    for (const pid of quiet.map(([pid]) => Number(pid))) {
        await run.type(`status ${pid}`);
        const said = answerOf(run);
        for (const [key, value] of statusOf(find(run.look(), pid), picture.tickNs))
            assert.ok(said.includes(`${key}: ${value}`), `${key}: ${value}\n${said.join("\n")}`);
    }
    run.close();
});

test("at a tick it is what the trace tells of it", async () => {
    const run = await Run.boot(TWO);
    await run.goTo(25);
    const {now, tick, tickNs, processes} = run.look();
    assert.equal(now, 25);
    assert.equal(tick, 25);
    const events = new TraceReader().push(Uint8Array.from(run.trace));
    const ticks = events.filter(({kind}) => kind === "tick");
    const switches = events.filter(({kind}) => kind === "run");
    for (const process of processes) {
        const {pid} = process;
        assert.equal(process.ranTicks, ticks.filter((event) => event.pid === pid).length);
        assert.ok(Math.abs(process.runNs / tickNs - process.ranTicks) < 0.6, `${pid}`);
        assert.equal(process.state === "running", pid === switches.at(-1).pid);
    }
    const spins = processes.filter(({name}) => name === "spin");
    assert.deepEqual(spins.map(({state}) => state).sort(), ["ready", "running"]);
    run.close();
});

test("after a way back it is as it was then", async () => {
    const run = await Run.boot(TWO, {jit: false});
    const seen = new Map();
    for (const tick of [12, 20, 33]) {
        await run.goTo(tick);
        seen.set(tick, run.look());
    }
    assert.notDeepEqual(seen.get(12), seen.get(20));
    for (const tick of [20, 12, 33]) {
        await run.goTo(tick);
        assert.deepEqual(run.look(), seen.get(tick));
    }
    run.close();
});

test("who looks changes nothing", async () => {
    const alone = await Run.boot(TWO, {jit: false});
    await alone.toTheEnd();
    const watched = await Run.boot(TWO, {jit: false});
    let looks = 0;
    watched.waiting.add(() => watched.look() && looks++);
    await watched.toTheEnd();
    assert.ok(looks > 2);
    assert.ok(watched.bytes.equals(alone.bytes));
    assert.equal(watched.text, alone.text);
    alone.close();
    watched.close();
});

test("before the first process there is nothing to see", async () => {
    const run = await Run.boot(TWO);
    assert.equal(run.look(), null);
    run.close();
});
