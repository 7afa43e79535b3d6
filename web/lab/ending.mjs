// @ts-check
/* Why a run did not end by itself, as `make timeline` tells it. */

const LAST_WORDS = /^robin: ((?:panic|no end): .*?)\s*$/m; // kernel/debug/panic.c

/** @param {{failed: boolean, crash: string}} state At the end.
 * @param {string} text All that the console has shown.
 * @returns {string} Empty, if the end was in order. */
export function whyCut({failed, crash}, text) {
    if (!failed) return "";
    return text.replaceAll("\r", "").match(LAST_WORDS)?.[1] ?? (crash || "no orderly end");
}
