// @ts-check
/* A run as a link: all that it takes to make it again, in the part of an address that no browser
 * sends to a server. docs/browser.md has the form:
 *
 *     #v=1&build=0123456789ab&policy=mlfq+levels%3D3&run=workload+0,10&hz=100&seed=1&rate=100000
 *         &in=1234567:bHMN,2345678:cHMN&events=312&hash=0123456789abcdef
 */
import {bootLine, STANDARD} from "./bootline.mjs";
import {RATE} from "./rate.mjs";

/** @typedef {import("./machine.mjs").Input} Input */
/** @typedef {{settings: import("./lab.mjs").LabSettings, input: Input[], build?: string,
 *     events?: number, hash?: string}} Link INPUT: what was typed. EVENTS: how far the hash goes. */

const VERSION = 1;
const LINK_MAX = 100_000; // characters: browsers take more, mail and forums less
const INPUTS_MAX = 10_000;
const INPUT_BYTES_MAX = 64; // machine.mjs types no more at once
const EVENTS_MAX = 10_000_000;

/** @param {string} part
 * @param {string} why
 * @returns {never} */
function refuse(part, why) {
    const shown = part.length > 60 ? `${part.slice(0, 60)}...` : part;
    throw new Error(`${shown}: ${why}`);
}

/* --- Numbers, words, bytes --- */

/** @param {number} least
 * @param {number} most
 * @returns {(text: string, part: string) => number} */
const wholeNumber = (least, most) => (text, part) => {
    const number = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    refuse(part, `it has to be a whole number from ${least} to ${most}`);
};

/** @param {number} digits
 * @returns {(text: string, part: string) => string} */
const hexadecimal = (digits) => (text, part) =>
    new RegExp(`^[0-9a-f]{${digits}}$`).test(text)
        ? text
        : refuse(part, `it has to be ${digits} digits from 0 to 9 and a to f`);

/** What an address may have stays legible.
 * @param {string} text */
const escaped = (text) =>
    encodeURIComponent(text)
        .replace(/%20/g, "+")
        .replace(/%(2C|3A|2F)/g, decodeURIComponent);

/** @param {string} text
 * @param {string} part */
function unescaped(text, part) {
    try {
        return decodeURIComponent(text.replaceAll("+", " "));
    } catch {
        return refuse(part, "there is a % that two hexadecimal digits of UTF-8 have to follow");
    }
}

/** Base 64 in the letters that an address may have. [RFC 4648 5]
 * @param {Uint8Array} bytes */
const toBase64 = (bytes) =>
    btoa(String.fromCharCode(...bytes))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");

/** @param {string} text
 * @param {string} part */
function fromBase64(text, part) {
    const plain = text.replaceAll("-", "+").replaceAll("_", "/");
    if (!/^[A-Za-z0-9+/]+$/.test(plain) || plain.length % 4 === 1)
        refuse(part, "what was typed has to be in base 64, of - and _ and without =");
    const bytes = Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
    if (bytes.length > INPUT_BYTES_MAX)
        refuse(part, `no more than ${INPUT_BYTES_MAX} bytes can be typed at once`);
    return bytes;
}

/* --- What was typed --- */

/** @param {Input[]} input */
const inputWords = (input) =>
    input.map(({at, bytes}) => `${Math.round(at)}:${toBase64(bytes)}`).join(",");

const readMoment = wholeNumber(0, Number.MAX_SAFE_INTEGER);

/** @param {string} text
 * @returns {Input[]} */
function readInput(text) {
    const words = text.split(",");
    if (words.length > INPUTS_MAX) refuse("in", `it has more than ${INPUTS_MAX} inputs`);
    const input = words.map((word) => {
        const [at, bytes, ...more] = word.split(":"),
            part = `in=${word}`;
        if (bytes === undefined || more.length) refuse(part, "it has to be COUNT:BYTES");
        return {at: readMoment(at, part), bytes: fromBase64(bytes, part)};
    });
    for (const [place, {at}] of input.entries())
        if (place && at < input[place - 1].at)
            refuse(`in=${words[place]}`, "it was typed before what stands in front of it");
    return input;
}

/* --- The whole --- */

/** @type {Record<string, (text: string, part: string) => any>} */
const READERS = {
    v: (text) => text, // see readVersion
    build: hexadecimal(12),
    policy: unescaped,
    run: unescaped,
    hz: wholeNumber(19, 1000),
    seed: wholeNumber(0, 2 ** 32 - 1),
    rate: wholeNumber(1000, 10_000_000),
    jit: wholeNumber(0, 1),
    in: readInput,
    events: wholeNumber(0, EVENTS_MAX),
    hash: hexadecimal(16),
};

/** @param {Link} link
 * @returns {string} From its # on. Throws if it would be too long. */
export function encodeLink({settings, input, build, events, hash}) {
    const {policy, run, hz, seed, rate, jit} = settings;
    const parts = {
        v: VERSION,
        build,
        policy: escaped(policy),
        run: escaped(run) || undefined,
        hz,
        seed,
        rate,
        jit: jit ? undefined : 0,
        in: inputWords(input) || undefined,
        events,
        hash,
    };
    const told = Object.entries(parts).filter(([, value]) => value !== undefined);
    const text = `#${told.map(([name, value]) => `${name}=${value}`).join("&")}`;
    if (text.length > LINK_MAX || input.length > INPUTS_MAX)
        throw new Error("too much was typed in this run for a link");
    return text;
}

/** @param {string} fragment */
function readParts(fragment) {
    if (fragment.length > LINK_MAX)
        throw new Error(`it has more than ${LINK_MAX} characters: too many for a link`);
    /** @type {Map<string, string>} */
    const parts = new Map();
    for (const part of fragment.slice(1).split("&")) {
        const [, name, text] = part.match(/^(\w+)=(.*)$/s) ?? refuse(part, "NAME=VALUE is needed");
        if (parts.has(name)) refuse(part, `there are two parts ${name}`);
        parts.set(name, text);
    }
    return parts;
}

/** First of all: what a newer version has may not be known here.
 * @param {string | undefined} text */
function readVersion(text) {
    if (text === undefined) refuse("v", `it is missing: v=${VERSION} says how the rest is read`);
    const version = wholeNumber(1, 1_000_000)(text, `v=${text}`);
    if (version > VERSION)
        refuse(`v=${text}`, "the link is for a newer version of this page than this one");
}

/** @param {string} fragment Of an address, with its #.
 * @returns {Link | null} What is missing is standard; null: it is no link, but nothing or a place
 *     of the page. Throws if it is broken: which part, and why. */
export function decodeLink(fragment) {
    if (/^#?[a-z-]*$/.test(fragment)) return null;
    const parts = readParts(fragment);
    readVersion(parts.get("v"));
    /** @type {Record<string, any>} */
    const known = {};
    for (const [name, text] of parts) {
        const part = `${name}=${text}`;
        if (!Object.hasOwn(READERS, name)) refuse(part, "a link has no such part");
        known[name] = READERS[name](text, part);
    }
    const {v, build, in: input = [], events, hash, jit = 1, ...words} = known;
    if ((events === undefined) !== (hash === undefined))
        refuse("hash", "events=COUNT and hash=DIGITS go together");
    const settings = {...STANDARD, rate: RATE, ...words, jit: jit === 1};
    bootLine(settings); // throws if it cannot be written
    return {settings, input, build, events, hash};
}
