// @ts-check
/* The guest's console: a terminal, and the keys that a phone lacks. */
import {FitAddon} from "@xterm/addon-fit";
import {Terminal} from "@xterm/xterm";

const KEYS = /** @type {const} */ ({
    "Ctrl-C": ["\x03", "end what runs"],
    "Ctrl-Z": ["\x1a", "suspend what runs"],
    "Ctrl-\\": ["\x1c", "end all and give the terminal back"],
    "Ctrl-D": ["\x04", "end of input"],
    Tab: ["\t", "complete a name"],
    "↑": ["\x1b[A", "the line before"],
});

const themeOf = (/** @type {boolean} */ isDark) =>
    isDark
        ? {background: "#101214", foreground: "#ececec", cursor: "#ececec"}
        : {
              background: "#ffffff",
              foreground: "#1c1c1c",
              cursor: "#1c1c1c",
              selectionBackground: "#b3d7ff",
              brightBlack: "#5f6368",
              white: "#5f6368",
              brightWhite: "#1c1c1c",
              yellow: "#7a5d00",
              brightYellow: "#7a5d00",
              green: "#00703c",
              brightGreen: "#00703c",
              cyan: "#006a80",
              brightCyan: "#006a80",
          };

/** Tab is the guest's, to complete names; so that nobody without a mouse is caught in the terminal,
 * Shift-Tab leaves it, and so does Tab after Escape, or in the mode for a screen reader.
 * @param {Terminal} terminal */
function letOut(terminal) {
    let isAfterEscape = false;
    terminal.attachCustomKeyEventHandler(({type, key, shiftKey}) => {
        if (type !== "keydown") return true;
        const mayLeave = shiftKey || isAfterEscape || terminal.options.screenReaderMode;
        isAfterEscape = key === "Escape";
        return key !== "Tab" || !mayLeave;
    });
    terminal.textarea?.setAttribute("aria-describedby", "way-out");
}

/** @param {import("./lab.mjs").Lab} lab
 * @param {{root: HTMLElement, keys: HTMLElement, reader: HTMLInputElement}} parts */
export function showTerminal(lab, {root, keys, reader}) {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const terminal = new Terminal({
        fontSize: 14,
        scrollback: 5000,
        theme: themeOf(dark.matches),
        screenReaderMode: reader.checked,
        allowProposedApi: false,
    });
    const fit = new FitAddon(),
        encoder = new TextEncoder();
    const send = (/** @type {string} */ text) => lab.type(encoder.encode(text));
    terminal.loadAddon(fit);
    terminal.open(root);
    fit.fit();
    terminal.onData(send);
    letOut(terminal);
    new ResizeObserver(() => fit.fit()).observe(root);
    dark.addEventListener("change", () => {
        terminal.options.theme = themeOf(dark.matches);
    });
    reader.addEventListener("change", () => {
        terminal.options.screenReaderMode = reader.checked;
    });
    for (const [name, [bytes, what]] of Object.entries(KEYS)) {
        const button = document.createElement("button");
        button.textContent = name;
        button.title = what;
        button.addEventListener("click", () => {
            send(bytes);
            terminal.focus();
        });
        keys.append(button);
    }
    lab.addEventListener("start", () => terminal.reset());
    lab.addEventListener("console", (event) =>
        terminal.write(/** @type {CustomEvent} */ (event).detail),
    );
    lab.addEventListener("cut", () => {
        terminal.reset();
        terminal.write(lab.console.all.slice());
    });
    return terminal;
}
