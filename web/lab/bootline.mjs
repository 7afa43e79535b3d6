// @ts-check
/* The words of the boot command line, as docs/boot.md has them. */

/** @typedef {{policy: string, hz: number, seed: number, run: string, words?: string}} BootWords
 *     RUN: commands of the shell, after which the machine is off; empty: a shell for a person.
 *     WORDS: more of the boot line, for who looks into the console. No link has them. */

/** @type {BootWords} */
export const STANDARD = {policy: "rr", hz: 100, seed: 1, run: ""};

const LINE_BYTES_MAX = 1023; // BOOT_COMMAND_LINE_MAX, but for the zero at its end

/** @param {string} name
 * @param {string} text */
function quoted(name, text) {
    if (/[\n\r\0]/.test(text)) throw new Error(`${name}: it has to be one line`);
    if (!text.includes("'")) return `${name}='${text}'`;
    return `${name}="${text.replace(/[\\"]/g, "\\$&")}"`;
}

/** Throws if the kernel would not read just these WORDS.
 * @param {Partial<BootWords>} words */
export function bootLine(words) {
    const {policy, hz, seed, run, words: more} = {...STANDARD, ...words};
    const line = [
        quoted("policy", policy),
        `hz=${hz}`,
        `seed=${seed}`,
        "trace=serial",
        ...(run ? [quoted("run", run)] : []),
        ...(more ? [more] : []),
    ].join(" ");
    const bytes = new TextEncoder().encode(line).length;
    if (bytes > LINE_BYTES_MAX)
        throw new Error(`the boot line has room for ${LINE_BYTES_MAX} bytes, and this is ${bytes}`);
    return line;
}
