/* A run as a link, and a link as a run. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {decodeLink, encodeLink} from "../../web/lab/link.mjs";
import {Random} from "../../web/lab/random.mjs";

const SETTINGS = {policy: "rr", run: "", hz: 100, seed: 1, rate: 100_000, jit: true};
const EMPTY = {settings: SETTINGS, input: [], build: undefined, events: undefined, hash: undefined};
const bytesOf = (text) => new TextEncoder().encode(text);

test("a link reads as what it says", () => {
    const link = encodeLink({
        settings: {...SETTINGS, policy: "mlfq levels=3 quantum=2,4,8", run: "workload 0,10; ps"},
        input: [{at: 1234567.4, bytes: bytesOf("ls\r")}],
        build: "0123456789ab",
        events: 312,
        hash: "0123456789abcdef",
    });
    assert.equal(
        link,
        "#v=1&build=0123456789ab&policy=mlfq+levels%3D3+quantum%3D2,4,8&run=workload+0,10%3B+ps" +
            "&hz=100&seed=1&rate=100000&in=1234567:bHMN&events=312&hash=0123456789abcdef",
    );
});

test("what a link does not say is standard", () => {
    assert.deepEqual(decodeLink("#v=1"), EMPTY);
    const {settings} = decodeLink("#v=1&policy=fifo&run=workload 0,10 5,4");
    assert.deepEqual(settings, {...SETTINGS, policy: "fifo", run: "workload 0,10 5,4"});
});

test("an address without a link has none", () => {
    for (const fragment of ["", "#", "#console", "#jobs-heading"])
        assert.equal(decodeLink(fragment), null);
});

/* Letters that addresses, base 64, quotes and boot lines take as something else. */
const LETTERS = [..."az09 +-_=&#%/?:,;'\"\\<>|$`~äß€𝄞"];

function randomLink(random) {
    const text = (most) =>
        Array.from(
            {length: random.between(0, most)},
            () => LETTERS[random.between(0, LETTERS.length - 1)],
        ).join("");
    let at = 0;
    const input = Array.from({length: random.between(0, 20)}, () => {
        at += random.between(0, 2 ** 40);
        const length = random.between(1, 64);
        return {at, bytes: Uint8Array.from({length}, () => random.between(0, 255))};
    });
    const digits = (count) =>
        Array.from({length: count}, () => random.between(0, 15).toString(16)).join("");
    const hasHash = random.between(0, 1) === 1;
    return {
        settings: {
            policy: text(40),
            run: text(100),
            hz: random.between(19, 1000),
            seed: random.between(0, 2 ** 32 - 1),
            rate: random.between(1000, 10_000_000),
            jit: random.between(0, 1) === 1,
        },
        input,
        build: random.between(0, 1) ? digits(12) : undefined,
        events: hasHash ? random.between(0, 100_000) : undefined,
        hash: hasHash ? digits(16) : undefined,
    };
}

test("any run comes back from its link as it was", () => {
    const random = new Random(1);
    for (let round = 0; round < 500; round++) {
        const link = randomLink(random),
            text = encodeLink(link);
        assert.deepEqual(decodeLink(text), link);
        assert.equal(new URL(text, "http://robin.example/lab/").hash, text); // nothing to escape
    }
});

test("a broken link is refused: which part, and why", () => {
    const wrong = {
        "#policy=rr": /^v: it is missing/,
        "#v=1&v=1": /^v=1: there are two parts v/,
        "#v=one": /^v=one: it has to be a whole number/,
        "#v=2&new=thing": /^v=2: the link is for a newer version/,
        "#v=1&": /^: NAME=VALUE/,
        "#v=1&policy": /^policy: NAME=VALUE/,
        "#v=1&colour=red": /^colour=red: a link has no such part/,
        "#v=1&toString=1": /^toString=1: a link has no such part/,
        "#v=1&__proto__=1": /^__proto__=1: a link has no such part/,
        "#v=1&hz=18": /^hz=18: it has to be a whole number from 19 to 1000/,
        "#v=1&hz=1e2": /^hz=1e2: it has to be a whole number/,
        "#v=1&seed=4294967296": /^seed=4294967296: /,
        "#v=1&seed=-1": /^seed=-1: /,
        "#v=1&rate=0": /^rate=0: /,
        "#v=1&jit=2": /^jit=2: /,
        "#v=1&policy=%zz": /^policy=%zz: there is a %/,
        "#v=1&policy=%ff": /^policy=%ff: there is a %/,
        "#v=1&run=a%0Ab": /^run: it has to be one line/,
        [`#v=1&run=${"x".repeat(1000)}`]: /^the boot line has room for 1023 bytes/,
        "#v=1&build=xyz": /^build=xyz: it has to be 12 digits/,
        "#v=1&events=10": /^hash: events=COUNT and hash=DIGITS go together/,
        "#v=1&hash=0123456789abcdef": /^hash: events=COUNT and hash=DIGITS go together/,
        "#v=1&events=1&hash=<b>": /^hash=<b>: it has to be 16 digits/,
        "#v=1&in=": /^in=: it has to be COUNT:BYTES/,
        "#v=1&in=5": /^in=5: it has to be COUNT:BYTES/,
        "#v=1&in=5:YQ:YQ": /^in=5:YQ:YQ: it has to be COUNT:BYTES/,
        "#v=1&in=x:YQ": /^in=x:YQ: it has to be a whole number/,
        "#v=1&in=99999999999999999999:YQ": /it has to be a whole number/,
        "#v=1&in=5:": /^in=5:: what was typed has to be in base 64/,
        "#v=1&in=5:Y": /^in=5:Y: what was typed has to be in base 64/,
        "#v=1&in=5:Y*": /^in=5:Y\*: what was typed has to be in base 64/,
        "#v=1&in=5:YQ,4:YQ": /^in=4:YQ: it was typed before/,
        [`#v=1&in=5:${"YWFh".repeat(22)}`]: /no more than 64 bytes can be typed at once/,
        [`#v=1&in=${"5:YQ,".repeat(10_000)}5:YQ`]: /^in: it has more than 10000 inputs/,
        [`#v=1&in=${"5:YQ,".repeat(20_000)}5:YQ`]: /more than 100000 characters/,
    };
    for (const [fragment, message] of Object.entries(wrong))
        assert.throws(() => decodeLink(fragment), {name: "Error", message}, fragment.slice(0, 80));
});

test("a link that would be refused is not made", () => {
    const bytes = new Uint8Array(64);
    const input = Array.from({length: 2000}, (_, at) => ({at, bytes}));
    assert.throws(() => encodeLink({settings: SETTINGS, input}), /too much was typed/);
});

test("whatever becomes of a link on its way, it is a link or an error in words", () => {
    const random = new Random(2);
    const whole = "#v=1&policy=mlfq+levels%3D3&run=ps&hz=100&in=12:bHMN,99:YQ&jit=0";
    for (let round = 0; round < 5000; round++) {
        const at = random.between(1, whole.length - 1);
        const letter = "&=%:,+-0azZé"[random.between(0, 11)];
        const text = whole.slice(0, at) + letter + whole.slice(at + random.between(0, 3));
        try {
            decodeLink(text);
        } catch (error) {
            assert.equal(error.constructor, Error, `${text}: ${error}`);
            assert.ok(error.message.length > 10 && error.message.length < 200, error.message);
        }
    }
});
