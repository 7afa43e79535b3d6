/* The page of `make timeline`: draws the charts of its data again at each change of what is
 * seen. One view, in ticks since each chart's time 0, for all of them. */

import {chartsOf} from "./chart.mjs";
import {drawChart, gutterOf} from "./draw.mjs";
import {escaped, FONT} from "./markup.mjs";
import {METRICS} from "./metrics.mjs";
import {DARK, LIGHT} from "./palette.mjs";
import {commonView, drawComparison, drawPicture, isComparable, legendOf} from "./picture.mjs";
import {lookAt, Tip} from "./pointer.mjs";
import {table} from "./table.mjs";
import {describeSpan, factsAt, newsAt} from "./words.mjs";

const {d3} = globalThis;
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("data").textContent);
const charts = chartsOf(data);

const ZOOM_MAX = 1e6,
    KEY_ZOOM = 1.6,
    MARGIN = 14;
/* Part of a tick: what the timer causes happens a little after it. */
const SETTLED = 0.05;
const PLAY_MS = 20000,
    FRAME_MS_MIN = 40,
    FRAME_MS_MAX = 400;

const dark = matchMedia("(prefers-color-scheme: dark)");
const palette = () => (dark.matches ? DARK : LIGHT);

/* --- What is seen: d3-zoom's transform of the first view, and until which tick --- */

const start = commonView(charts);
const whole = charts
    .map((chart) => chart.whole())
    .reduce(([first, last], [begin, end]) => [Math.min(first, begin), Math.max(last, end)], start);
const lastTick = Math.ceil(start[1] - 0.55);
let transform = d3.zoomIdentity;
let chosen = null; // {chart, process, span}
let until = null; // null: all
let width = 0,
    gutter = 0;

const plotWidth = () => Math.max(width - gutter - MARGIN, 50);
const unscaled = (tick) => ((tick - start[0]) / (start[1] - start[0])) * plotWidth();
const xOf = (tick) => gutter + transform.applyX(unscaled(tick));
const tickAt = (x) =>
    start[0] + (transform.invertX(x - gutter) / plotWidth()) * (start[1] - start[0]);

const zoom = d3
    .zoom()
    .filter(() => (d3.event.type === "wheel" ? d3.event.ctrlKey : !d3.event.button))
    .on("zoom", () => look(d3.event.transform));

/* Shows what NEXT says, in all charts. */
function look(next) {
    transform = d3.zoomIdentity.translate(next.x, 0).scale(next.k);
    for (const chart of charts) chart.svg.__zoom = transform;
    tip.hide();
    requestDraw();
}

function setBounds() {
    const [left, right] = whole.map(unscaled);
    zoom.extent([
        [0, 0],
        [plotWidth(), 1],
    ])
        .translateExtent([
            [left - 20, -Infinity],
            [right + 20, Infinity],
        ])
        .scaleExtent([Math.min(1, plotWidth() / (right - left + 40)), ZOOM_MAX]);
}

/* --- Drawing --- */

const withOthers = () => byId("others").checked;
const withLinks = () => byId("links").checked;

function drawOne(chart) {
    const drawn = drawChart(chart, {
        width,
        gutter,
        first: tickAt(gutter),
        last: tickAt(gutter + plotWidth()),
        palette: palette(),
        withOthers: withOthers(),
        withLinks: withLinks(),
        until: until === null ? null : until + SETTLED,
        chosen: chosen && chosen.chart === chart ? chosen : null,
    });
    chart.drawn = drawn;
    chart.svg.setAttribute("height", drawn.height);
    chart.svg.innerHTML = drawn.markup;
    /* For tests and scripts: where the time axis lies. */
    Object.assign(chart.svg.dataset, {
        x0: xOf(0),
        tickWidth: xOf(1) - xOf(0),
        tickNs: chart.tickNs,
        gutter,
    });
    chart.now.innerHTML = until === null ? "" : nowOf(chart);
}

function nowOf(chart) {
    const time = chart.time(until + SETTLED);
    const facts = factsAt(chart, time)
        .map((fact) => `\n${escaped(fact)}`)
        .join("");
    return `<b>${escaped(newsAt(chart, time))}</b>${facts}`;
}

function drawLegend() {
    const legend = legendOf(
        charts.map(({drawn}) => drawn),
        palette(),
    );
    byId("legend").innerHTML =
        legend.items
            .map(
                ({state, markup, words}) =>
                    `<span data-state="${state}"><svg aria-hidden="true">${markup}</svg>${words}</span>`,
            )
            .join("") + legend.lines.map((line) => `<small>${line}</small>`).join("");
}

let isDrawAsked = false;
function requestDraw() {
    if (isDrawAsked) return;
    isDrawAsked = true;
    requestAnimationFrame(() => {
        isDrawAsked = false;
        charts.forEach(drawOne);
        drawLegend();
    });
}

function resize() {
    const before = plotWidth();
    width = document.querySelector("main").clientWidth;
    gutter = gutterOf(charts, withOthers(), width);
    transform = d3.zoomIdentity
        .translate((transform.x * plotWidth()) / before, 0)
        .scale(transform.k);
    setBounds();
    look(transform);
    drawBars();
}

function setColours() {
    for (const name of ["paper", "ink", "faint", "line", "difference", "end"])
        document.documentElement.style.setProperty(`--${name}`, palette()[name]);
    requestDraw();
    drawBars();
}

function drawBars() {
    if (byId("comparison").hidden) return;
    const bars = drawComparison(charts, byId("metric").value, width, palette());
    byId("bars").setAttribute("height", bars.height);
    byId("bars").innerHTML = bars.markup;
}

/* --- Playing --- */

let player = null;

function pause() {
    clearInterval(player);
    player = null;
    byId("play").textContent = "▶";
}

function play() {
    if (until === null) show(0);
    byId("play").textContent = "❚❚";
    const wait = Math.min(Math.max(PLAY_MS / lastTick, FRAME_MS_MIN), FRAME_MS_MAX);
    player = setInterval(() => stepTick(1), wait);
}

/* Shows what had happened until TICK; from the last one on, all. */
function show(tick) {
    until = tick === null || tick >= lastTick ? null : Math.max(tick, 0);
    if (until === null) pause();
    byId("time").value = until ?? lastTick;
    byId("until").textContent = until === null ? `all ${lastTick} ticks` : `tick ${until}`;
    tip.hide();
    if (until !== null && (xOf(until) < gutter || xOf(until) > width - MARGIN))
        zoom.translateTo(view(), unscaled(until), 0);
    requestDraw();
}

/* From all, a step on begins at the start. */
const stepTick = (step) => show((until ?? (step > 0 ? -1 : lastTick)) + step);

/* --- What was there, and why --- */

const tip = new Tip();

/* Shows what is under the pointer; with SELECT, marks it too. */
function point(chart, event, select) {
    const {left, top} = chart.svg.getBoundingClientRect();
    const found = lookAt(chart, chart.drawn, event.clientX - left, event.clientY - top, (x) =>
        chart.time(tickAt(x)),
    );
    if (!found) {
        tip.hide();
        return;
    }
    if (select) {
        chosen = {chart, process: found.process, span: found.span};
        requestDraw();
    }
    tip.show(found.words, event.clientX, event.clientY);
}

/* --- Keys --- */

/* All decisions that CHART shows, in order. */
function allDecisions(chart) {
    const found = chart
        .lanes(withOthers())
        .flatMap((process) =>
            process.spans
                .filter((span) => span.state === "running")
                .map((span) => ({chart, process, span})),
        );
    return found.sort((a, b) => a.span.start - b.span.start);
}

/* Goes to the next decision (STEP 1) or the one before (-1), and moves the view there. */
function stepDecision(chart, step) {
    const all = allDecisions(chart),
        isHere = chosen && chosen.chart === chart;
    const time = isHere ? chosen.span.start : chart.time(tickAt(gutter));
    const next =
        step > 0
            ? all.find(({span}) => span.start > time)
            : all.reverse().find(({span}) => span.start < time);
    if (!next) return;
    chosen = next;
    const tick = chart.tick(next.span.start);
    if (xOf(tick) < gutter || xOf(tick) > width - MARGIN - 40)
        zoom.translateTo(d3.select(chart.svg), unscaled(tick), 0);
    requestDraw();
    const frame = chart.svg.getBoundingClientRect();
    const row = chart.drawn.rows.find(({process}) => process === next.process);
    tip.show(
        describeSpan(chart, next.process, next.span),
        frame.left + xOf(tick),
        frame.top + row.bottom,
    );
}

const view = () => d3.select(charts[0].svg);
const pan = (pixels) => zoom.translateBy(view(), pixels / transform.k, 0);
const scale = (factor) => zoom.scaleBy(view(), factor);

function showAll() {
    const [left, right] = whole.map(unscaled);
    const k = plotWidth() / (right - left);
    zoom.transform(view(), d3.zoomIdentity.scale(k).translate(-left, 0));
}

function togglePlay() {
    if (player) pause();
    else play();
}

const KEYS = {
    ArrowLeft: () => pan(plotWidth() / 8),
    ArrowRight: () => pan(-plotWidth() / 8),
    "+": () => scale(KEY_ZOOM),
    "=": () => scale(KEY_ZOOM),
    "-": () => scale(1 / KEY_ZOOM),
    0: () => look(d3.zoomIdentity),
    " ": togglePlay,
    ".": () => stepTick(1),
    ",": () => stepTick(-1),
    n: (chart) => stepDecision(chart, 1),
    p: (chart) => stepDecision(chart, -1),
    Escape: () => {
        chosen = null;
        tip.hide();
        show(null);
    },
};

/* Whether KEY means something to the element that has the focus. */
const isTaken = (element, key) =>
    element.closest("select") !== null ||
    (key.startsWith("Arrow") && element.closest("input") !== null) ||
    (key === " " && element.closest("button, summary, input") !== null);

function onKey(event) {
    if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        !KEYS[event.key] ||
        isTaken(event.target, event.key)
    )
        return;
    const focused = charts.find((chart) => chart.svg === document.activeElement);
    KEYS[event.key](focused || (chosen ? chosen.chart : charts[0]));
    event.preventDefault();
}

/* --- Tables and saving a still picture --- */

const fillTables = () =>
    charts.forEach((chart) => {
        chart.table.innerHTML = table(chart, withOthers());
    });

function save(url, ending) {
    const link = document.createElement("a");
    link.href = url;
    link.download = `timeline.${ending}`;
    link.click();
}

const stillPicture = () =>
    new Blob(
        [drawPicture(data.heading, charts, {metric: byId("metric").value, withLinks: withLinks()})],
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

function heading(chart) {
    const [name, ...parameters] = chart.words.split(" ");
    const note = chart.cut ? `✕ ${chart.cut.reason}` : chart.note;
    const kind = chart.cut ? "cut" : chart.difference !== null ? "differs" : "";
    return (
        `<h2>${escaped(name)} <small>${escaped(parameters.join(" "))}</small>` +
        `<small class="note ${kind}">${escaped(note)}</small></h2>`
    );
}

function addChart(chart) {
    const section = document.createElement("section");
    section.className = "run";
    section.innerHTML =
        heading(chart) +
        `<svg class="chart" tabindex="0" role="img" font-family="${escaped(FONT)}"></svg>` +
        `<p class="now"></p><details ${charts.length === 1 ? "open" : ""}>` +
        `<summary>Times</summary><div class="scroll" tabindex="0"></div></details>`;
    document.querySelector("main").append(section);
    [chart.svg, chart.now, chart.table] = [".chart", ".now", ".scroll"].map((name) =>
        section.querySelector(name),
    );
    chart.svg.setAttribute(
        "aria-label",
        `Timeline of ${chart.words}: n and p go from decision to decision`,
    );
    d3.select(chart.svg).call(zoom).on("dblclick.zoom", null);
    chart.svg.addEventListener("pointermove", (event) => {
        if (event.buttons === 0) point(chart, event, false);
    });
    chart.svg.addEventListener("pointerleave", () => tip.hide());
    chart.svg.addEventListener("click", (event) => point(chart, event, true));
}

function prepareComparison() {
    byId("metric").innerHTML = Object.keys(METRICS)
        .map((name) => `<option>${name}</option>`)
        .join("");
    byId("comparison").hidden = !isComparable(charts);
    byId("metric").onchange = drawBars;
}

function connect() {
    const actions = {
        in: () => scale(KEY_ZOOM),
        out: () => scale(1 / KEY_ZOOM),
        fit: () => look(d3.zoomIdentity),
        all: showAll,
        play: togglePlay,
        step: () => stepTick(1),
        back: () => stepTick(-1),
        svg: saveSvg,
        png: savePng,
    };
    for (const [id, action] of Object.entries(actions)) byId(id).onclick = action;
    byId("others").onchange = () => {
        fillTables();
        resize();
    };
    byId("others-label").hidden = !charts.some((chart) => chart.jobs.length);
    byId("links").onchange = requestDraw;
    byId("links").checked = data.arrows === true;
    byId("links-label").hidden = !charts.some((chart) => chart.schedule.links.length);
    byId("time").max = lastTick;
    byId("time").min = 0;
    byId("time").oninput = (event) => show(Number(event.target.value));
    document.addEventListener("keydown", onKey);
    dark.addEventListener("change", setColours);
    addEventListener("resize", resize);
}

charts.forEach(addChart);
prepareComparison();
connect();
fillTables();
setColours();
show(null);
resize();
