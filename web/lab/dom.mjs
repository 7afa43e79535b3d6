// @ts-check
/* A document's parts in few words. */

export const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** make("button", {type: "button", onclick}, "Run"): an element with these properties, or
 * attributes where there is a - in the name, and what it contains. Texts are never read as HTML.
 * @param {string} name
 * @param {Record<string, any>} [properties]
 * @param {(Node | string)[]} inside
 * @returns {any} */
export function make(name, properties = {}, ...inside) {
    const /** @type {any} */ element = document.createElement(name);
    for (const [key, value] of Object.entries(properties))
        if (key.includes("-") || key === "role") element.setAttribute(key, value);
        /** @type {any} */ else element[key] = value;
    element.append(...inside);
    return element;
}

let ids = 0;

/** A label above what a person writes or chooses, and room for what is wrong with it. SHOW_PROBLEM
 * is called with that, or null.
 * @param {string} title
 * @param {any} input
 * @param {string} [hint]
 * @returns {{root: HTMLElement, input: any, showProblem: (why: string | null) => void}} */
export function field(title, input, hint = "") {
    const id = `field-${ids++}`,
        message = make("small", {id, className: "wrong", hidden: true});
    const root = make(
        "div",
        {className: "field", title: hint},
        make("label", {}, make("span", {}, title), input),
        message,
    );
    return {root, input, showProblem: (why) => showProblem(input, message, why)};
}

/** @param {HTMLElement} input
 * @param {HTMLElement} message
 * @param {string | null} why */
export function showProblem(input, message, why) {
    message.hidden = why === null;
    if (message.textContent !== (why ?? "")) message.textContent = why ?? "";
    if (why === null) {
        input.removeAttribute("aria-invalid");
        input.removeAttribute("aria-describedby");
    } else {
        input.setAttribute("aria-invalid", "true");
        input.setAttribute("aria-describedby", message.id);
    }
}

/** The value of an input, unless a person is writing it just now.
 * @param {any} input
 * @param {string} value */
export function setValue(input, value) {
    if (input.value !== value) input.value = value;
}
