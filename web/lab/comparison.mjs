// @ts-check
/* *Run all eight*: the charts of all policies in place of the run's, with bars to compare them,
 * until one goes back to the run. */
import {METRICS} from "../timeline/metrics.mjs";
import {drawComparison, isComparable} from "../timeline/picture.mjs";
import {runAll, settingsOfAll} from "./all.mjs";
import {byId, make} from "./dom.mjs";
import {Remote} from "./remote.mjs";

/** @param {import("./lab.mjs").Lab} lab
 * @param {any} view
 * @param {{parts: import("./machine.mjs").Parts, simulator: import("./simulator.mjs").Simulator,
 *     names: () => string[], onCharts: () => void}} means
 * @returns {(settings: import("./setup.mjs").Settings) => void} what begins it */
export function showComparison(lab, view, {parts, simulator, names, onCharts}) {
    const root = byId("comparison"),
        state = byId("comparison-state"),
        progress = byId("comparison-progress"),
        back = byId("comparison-back"),
        metric = byId("metric"),
        bars = byId("bars");
    /** @type {AbortController | null} */
    let going = null;
    metric.append(...Object.keys(METRICS).map((name) => make("option", {}, name)));

    const drawBars = () => {
        const isDrawn = !root.hidden && isComparable(view.charts);
        byId("metric-label").hidden = !isDrawn;
        bars.setAttribute("height", 0);
        bars.replaceChildren();
        if (!isDrawn) return;
        const width = bars.parentElement.clientWidth;
        const drawn = drawComparison(view.charts, metric.value, width, view.palette);
        bars.setAttribute("height", drawn.height);
        bars.innerHTML = drawn.markup;
    };
    const show = (/** @type {any[]} */ charts) => {
        view.setCharts(charts);
        drawBars();
        onCharts();
    };
    const stop = () => {
        going?.abort(new Error("cancelled"));
        going = null;
    };
    const leave = () => {
        stop();
        if (root.hidden) return;
        root.hidden = true;
        byId("picture").classList.remove("compares");
    };
    const goBack = () => {
        leave();
        show([lab.chart]);
        byId("run-all").focus();
    };

    /** @param {import("./setup.mjs").Settings} settings */
    const begin = async (settings) => {
        const all = settingsOfAll(settings, names());
        stop();
        const controller = new AbortController(),
            remote = new Remote(parts);
        going = controller;
        root.hidden = false;
        byId("picture").classList.add("compares");
        progress.max = all.length;
        const tell = (/** @type {number} */ done) => {
            progress.value = done;
            const isDone = done === all.length;
            progress.hidden = isDone;
            state.textContent = isDone
                ? `one workload, ${all.length} policies`
                : `${done + 1} of ${all.length}: ${all[done].policy}`;
            back.textContent = isDone ? "← back to the run" : "cancel";
        };
        tell(0);
        show([]);
        root.scrollIntoView({block: "nearest"});
        try {
            await runAll(all, {remote, simulator, signal: controller.signal}, (charts) => {
                show(charts);
                tell(charts.length);
            });
        } catch (error) {
            if (going === controller) {
                progress.hidden = true;
                state.textContent = /** @type {Error} */ (error).message;
            }
        } finally {
            remote.close();
        }
    };

    back.onclick = goBack;
    metric.onchange = drawBars;
    view.dark.addEventListener("change", drawBars);
    addEventListener("resize", drawBars);
    lab.addEventListener("start", leave); // the lanes of the new run are shown instead
    return (settings) => void begin(settings);
}
