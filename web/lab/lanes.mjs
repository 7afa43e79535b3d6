// @ts-check
/* The picture that follows the run, and the buttons that lead the run. */
import * as selection from "d3-selection";
import {zoom, zoomIdentity} from "d3-zoom";
import {View} from "../timeline/view.mjs";

/* What view.mjs takes of d3, of which `event` is set anew all the time. */
const d3 = {
    zoom,
    zoomIdentity,
    select: selection.select,
    get event() {
        return selection.event;
    },
};

/** @param {import("./lab.mjs").Lab} lab
 * @param {{root: HTMLElement, legend: HTMLElement, onSelect: (chosen: any) => void}} parts */
export function showLanes(lab, {root, legend, onSelect}) {
    /** @type {any} */
    const view = new View({root, legend, d3, charts: [lab.chart], onSelect});
    for (const name of ["start", "cut"])
        lab.addEventListener(name, () => view.setCharts([lab.chart]));
    lab.addEventListener("trace", () => view.setCharts([lab.chart])); // as it grows
    return view;
}
