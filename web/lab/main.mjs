// @ts-check
/* The page: fetches what the machine is made of, and puts the panels together. */
import {Lab} from "./lab.mjs";
import {showLanes} from "./lanes.mjs";
import {loadParts, Remote} from "./remote.mjs";
import {showTerminal} from "./terminal.mjs";
import {showTransport} from "./transport.mjs";

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** Why the page cannot go on, where everybody sees it.
 * @param {unknown} error */
function complain(error) {
    const message = byId("message");
    message.textContent = error instanceof Error ? error.message : String(error);
    message.hidden = false;
}

async function main() {
    if (typeof WebAssembly !== "object")
        throw new Error("This browser has no WebAssembly, or it is turned off: Robin needs it.");
    const lab = new Lab(new Remote(await loadParts()));
    const terminal = showTerminal(lab, {
        root: byId("terminal"),
        keys: byId("keys"),
        reader: byId("reader"),
    });
    const view = showLanes(lab, {root: byId("lanes"), legend: byId("legend"), onSelect: () => {}});
    showTransport(lab, view);
    lab.addEventListener("broken", (event) => complain(/** @type {CustomEvent} */ (event).detail));
    lab.start({});
    terminal.focus();
    Object.assign(globalThis, {lab, view}); // for who looks into the console, and for tests
}

main().catch(complain);
