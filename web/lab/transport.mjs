// @ts-check
/* The buttons that lead the run (play, step, back, how fast) and the view of it. */

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("./lab.mjs").Lab} lab
 * @param {any} view */
export function showTransport(lab, view) {
    const toggle = () => (lab.state.playing ? lab.pause() : lab.play());
    const actions = {
        play: toggle,
        step: () => lab.step(1),
        back: () => lab.step(-1),
        in: () => view.zoomIn(),
        out: () => view.zoomOut(),
        fit: () => view.fit(),
        all: () => view.showAll(),
    };
    for (const [id, action] of Object.entries(actions)) byId(id).onclick = action;
    byId("speed").onchange = () => lab.setSpeed(Number(byId("speed").value));
    byId("goto").onchange = () => {
        const {value} = byId("goto"); // empty: nothing, or no number, is no wish for tick 0
        if (value === "") byId("goto").value = lab.state.tick;
        else lab.goTo(Number(value));
    };
    byId("follow").onchange = () => {
        view.follow = byId("follow").checked;
    };
    byId("others").onchange = () => view.setShown({withOthers: byId("others").checked});
    byId("links").onchange = () => view.setShown({withLinks: byId("links").checked});
    lab.addEventListener("state", () => {
        const {playing, tick, ended} = lab.state;
        byId("play").textContent = playing ? "❚❚" : "▶";
        byId("play").setAttribute("aria-label", playing ? "pause" : "play");
        byId("play").disabled = ended;
        if (document.activeElement !== byId("goto")) byId("goto").value = tick;
        byId("state").textContent = wordsFor(lab.state);
    });
}

/** @param {import("./player.mjs").State} state */
function wordsFor({playing, ended, failed, crash}) {
    if (crash) return "the CPU gave up";
    if (failed) return "the kernel panicked";
    if (ended) return "off";
    return playing ? "runs" : "stands still";
}
