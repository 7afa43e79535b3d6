// @ts-check
/* The run that the page shows as a link, and the run of a link in the page. Nothing is sent
 * anywhere: the link is the part of the address that a browser keeps to itself. */
import {BUILD} from "./files.mjs";
import {eventsIn, storyHash} from "./hash.mjs";
import {decodeLink, encodeLink} from "./link.mjs";

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("./lab.mjs").Lab} lab
 * @returns {string} From its # on. */
function linkOf(lab) {
    const {settings, state, trace} = lab,
        events = eventsIn(trace);
    return encodeLink({
        settings,
        input: state.input,
        build: BUILD,
        events,
        hash: storyHash(trace.all, events),
    });
}

/** Whether the page may write to the clipboard hangs on how it came, and into which frame.
 * @param {HTMLInputElement} field */
async function copy(field) {
    field.focus();
    field.select();
    try {
        await navigator.clipboard.writeText(field.value);
        return true;
    } catch {
        return document.execCommand("copy");
    }
}

/** @param {import("./machine.mjs").Input[]} some
 * @param {import("./machine.mjs").Input[]} others */
const sameInput = (some, others) =>
    some.length === others.length &&
    some.every(({bytes}, i) => String(bytes) === String(others[i].bytes));

/** What became of the run of a LINK.
 * @param {import("./lab.mjs").Lab} lab
 * @param {import("./link.mjs").Link} link
 * @returns {{same: boolean, words: string} | null} Null: it is not there yet. */
function verdictOn(lab, {input, build, events = 0, hash}) {
    const {state, trace} = lab,
        here = eventsIn(trace);
    const why = !sameInput(input, state.input)
        ? "here, something else was typed"
        : build !== undefined && build !== BUILD
          ? `the link was made by another build of this page, ${build}, and this is ${BUILD}`
          : "the link was changed, or this is a bug of this page, which its authors want to know";
    if (here < events) {
        if (!state.ended) return null;
        const words = `Not the link's run: it ended after ${here} of ${events} events; ${why}.`;
        return {same: false, words};
    }
    const found = storyHash(trace.all, events);
    if (found === hash)
        return {same: true, words: `The same run as the link's: ${events} events, hash ${hash}.`};
    const words = `Not the link's run: of ${events} events the hash is ${found}, no ${hash}; ${why}.`;
    return {same: false, words};
}

/** The editor has what the link has, as far as it can: not any commands are a workload.
 * @param {import("./setup.mjs").Setup} setup
 * @param {import("./lab.mjs").LabSettings} settings Throws if there is no such policy. */
function edit(setup, {policy, hz, seed, run}) {
    setup.set({policy, hz, seed});
    if (run === "") return;
    try {
        setup.set({workload: run});
    } catch {}
}

/** @param {import("./lab.mjs").Lab} lab
 * @param {import("./setup.mjs").Setup} setup
 * @param {(error: unknown) => void} complain
 * @returns What opens the link in the page's address: at first, it boots some run in any case. */
export function showShare(lab, setup, complain) {
    const field = byId("link"),
        note = byId("share-note");
    /** @type {import("./link.mjs").Link | null} */
    let expected = null; // until there is a verdict
    let isOpening = false;

    function compare() {
        if (!expected) return;
        const verdict = verdictOn(lab, expected);
        if (!verdict) return;
        expected = null;
        note.textContent = verdict.words;
        note.dataset.same = verdict.same;
    }

    /** @param {import("./link.mjs").Link} link */
    function boot({settings, input, ...link}) {
        edit(setup, settings);
        isOpening = true;
        lab.start(settings, {input});
        isOpening = false;
        if (link.hash === undefined) {
            note.textContent = "This is the run of the link, which has no hash to compare with.";
            return;
        }
        expected = {settings, input, ...link};
        note.textContent = `This is the run of the link; after ${link.events} events it is compared.`;
    }

    /** @param {boolean} isFirst */
    function open(isFirst) {
        try {
            const link = decodeLink(location.hash);
            if (link) boot(link);
            else if (isFirst) lab.start({});
        } catch (error) {
            const reason = /** @type {Error} */ (error).message;
            if (isFirst) lab.start({});
            complain(
                `The link in this page's address is broken. ${reason}. ` +
                    `${isFirst ? "This is a run without it" : "The run goes on as it was"}; ` +
                    "ask for the link once more.",
            );
        }
    }

    byId("copy").onclick = async () => {
        try {
            field.value = new URL(linkOf(lab), location.origin + location.pathname).href;
        } catch (error) {
            complain(error);
            return;
        }
        field.hidden = false;
        const isCopied = await copy(field);
        const {hash, events} = /** @type {any} */ (decodeLink(new URL(field.value).hash));
        note.textContent =
            `${isCopied ? "Copied" : "Copy it from the field"}: ` +
            `the run up to here, ${events} events, hash ${hash}.`;
    };
    lab.addEventListener("start", () => {
        expected = null;
        note.textContent = "";
        delete note.dataset.same;
        field.hidden = true;
        // another run than the address says
        if (!isOpening && location.hash)
            history.replaceState(null, "", location.pathname + location.search);
    });
    for (const name of ["trace", "end"]) lab.addEventListener(name, compare);
    addEventListener("hashchange", () => open(false));
    return () => open(true);
}
