// @ts-check
/* The picture that follows the run, and the buttons that lead the run. */
import * as selection from "d3-selection";
import {zoom, zoomIdentity} from "d3-zoom";
import {View} from "../timeline/view.mjs";
import {byId} from "./dom.mjs";
import {isOver} from "./predict.mjs";

/* What view.mjs takes of d3, of which `event` is set anew all the time. */
const d3 = {
    zoom,
    zoomIdentity,
    select: selection.select,
    get event() {
        return selection.event;
    },
};

/** @param {boolean} follow Who moves the view does not follow any more, and sees that. */
function tellFollow(follow) {
    byId("follow").checked = follow;
}

/** @param {import("./lab.mjs").Lab} lab
 * @param {{root: HTMLElement, legend: HTMLElement, onSelect: (chosen: any) => void}} parts */
export function showLanes(lab, {root, legend, onSelect}) {
    /** @type {any} */
    const view = new View({root, legend, d3, charts: [lab.chart], onSelect, onFollow: tellFollow});
    let /** @type {any} */ chart = lab.chart;
    const isShown = () => view.charts.includes(chart); // and not those of a comparison
    const show = () => {
        chart = lab.chart;
        view.setCharts([chart]);
    };
    lab.addEventListener("start", show);
    for (const name of ["cut", "end", "broken"])
        lab.addEventListener(name, () => isShown() && show());
    lab.addEventListener("trace", () => {
        if (!isShown()) return;
        if (view.follow && lab.settings.run && isOver(chart)) {
            chart.know({live: false}); // so that all of it is seen, and not what comes after
            show();
        } else view.grown();
    });
    return view;
}
