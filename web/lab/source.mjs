// @ts-check
/* Reads C as far as a listing needs it: which functions there are and where, on which line
 * something stands, and what each word is. It understands the house's style, not all of C. */

/** @typedef {{name: string, first: number, last: number}} Definition Lines, the first being 1. */
/** @typedef {{kind: "" | "comment" | "string" | "keyword" | "directive" | "call", text: string}}
 *     Token */

const KEYWORDS = new Set(
    (
        "auto bool break case char const continue default do double else enum extern false float for " +
        "goto if inline int int32_t int64_t long NULL register restrict return short signed sizeof " +
        "static struct switch true typedef uint16_t uint32_t uint64_t uint8_t uintptr_t union " +
        "unsigned void volatile while pid_t size_t tick_t"
    ).split(" "),
);

/** What a line above the body of a function may be part of: its head, but no more than that.
 * @param {string} line */
const isOfHead = (line) => line !== "" && !/^[#}/ ]\S|[;}]$|\*\/$/.test(line);

/** The name in the HEAD of a function, attributes aside.
 * @param {string} head */
const nameIn = (head) => /(\w+)\s*\(/.exec(head.replace(/__attribute__\(\(.*?\)\)/g, ""))?.[1];

/** All functions that TEXT defines, in order. Its braces stand on lines of their own.
 * @param {string} text */
export function functionsOf(text) {
    const lines = text.split("\n");
    /** @type {Definition[]} */
    const found = [];
    for (let body = lines.indexOf("{"); body >= 0; body = lines.indexOf("{", body + 1)) {
        let first = body;
        while (first > 0 && isOfHead(lines[first - 1])) first--;
        const name = nameIn(lines.slice(first, body).join(" "));
        const last = lines.indexOf("}", body) + 1;
        if (name && last) found.push({name, first: first + 1, last});
    }
    return found;
}

/** The line of TEXT on which WORDS stand in the function NAME; null: there is none, or more.
 * @param {string} text
 * @param {string} name
 * @param {string} words */
export function lineOf(text, name, words) {
    const place = functionsOf(text).find((each) => each.name === name);
    if (!place) return null;
    const lines = text.split("\n"),
        found = [];
    for (let line = place.first; line <= place.last; line++)
        if (lines[line - 1].includes(words)) found.push(line);
    return found.length === 1 ? found[0] : null;
}

const PARTS = /\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|^[ \t]*#[ \t]*\w+|\w+|\W/gm;

/** @param {string} part
 * @param {boolean} isBeforeBracket
 * @returns {Token["kind"]} */
function kindOf(part, isBeforeBracket) {
    if (part.startsWith("/*")) return "comment";
    if (/^["']/.test(part)) return "string";
    if (/^\s*#/.test(part)) return "directive";
    if (KEYWORDS.has(part)) return "keyword";
    return isBeforeBracket && /^[a-z_]\w*$/i.test(part) ? "call" : "";
}

/** The lines of TEXT as rows of tokens; put together they are the text again.
 * @param {string} text
 * @returns {Token[][]} */
export function tokensOf(text) {
    /** @type {Token[][]} */
    const rows = [[]];
    const add = (/** @type {Token["kind"]} */ kind, /** @type {string} */ piece) => {
        const row = rows[rows.length - 1],
            last = row[row.length - 1];
        if (last && last.kind === kind && kind !== "call") last.text += piece;
        else if (piece) row.push({kind, text: piece});
    };
    for (const match of text.matchAll(PARTS)) {
        const [part] = match;
        const kind = kindOf(part, text[match.index + part.length] === "(");
        for (const [place, piece] of part.split("\n").entries()) {
            if (place > 0) rows.push([]);
            add(kind, piece);
        }
    }
    return rows;
}
