// @ts-check
/* A player in a worker of its own, so that the page stays awake and the real time is the page's
 * alone. Messages in: {do: "load", with: Parts}, {do: "boot", with: Settings, run: its number}, and
 * the methods of Player with their argument. Messages out: {tell: the name of what a Listener is
 * told, with: that, run}. */
import {Player} from "./player.mjs";

/** @type {import("./machine.mjs").Parts} */
let parts;
/** @type {Player | undefined} */
let player;
let booting = Promise.resolve(); // one after the other: two at once would share a clock

/** @param {number} run
 * @returns {import("./player.mjs").Listener} */
function listenerOf(run) {
    const tell = (/** @type {string} */ what) => (/** @type {unknown} */ value) =>
        postMessage({tell: what, with: value, run});
    return {
        console: tell("console"),
        trace: tell("trace"),
        cut: tell("cut"),
        state: tell("state"),
        picture: tell("picture"),
    };
}

/** @param {import("./machine.mjs").Settings} settings
 * @param {number} run */
async function boot(settings, run) {
    player?.close();
    player = undefined; // what is asked of the machine meanwhile is for nobody
    player = await Player.boot(parts, settings, listenerOf(run));
    postMessage({tell: "booted", run});
}

addEventListener("message", async ({data}) => {
    try {
        if (data.do === "load") parts = data.with;
        else if (data.do === "boot") {
            booting = booting.catch(() => {}).then(() => boot(data.with, data.run));
            await booting;
        } else if (player) /** @type {any} */ (player)[data.do](data.with);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        postMessage({tell: "broken", with: reason, run: data.run});
    }
});
