// @ts-check
/* The kernel's source, with the lines that matter marked, and links from call to function. */
import {fileOf} from "./decided.mjs";
import {functionsOf, lineOf, tokensOf} from "./source.mjs";

/** @typedef {{file: string, line: number}} Place */

/** @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} [more]
 * @param {(Node | string)[]} children */
export function element(tag, more = {}, ...children) {
    const made = Object.assign(document.createElement(tag), more);
    made.append(...children);
    return made;
}

export class Listing {
    /** @param {Record<string, string>} sources
     * @param {{code: HTMLElement, file: HTMLSelectElement, name: HTMLSelectElement}} parts */
    constructor(sources, {code, file, name}) {
        this.sources = sources;
        this.functions = new Map(
            Object.entries(sources).map(([path, text]) => [path, functionsOf(text)]),
        );
        Object.assign(this, {code, file, name});
        this.code = code;
        this.file = file;
        this.name = name;
        this.policy = "";
        this.shown = "";
        /** @type {Map<string, Set<number>>} by file */
        this.marked = new Map();
        /** @type {Place | null} */
        this.decided = null;
        file.replaceChildren(...Object.keys(sources).map((path) => new Option(path, path)));
        file.onchange = () => this.show({file: file.value, line: 1});
        name.onchange = () => this.show({file: this.shown, line: Number(name.value)});
    }

    /** @param {import("./decided.mjs").Step} step
     * @returns {Place} */
    placeOf({file, name, words}) {
        return {file, line: lineOf(this.sources[file], name, words) ?? 1};
    }

    /** Marks the lines of STEPS, and shows the one that DECIDED.
     * @param {import("./decided.mjs").Step[]} steps
     * @param {import("./decided.mjs").Step} decided
     * @param {string} policy */
    mark(steps, decided, policy) {
        this.policy = policy;
        this.marked = new Map();
        for (const {file, line} of steps.map((step) => this.placeOf(step)))
            this.marked.set(file, (this.marked.get(file) ?? new Set()).add(line));
        this.decided = this.placeOf(decided);
        this.shown = "";
        this.show(this.decided);
    }

    /** @param {Place} place */
    show({file, line}) {
        if (file !== this.shown) this.render(file);
        this.shown = file;
        const all = this.functions.get(file) ?? [];
        const here = all.find(({first, last}) => line >= first && line <= last);
        this.file.value = file;
        this.name.value = String(here?.first ?? "");
        const rows = /** @type {HTMLElement[]} */ ([...this.code.children]);
        for (const [place, row] of rows.entries()) {
            row.classList.toggle("here", place === line - 1);
            const isNear = Boolean(here && place + 1 >= here.first && place < here.last);
            for (const link of row.querySelectorAll("a")) link.tabIndex = isNear ? 0 : -1;
        }
        const row = rows[line - 1];
        this.code.scrollTop = row.offsetTop - this.code.clientHeight / 3;
    }

    /** @param {string} file */
    render(file) {
        const names = (this.functions.get(file) ?? []).map(
            ({name, first}) => new Option(`${name}()`, String(first)),
        );
        this.name.replaceChildren(new Option("–", ""), ...names);
        const marked = this.marked.get(file);
        this.code.replaceChildren(
            ...tokensOf(this.sources[file]).map((tokens, place) => {
                const row = element("div", {className: "line"}, ...this.wordsOf(file, tokens));
                row.dataset.line = String(place + 1);
                row.classList.toggle("marked", marked?.has(place + 1));
                if (this.decided?.file === file && this.decided.line === place + 1) {
                    row.classList.add("decided");
                    row.setAttribute("aria-current", "true");
                }
                return row;
            }),
        );
    }

    /** @param {string} file
     * @param {import("./source.mjs").Token[]} tokens */
    wordsOf(file, tokens) {
        return tokens.map(({kind, text}, place) => {
            if (kind === "") return text;
            const target =
                kind === "call" ? this.targetOf(file, text, tokens[place - 1]?.text ?? "") : null;
            return target ? this.linkTo(target, text) : element("span", {className: kind}, text);
        });
    }

    /** @param {Place} target
     * @param {string} text */
    linkTo(target, text) {
        const link = element(
            "a",
            {href: "#why-code", title: `${target.file}:${target.line}`},
            text,
        );
        link.onclick = (event) => {
            event.preventDefault();
            this.show(target);
            this.code.focus({preventScroll: true});
        };
        return link;
    }

    /** Where the function NAME is that FILE calls, after the words BEFORE; null: it is not shown, or
     * that is its own head.
     * @param {string} file
     * @param {string} name
     * @param {string} before
     * @returns {Place | null} */
    targetOf(file, name, before) {
        const find = (/** @type {string} */ path) => {
            const found = this.functions.get(path)?.find((each) => each.name === name);
            return found && {file: path, line: found.first};
        };
        if (before.endsWith("policy->")) return find(fileOf(this.policy)) ?? null;
        const others = [...this.functions.keys()].map(find).filter(Boolean);
        return find(file) ?? (others.length === 1 ? (others[0] ?? null) : null);
    }
}
