/* The page of `make timeline`: the charts of its data in one view, playing, the comparison of
 * policies, tables of times, and still pictures to save. */

import {chartsOf} from "./chart.mjs";
import {METRICS} from "./metrics.mjs";
import {drawComparison, drawPicture, isComparable} from "./picture.mjs";
import {table} from "./table.mjs";
import {View} from "./view.mjs";

const {d3} = globalThis;
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const charts = chartsOf(data);

const PLAY_MS = 20000,
    FRAME_MS_MIN = 40,
    FRAME_MS_MAX = 400;

const view = new View({
    root: byId("charts"),
    legend: byId("legend"),
    keysOn: document,
    keys: {" ": togglePlay},
    d3,
    charts,
    withLinks: data.arrows === true,
    onShow: tellTick,
});

/* --- Playing --- */

let player = null;

function pause() {
    clearInterval(player);
    player = null;
    byId("play").textContent = "▶";
}

function play() {
    if (view.until === null) view.show(0);
    byId("play").textContent = "❚❚";
    const wait = Math.min(Math.max(PLAY_MS / view.lastTick, FRAME_MS_MIN), FRAME_MS_MAX);
    player = setInterval(() => view.stepTick(1, false), wait);
}

function togglePlay() {
    if (player) pause();
    else play();
}

function tellTick(until) {
    if (until === null) pause();
    byId("time").value = until ?? view.lastTick;
    byId("until").textContent = until === null ? `all ${view.lastTick} ticks` : `tick ${until}`;
}

/* --- Comparison, tables, and saving a still picture --- */

function drawBars() {
    if (byId("comparison").hidden) return;
    const bars = drawComparison(charts, byId("metric").value, view.width, view.palette);
    byId("bars").setAttribute("height", bars.height);
    byId("bars").innerHTML = bars.markup;
}

function prepareComparison() {
    byId("metric").innerHTML = Object.keys(METRICS)
        .map((name) => `<option>${name}</option>`)
        .join("");
    byId("comparison").hidden = !isComparable(charts);
    byId("metric").onchange = drawBars;
    view.dark.addEventListener("change", drawBars);
    addEventListener("resize", drawBars);
    drawBars();
}

function addTable(chart) {
    const details = document.createElement("details");
    details.open = charts.length === 1;
    details.innerHTML = `<summary>Times</summary><div class="scroll" tabindex="0"></div>`;
    view.sectionOf(chart).append(details);
}

const fillTables = () =>
    charts.forEach((chart) => {
        view.sectionOf(chart).querySelector(".scroll").innerHTML = table(chart, view.withOthers);
    });

function save(url, ending) {
    const link = document.createElement("a");
    link.href = url;
    link.download = `timeline.${ending}`;
    link.click();
}

const stillPicture = () =>
    new Blob(
        [
            drawPicture(data.heading, charts, {
                metric: byId("metric").value,
                withLinks: view.withLinks,
            }),
        ],
        {type: "image/svg+xml"},
    );

function saveSvg() {
    save(URL.createObjectURL(stillPicture()), "svg");
}

function savePng() {
    const image = new Image();
    image.onload = () => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [image.width * 2, image.height * 2];
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        save(canvas.toDataURL("image/png"), "png");
    };
    image.src = URL.createObjectURL(stillPicture());
}

/* --- The page --- */

function connect() {
    const actions = {
        in: () => view.zoomIn(),
        out: () => view.zoomOut(),
        fit: () => view.fit(),
        all: () => view.showAll(),
        play: togglePlay,
        step: () => view.stepTick(1),
        back: () => view.stepTick(-1),
        svg: saveSvg,
        png: savePng,
    };
    for (const [id, action] of Object.entries(actions)) byId(id).onclick = action;
    byId("others").onchange = ({target}) => {
        view.setShown({withOthers: target.checked});
        fillTables();
    };
    byId("others-label").hidden = !charts.some((chart) => chart.jobs.length);
    byId("links").onchange = ({target}) => view.setShown({withLinks: target.checked});
    byId("links").checked = view.withLinks;
    byId("links-label").hidden = !charts.some((chart) => chart.schedule.links.length);
    byId("time").max = view.lastTick;
    byId("time").min = 0;
    byId("time").oninput = (event) => view.show(Number(event.target.value));
}

charts.forEach(addTable);
prepareComparison();
connect();
fillTables();
view.show(null);
