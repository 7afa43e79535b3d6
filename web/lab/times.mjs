// @ts-check
/* What is known of the run beside its picture: the book's prediction, how far the run agrees,
 * and the times of its jobs. */
import {table} from "../timeline/table.mjs";
import {byId} from "./dom.mjs";
import {compare, foretell} from "./foretell.mjs";
import {isOver} from "./predict.mjs";

const TABLE_MS = 250; // between two tables of a run that goes on
const COMPARE_MS = 100; // between two comparisons, each of which begins at tick 0

/** Lets the chart of each run know the prediction: from its start on, or, if the run keeps a secret,
 * when it is over. To be called before what draws the chart.
 * @param {import("./lab.mjs").Lab} lab
 * @param {import("./simulator.mjs").Simulator} simulator */
export function followPrediction(lab, simulator) {
    /** @type {import("./simulator.mjs").Prediction | null} */
    let prediction = null,
        compared = 0;
    const begin = () => {
        const {prediction: found, facts} = foretell(simulator, lab.settings);
        prediction = found;
        const {firstArrival} = facts;
        lab.chart.know(lab.isSecret && prediction ? {firstArrival} : facts);
    };
    const goOn = () => {
        if (!prediction) return;
        compared = performance.now();
        const /** @type {any} */ chart = lab.chart;
        if (lab.isSecret) {
            if (!isOver(chart)) return;
            lab.isSecret = false;
            begin();
        }
        const {note, difference} = compare(chart, prediction);
        if (note !== chart.note) chart.know({note, difference});
    };
    lab.addEventListener("start", begin);
    lab.addEventListener("cut", () => {
        begin();
        goOn();
    });
    lab.addEventListener("trace", () => {
        const /** @type {any} */ chart = lab.chart;
        if (isOver(chart) || performance.now() - compared > COMPARE_MS) goOn();
    });
    lab.addEventListener("state", () => lab.state.playing || goOn());
    lab.addEventListener("end", goOn);
}

/** The tables of CHARTS, one below the other.
 * @param {any[]} charts
 * @param {boolean} withOthers
 * @returns {string} HTML */
const tablesOf = (charts, withOthers) =>
    charts.length === 1
        ? table(charts[0], withOthers)
        : charts
              .map((chart) => `<div><h3>${chart.policy}</h3>${table(chart, withOthers)}</div>`)
              .join("");

/** @param {import("./lab.mjs").Lab} lab
 * @param {any} view Its charts are those that the tables are of. */
export function showTimes(lab, view) {
    const root = byId("times-tables");
    root.tabIndex = 0; // what scrolls has to be reached by keys
    let shown = "-",
        isAsked = false;
    const draw = () => {
        isAsked = false;
        const charts = view.charts.filter(
            (/** @type {any} */ {jobs}) => jobs.length || view.withOthers,
        );
        const markup = charts.length ? tablesOf(charts, view.withOthers) : "";
        if (markup === shown) return;
        shown = markup;
        root.innerHTML = markup || "<p>Nothing yet: they come with the first job.</p>";
    };
    const ask = () => {
        if (isAsked) return;
        isAsked = true;
        setTimeout(draw, TABLE_MS);
    };
    for (const name of ["start", "trace", "cut", "end"]) lab.addEventListener(name, ask);
    byId("others").addEventListener("change", ask);
    draw();
    return ask;
}
