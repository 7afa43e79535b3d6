// @ts-check
/* What went wrong, and what to do: at the top of the page, where everybody sees and hears it. */

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

const capital = (/** @type {string} */ text) => text[0].toUpperCase() + text.slice(1);

/** Why there can be no machine, if that is so. */
export function checkBrowser() {
    if (typeof WebAssembly !== "object")
        throw new Error(
            "This browser has no WebAssembly, or it is turned off, as by a lockdown mode: the " +
                "machine that Robin runs on needs it. Turn it on, or open the page in another browser.",
        );
    if (typeof Worker !== "function")
        throw new Error("This browser has no workers. Open the page in another one.");
}

/** @param {unknown} error Why the page cannot go on. */
export function complain(error) {
    const panel = byId("message");
    panel.querySelector("p").textContent = error instanceof Error ? error.message : String(error);
    panel.hidden = false;
}

/** @param {import("./lab.mjs").Lab} lab */
export function showMessages(lab) {
    const panel = byId("message");
    const hide = () => {
        panel.hidden = true;
    };
    byId("dismiss").onclick = () => {
        hide();
        byId("console-heading").focus(); // or the focus would be nowhere
    };
    for (const name of ["start", "cut"]) lab.addEventListener(name, hide);
    lab.addEventListener("end", () => {
        const {cut} = /** @type {any} */ (lab.chart);
        if (!cut) return;
        complain(
            `${capital(cut.reason)}. The lanes show what happened up to there, and the console ` +
                "what was said. Go a tick back to see how it came to that; Copy link keeps the run.",
        );
    });
    lab.addEventListener("broken", (event) =>
        complain(
            `The machine broke off: ${/** @type {CustomEvent} */ (event).detail}. What it has told ` +
                "until then stays here. Run begins anew; if that does not help, load the page again.",
        ),
    );
}
