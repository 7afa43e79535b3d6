/* The hash of a story: SHA-256 as published, and of what it is made. */
import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {test} from "node:test";
import {eventsIn, sha256, storyHash} from "../../web/lab/hash.mjs";
import {Random} from "../../web/lab/random.mjs";

const bytesOf = (text) => new TextEncoder().encode(text);

test("the hash of the published examples is the published one", () => {
    // [NIST, SHA-256 examples; FIPS 180-2, appendix B]
    const examples = {
        "": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        abc: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ["a".repeat(1_000_000)]: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
    };
    for (const [text, hash] of Object.entries(examples)) assert.equal(sha256(bytesOf(text)), hash);
});

test("the hash of any length is the one of Node's crypto", () => {
    const random = new Random(1);
    for (let length = 0; length < 200; length++) {
        const bytes = Uint8Array.from({length}, () => random.between(0, 255));
        assert.equal(sha256(bytes), createHash("sha256").update(bytes).digest("hex"));
    }
});

const traceOf = (records) => Uint8Array.from([...new Array(16).fill(9), ...records.flat()]);
const record = (time, rest) => [...new Array(8).fill(time), ...new Array(16).fill(rest)];

test("a story has the events without their times, and nothing behind the last", () => {
    const story = storyHash(traceOf([record(1, 7), record(2, 8)]), 2);
    assert.match(story, /^[0-9a-f]{16}$/);
    assert.equal(storyHash(traceOf([record(3, 7), record(3, 8)]), 2), story);
    assert.equal(storyHash(traceOf([record(3, 7), record(3, 8), record(4, 9)]), 2), story);
    assert.notEqual(storyHash(traceOf([record(1, 8), record(2, 7)]), 2), story);
    assert.notEqual(storyHash(traceOf([record(1, 7)]), 1), story);
    for (let place = 8; place < 24; place++) {
        const other = record(2, 8);
        other[place] ^= 1;
        assert.notEqual(storyHash(traceOf([record(1, 7), other]), 2), story);
    }
});

test("only whole events count", () => {
    assert.equal(eventsIn([]), 0);
    assert.equal(eventsIn(traceOf([])), 0);
    assert.equal(eventsIn(traceOf([record(1, 7)])), 1);
    assert.equal(eventsIn(traceOf([record(1, 7), record(1, 7).slice(1)])), 1);
});
