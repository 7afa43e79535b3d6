// @ts-check
/* What is said where the page's program does not come: a script of its own, in front of it, for
 * browsers that are older than modules, too. */

/** @param {string} text */
function say(text) {
    const panel = /** @type {HTMLElement} */ (document.getElementById("message"));
    /** @type {HTMLElement} */ (panel.querySelector("p")).textContent = text;
    panel.hidden = false;
}

/** @param {ErrorEvent | Event} event */
function sayMissing({target}) {
    if (target instanceof HTMLScriptElement)
        say(
            `This page's program could not be loaded: ${target.src}. Load the page again; ` +
                "if that does not help, tell whoever runs this site.",
        );
}

if (location.protocol === "file:")
    say(
        "A browser lets no page run that is opened as a file: it has to come from a server. " +
            "In Robin's folder `make web-serve` starts one.",
    );
else if (globalThis.origin === "null")
    say(
        "The page around this one keeps it from its own files: the sandbox of its frame needs " +
            "allow-same-origin besides allow-scripts.",
    );
else if (!("noModule" in HTMLScriptElement.prototype))
    say("This browser is too old for this page. Open it in another, or in a newer one.");
else addEventListener("error", sayMissing, true); // what does not load tells nobody above it
