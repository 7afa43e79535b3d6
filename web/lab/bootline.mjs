// @ts-check
/* The words of the boot command line, as docs/boot.md has them. */

/** @typedef {{policy: string, hz: number, seed: number, run: string}} BootWords RUN: commands of the
 *     shell, after which the machine is off; empty: a shell for a person. */

/** @type {BootWords} */
export const STANDARD = {policy: "rr", hz: 100, seed: 1, run: ""};

/** In quotes that TEXT does not have itself.
 * @param {string} name
 * @param {string} text */
function quoted(name, text) {
    if (/[\n\r\0]/.test(text)) throw new Error(`${name}: it has to be one line`);
    const quote = ["'", '"'].find((mark) => !text.includes(mark));
    if (!quote)
        throw new Error(`${name}: it has both ' and ", and the boot line can quote but one`);
    return `${name}=${quote}${text}${quote}`;
}

/** @param {Partial<BootWords>} words */
export function bootLine(words) {
    const {policy, hz, seed, run} = {...STANDARD, ...words};
    return [
        quoted("policy", policy),
        `hz=${hz}`,
        `seed=${seed}`,
        "trace=serial",
        ...(run ? [quoted("run", run)] : []),
    ].join(" ");
}
