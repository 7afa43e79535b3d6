// @ts-check
/* The hash of what happened in a run: who wants to know whether two runs are the same compares 16
 * digits. A page that came by plain http has no crypto.subtle, hence a SHA-256 of our own.
 * [FIPS 180-4; in Python: hashlib.sha256 of the same bytes] */

const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8; // of the message's length, in bits, at the end of the last block
const HASH_DIGITS = 16;

const HEADER_BYTES = 16,
    RECORD_BYTES = 24,
    TIME_BYTES = 8; // docs/trace.md

/** The first 32 bits of what comes behind the point in NUMBER.
 * @param {number} number */
const fraction = (number) => Math.floor((number % 1) * 2 ** 32) | 0;

/** @param {number} count */
function primes(count) {
    const found = [2];
    for (let number = 3; found.length < count; number += 2)
        if (found.every((prime) => number % prime)) found.push(number);
    return found;
}

const K = Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));

/** @param {number} word
 * @param {number} by */
const turn = (word, by) => (word >>> by) | (word << (32 - by));

/** BYTES, a bit 1, bits 0 until the length fits behind them, and the length.
 * @param {Uint8Array} bytes */
function padded(bytes) {
    const blocks = Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
    const all = new Uint8Array(blocks * BLOCK_BYTES);
    all.set(bytes);
    all[bytes.length] = 0x80;
    const view = new DataView(all.buffer);
    view.setBigUint64(all.length - LENGTH_BYTES, BigInt(bytes.length) * 8n);
    return view;
}

/** @param {Int32Array} state
 * @param {Int32Array} w The block's 16 words, and room for 48 that are made of them. */
function mix(state, w) {
    for (let i = 16; i < 64; i++) {
        const before = w[i - 15],
            late = w[i - 2];
        const s0 = turn(before, 7) ^ turn(before, 18) ^ (before >>> 3);
        const s1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
        const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
        const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
        const first = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] += word;
}

/** @param {Uint8Array} bytes
 * @returns {string} 64 hexadecimal digits */
export function sha256(bytes) {
    const view = padded(bytes),
        state = START.slice(),
        words = new Int32Array(64);
    for (let at = 0; at < view.byteLength; at += BLOCK_BYTES) {
        for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i);
        mix(state, words);
    }
    return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

/** How many whole events TRACE has.
 * @param {{length: number}} trace */
export const eventsIn = (trace) =>
    Math.max(0, Math.floor((trace.length - HEADER_BYTES) / RECORD_BYTES));

/** The hash of the first COUNT events of TRACE, without their times: with a compiler of v86's an
 * event may come some instructions later in one run than in the other.
 * @param {Uint8Array} trace As COM2 sends it.
 * @param {number} count */
export function storyHash(trace, count) {
    const kept = RECORD_BYTES - TIME_BYTES,
        story = new Uint8Array(count * kept);
    for (let i = 0; i < count; i++) {
        const at = HEADER_BYTES + i * RECORD_BYTES;
        story.set(trace.subarray(at + TIME_BYTES, at + RECORD_BYTES), i * kept);
    }
    return sha256(story).slice(0, HASH_DIGITS);
}
