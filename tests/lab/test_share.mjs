/* A link makes the same run again: in Node, with v86's compiler and without. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {bootLine} from "../../web/lab/bootline.mjs";
import {eventsIn, storyHash} from "../../web/lab/hash.mjs";
import {STANDARD_SETTINGS} from "../../web/lab/lab.mjs";
import {decodeLink, encodeLink} from "../../web/lab/link.mjs";
import {PROMPT, Run} from "./run.mjs";

const POLICIES = ["rr", "fifo", "sjf", "stcf", "mlfq levels=3", "lottery", "stride", "fair"];

async function open(link, more) {
    const {settings, input} = decodeLink(link);
    const {rate, jit} = settings;
    return await Run.boot(bootLine(settings), {rate, jit, input, ...more});
}

function linkOf(run, settings) {
    const events = eventsIn(run.bytes);
    const hash = storyHash(run.bytes, events);
    return encodeLink({settings, input: run.state.input, events, hash});
}

test("under each policy the hash is the same with v86's compiler and without", async () => {
    for (const policy of POLICIES) {
        const run = "workload --io-time 3 0,10 0,8,2 5,4,0,3";
        const settings = {...STANDARD_SETTINGS, policy, run, jit: false};
        const exact = await (await open(encodeLink({settings, input: []}))).toTheEnd();
        const link = decodeLink(linkOf(exact, settings));
        const quick = await (await open(linkOf(exact, {...settings, jit: true}))).toTheEnd();
        assert.ok(link.events > 50, policy);
        assert.equal(eventsIn(quick.bytes), link.events, policy);
        assert.equal(storyHash(quick.bytes, link.events), link.hash, policy);
        exact.close();
        quick.close();
    }
});

test("what was typed comes along, in whatever letters", async () => {
    const typed = await Run.boot(bootLine(STANDARD_SETTINGS));
    typed.player.play();
    await typed.until(({text}) => text.endsWith(PROMPT));
    await typed.type("spin 3 & echo äöü");
    await typed.type("poweroff 3");
    typed.close();
    const again = await (await open(linkOf(typed, STANDARD_SETTINGS))).toTheEnd();
    again.close();
    assert.equal(again.text, typed.text);
    const events = eventsIn(typed.bytes);
    assert.equal(storyHash(again.bytes, events), storyHash(typed.bytes, events));
});

test("the kernel reads the commands of a link as they were meant", async () => {
    const run = `echo it\\'s "a \\\\ b"; echo 'äß' \\"`;
    const settings = {...STANDARD_SETTINGS, run};
    const done = await (await open(encodeLink({settings, input: []}))).toTheEnd();
    done.close();
    assert.match(done.text, /^it's a \\ b\näß "\n/m);
});
