/* Draws the charts of the page's data: again at each change of what is seen, and of each
 * lane only what is in view. One view, in ticks since each chart's origin, for all. */
"use strict";

const byId = (id) => document.getElementById(id);
const {charts, letters} = JSON.parse(byId("data").textContent);

/* Heights of the states, in lanes: the nearer to the CPU, the higher. */
const HEIGHTS = {running: 1, ready: .5, suspended: .5, blocked: .18, zombie: .18, new: .08};
const LEGEND = {running: "running", ready: "ready", blocked: "blocked",
                suspended: "suspended", zombie: "zombie", book: "the book's prediction"};
const STATES = charts[0].states;
const LAYERS = [...STATES.slice(1), STATES[0]];  // running on top
const [GAP, BOOK, TOP, FOOT, MARGIN] = [12, 4, 14, 20, 20];
const [THIN, CELL, LINE] = [2, 8, .75];  // pixels: see boxes
const LETTER = 6.2, ZOOM_MAX = 1e6, KEY_ZOOM = 1.6;

const svgText = (x, y, text, name, anchor = "start") =>
    `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${name}" text-anchor="${anchor}">` +
    `${escape(text)}</text>`;
const escape = (text) => String(text).replace(/[&<>"]/g,
    (letter) => `&#${letter.charCodeAt(0)};`);
const inTicks = (ns, chart) => (ns / chart.tickNs).toFixed(2);

/* --- What is seen: d3-zoom's transform of the first view --- */

const start = [Math.min(...charts.map((chart) => chart.view[0] / chart.tickNs)),
               Math.max(...charts.map((chart) => chart.view[1] / chart.tickNs))];
const whole = [Math.min(start[0], ...charts.map((chart) => chart.first / chart.tickNs)),
               Math.max(start[1], ...charts.map((chart) => chart.last / chart.tickNs))];
let transform = d3.zoomIdentity;
let chosen = null;  // {chart, lane, span}
let width = 0, gutter = 0;

const plotWidth = () => Math.max(width - gutter - MARGIN, 50);
const unscaled = (tick) => (tick - start[0]) / (start[1] - start[0]) * plotWidth();
const xOf = (tick) => gutter + transform.applyX(unscaled(tick));
const tickAt = (x) =>
    start[0] + transform.invertX(x - gutter) / plotWidth() * (start[1] - start[0]);

const zoom = d3.zoom()
    .filter(() => d3.event.type === "wheel" ? d3.event.ctrlKey : !d3.event.button)
    .on("zoom", () => look(d3.event.transform, d3.event.sourceEvent));

/* Shows what NEXT says, in all charts. */
function look(next) {
    transform = d3.zoomIdentity.translate(next.x, 0).scale(next.k);
    for (const chart of charts)
        chart.svg.__zoom = transform;
    hideTip();
    requestDraw();
}

function setBounds() {
    const [left, right] = whole.map(unscaled);
    zoom.extent([[0, 0], [plotWidth(), 1]])
        .translateExtent([[left - 20, -Infinity], [right + 20, Infinity]])
        .scaleExtent([Math.min(1, plotWidth() / (right - left + 40)), ZOOM_MAX]);
}

/* --- A lane --- */

/* The first of SPANS that ends after TIME. */
function firstAfter(spans, time) {
    let low = 0, high = spans.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (spans[middle][2] > time) high = middle; else low = middle + 1;
    }
    return low;
}

/* Calls DRAW with (state, x, width, share of its height) for what to draw of SPANS. Of
 * those that are too thin, each cell of a few pixels shows for what part of it they ran. */
function boxes(chart, spans, draw) {
    const cells = new Map();
    const right = width - MARGIN, lastTime = tickAt(right) * chart.tickNs;
    const first = firstAfter(spans, tickAt(gutter) * chart.tickNs);
    for (let i = first; i < spans.length && spans[i][1] < lastTime; i++) {
        const from = Math.max(xOf(spans[i][1] / chart.tickNs), gutter);
        const to = Math.min(xOf(spans[i][2] / chart.tickNs), right);
        if (to - from >= THIN) {
            draw(STATES[spans[i][0]], from, to - from, 1);
            continue;
        }
        const key = Math.floor((from + to) / 2 / CELL) * STATES.length + spans[i][0];
        const cell = cells.get(key) || {x: from, count: 0, total: 0};
        cells.set(key, {x: cell.x, count: cell.count + 1, total: cell.total + to - from});
    }
    for (const [key, {x, count, total}] of cells) {
        const state = STATES[key % STATES.length];
        const share = state === "running" ? Math.min(total / CELL, 1) : 1;
        if (count === 1)
            draw(state, x, Math.max(total, LINE), 1);
        else if (total > CELL / 20)
            draw(state, Math.floor(key / STATES.length) * CELL, CELL, share);
    }
}

/* A box that stands on BOTTOM, as part of a path. */
const outline = (x, bottom, w, height) => `M${x.toFixed(2)} ${bottom}` +
    `v${(-height).toFixed(2)}h${w.toFixed(2)}v${height.toFixed(2)}z`;

/* A mark at each decision for this lane, and the reason in words or a letter, where there
 * is room. */
function decisions(chart, spans, top) {
    let marks = "", words = "", free = gutter - 4;
    const right = width - MARGIN, lastTime = tickAt(right) * chart.tickNs;
    const first = firstAfter(spans, tickAt(gutter) * chart.tickNs);
    for (let i = first; i < spans.length && spans[i][1] < lastTime; i++) {
        const x = xOf(spans[i][1] / chart.tickNs);
        if (STATES[spans[i][0]] !== "running" || x < free) continue;
        marks += `M${(x - 3).toFixed(2)} ${top - 5}h6l-3 5z`;
        free = x + 7;
        const room = Math.min(xOf(spans[i][2] / chart.tickNs), right) - x - 8;
        const why = chart.whys[spans[i][3]].split(";")[0];
        if (chart.laneHeight < 14 || room < LETTER) continue;
        words += svgText(x + 4, top + chart.laneHeight / 2 + 4,
                         room > why.length * LETTER ? why : letters[why], "why");
    }
    return `<path class="mark" d="${marks}"/>${words}`;
}

/* --- A chart --- */

const shownLanes = (chart) => chart.lanes.filter(
    (lane) => lane.job !== null || byId("others").checked || !chart.hasJobs);

function layOut(chart) {
    chart.shown = shownLanes(chart);
    const count = chart.shown.length;
    chart.laneHeight = count <= 16 ? 22 : count <= 48 ? 14 : 8;
    chart.pitch = chart.laneHeight + (count <= 48 ? GAP : 5);
    chart.height = TOP + count * chart.pitch + FOOT;
    chart.svg.setAttribute("height", chart.height);
}

const laneBottom = (chart, i) => TOP + i * chart.pitch + chart.laneHeight;

/* Round numbers of ticks, not too near to each other. */
function axisTicks() {
    const [from, to] = [tickAt(gutter), tickAt(width - MARGIN)];
    const rough = (to - from) / (plotWidth() / 70);
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((factor) => power * factor >= rough);
    const ticks = [];
    for (let i = Math.ceil(from / step); i * step <= to; i++)
        ticks.push(step < 1 ? (i * step).toFixed(Math.ceil(-Math.log10(step))) : i * step);
    return ticks;
}

function axis(chart) {
    const bottom = chart.height - FOOT;
    const lines = axisTicks().map((tick) =>
        `<path class="grid" d="M${xOf(tick).toFixed(2)} ${TOP - 6}V${bottom}"/>` +
        svgText(xOf(tick), bottom + 13, tick, "axis", "middle"));
    return lines.join("") + svgText(0, bottom + 13, "ticks", "axis");
}

function crossLine(chart, time, name) {
    const x = xOf(time / chart.tickNs);
    return x < gutter || x > width - MARGIN ? "" :
        `<path class="${name}" d="M${x.toFixed(2)} 0V${chart.height - FOOT}"/>`;
}

function chosenBox(chart) {
    if (!chosen || chosen.chart !== chart || !chart.shown.includes(chosen.lane)) return "";
    const [, from, to] = chosen.span.map((time) => time / chart.tickNs);
    const [left, right] = [Math.max(xOf(from), gutter), Math.min(xOf(to), width - MARGIN)];
    const top = laneBottom(chart, chart.shown.indexOf(chosen.lane)) - chart.laneHeight;
    return left > right ? "" : `<rect class="chosen" x="${left}" y="${top}" ` +
        `width="${Math.max(right - left, 1)}" height="${chart.laneHeight}"/>`;
}

function drawChart(chart) {
    const paths = Object.fromEntries(STATES.map((state) => [state, ""]));
    let labels = "", marks = "", book = "";
    chart.shown.forEach((lane, i) => {
        const bottom = laneBottom(chart, i);
        labels += `<text class="label" x="0" y="${bottom - chart.laneHeight * .25}" ` +
            `data-pid="${lane.pid}" data-bottom="${bottom}">${escape(lane.label)}</text>`;
        boxes(chart, lane.spans, (state, x, w, share) => {
            paths[state] += outline(x, bottom, w, chart.laneHeight * HEIGHTS[state] * share);
        });
        boxes(chart, lane.book.map((slice) => [0, ...slice]), (_, x, w, share) => {
            book += outline(x, bottom + 2 + BOOK, w, BOOK * share);
        });
        marks += decisions(chart, lane.spans, bottom - chart.laneHeight);
    });
    const lines = chart.policyChanges.map((time) => crossLine(chart, time, "policy-change"));
    if (chart.difference !== null)
        lines.push(crossLine(chart, chart.difference, "difference"));
    chart.svg.innerHTML = axis(chart) + labels +
        LAYERS.map((state) => `<path class="${state}" d="${paths[state]}"/>`).join("") +
        `<path class="book" d="${book}"/>` + marks + lines.join("") + chosenBox(chart);
    /* For tests and scripts: where the time axis lies. */
    Object.assign(chart.svg.dataset, {x0: xOf(0), tickWidth: xOf(1) - xOf(0),
                                      tickNs: chart.tickNs, laneHeight: chart.laneHeight});
}

let isDrawAsked = false;
function requestDraw() {
    if (isDrawAsked) return;
    isDrawAsked = true;
    requestAnimationFrame(() => {
        isDrawAsked = false;
        charts.forEach(drawChart);
    });
}

function resize() {
    const before = plotWidth();
    width = document.querySelector("main").clientWidth;
    const longest = Math.max(...charts.flatMap(
        (chart) => chart.shown.map((lane) => lane.label.length)));
    gutter = Math.min(longest * 7 + 14, width / 4);
    transform = d3.zoomIdentity.translate(transform.x * plotWidth() / before, 0)
        .scale(transform.k);
    setBounds();
    look(transform);
}

function layOutAll() {
    charts.forEach(layOut);
    resize();
}

/* --- What was there, and why --- */

function laneAt(chart, y) {
    return chart.shown[Math.floor((y - TOP + GAP / 2) / chart.pitch)];
}

function describe(chart, lane, span) {
    const state = STATES[span[0]];
    const name = lane.label === lane.name ? lane.name : `${lane.label} (${lane.name})`;
    return `${name}: ${state}\n` +
        `tick ${inTicks(span[1], chart)} to ${inTicks(span[2], chart)}: ` +
        `${inTicks(span[2] - span[1], chart)} ticks, ` +
        `${((span[2] - span[1]) / 1e6).toFixed(3)} ms\n${state === "running" ?
            "got the CPU: " : ""}${chart.whys[span[3]]}`;
}

/* In place of one span, what a cell that holds several of them stands for. */
function describeCell(chart, lane, x) {
    const [from, to] = [x - CELL / 2, x + CELL / 2].map((edge) => tickAt(edge) * chart.tickNs);
    let ran = 0, count = 0;
    for (let i = firstAfter(lane.spans, from); i < lane.spans.length; i++) {
        const [state, begin, end] = lane.spans[i];
        if (begin >= to) break;
        count++;
        if (STATES[state] === "running") ran += Math.min(end, to) - Math.max(begin, from);
    }
    return count < 4 ? null : `${lane.label}: ${count} spans here, ` +
        `${(100 * ran / (to - from)).toFixed(0)} % of it running\nzoom in to see them`;
}

const tip = byId("tip");

function showTip(text, x, y) {
    tip.textContent = text;
    tip.hidden = false;
    const {width: w, height: h} = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - w - 4))}px`;
    tip.style.top = `${y + h + 20 < innerHeight ? y + 16 : y - h - 10}px`;
}

function hideTip() {
    tip.hidden = true;
}

/* Shows what is under the pointer; with SELECT, marks it too. */
function point(chart, event, select) {
    const frame = chart.svg.getBoundingClientRect();
    const x = event.clientX - frame.left, lane = laneAt(chart, event.clientY - frame.top);
    const time = tickAt(x) * chart.tickNs;
    const span = lane && lane.spans[firstAfter(lane.spans, time)];
    if (!span || span[1] > time || x < gutter) {
        hideTip();
        return;
    }
    if (select) {
        chosen = {chart, lane, span};
        requestDraw();
    }
    showTip(describeCell(chart, lane, x) || describe(chart, lane, span),
            event.clientX, event.clientY);
}

/* --- Keys --- */

/* All decisions that CHART shows, in order. */
function allDecisions(chart) {
    const found = chart.shown.flatMap((lane) => lane.spans
        .filter((span) => STATES[span[0]] === "running").map((span) => ({chart, lane, span})));
    return found.sort((a, b) => a.span[1] - b.span[1]);
}

/* Goes to the next decision (STEP 1) or the one before (-1), and moves the view there. */
function stepDecision(chart, step) {
    const all = allDecisions(chart);
    const isHere = chosen && chosen.chart === chart;
    const time = isHere ? chosen.span[1] : tickAt(gutter) * chart.tickNs;
    const next = step > 0 ? all.find(({span}) => span[1] > time)
                          : all.reverse().find(({span}) => span[1] < time);
    if (!next) return;
    chosen = next;
    const tick = next.span[1] / chart.tickNs;
    if (xOf(tick) < gutter || xOf(tick) > width - MARGIN - 40)
        zoom.translateTo(d3.select(chart.svg), unscaled(tick), 0);
    requestDraw();
    const frame = chart.svg.getBoundingClientRect();
    showTip(describe(chart, next.lane, next.span), frame.left + xOf(tick),
            frame.top + laneBottom(chart, chart.shown.indexOf(next.lane)));
}

const view = () => d3.select(charts[0].svg);
const pan = (pixels) => zoom.translateBy(view(), pixels / transform.k, 0);
const scale = (factor) => zoom.scaleBy(view(), factor);

function showAll() {
    const [left, right] = whole.map(unscaled);
    const k = plotWidth() / (right - left);
    zoom.transform(view(), d3.zoomIdentity.scale(k).translate(-left, 0));
}

const KEYS = {
    ArrowLeft: () => pan(plotWidth() / 8),
    ArrowRight: () => pan(-plotWidth() / 8),
    "+": () => scale(KEY_ZOOM),
    "=": () => scale(KEY_ZOOM),
    "-": () => scale(1 / KEY_ZOOM),
    0: () => look(d3.zoomIdentity),
    n: (chart) => stepDecision(chart, 1),
    p: (chart) => stepDecision(chart, -1),
    Escape: () => { chosen = null; hideTip(); requestDraw(); },
};

function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    const focused = charts.find((chart) => chart.svg === document.activeElement);
    KEYS[event.key](focused || (chosen ? chosen.chart : charts[0]));
    event.preventDefault();
}

/* --- Tables --- */

/* A cell in ticks, and the book's number beside it where there is one. */
function cell(chart, lane, name) {
    const time = lane.times[name], book = lane.times.book && lane.times.book[name];
    if (time === null) return "<td>–</td>";
    return `<td>${inTicks(time, chart)}${book === undefined ? "" : ` <i>${book}</i>`}</td>`;
}

const TIMES = ["arrival", "response", "turnaround", "waiting", "ran"];

function mean(chart, name) {
    const jobs = chart.lanes.filter((lane) => lane.job !== null);
    return jobs.reduce((sum, lane) => sum + lane.times[name], 0) / jobs.length;
}

function table(chart) {
    const rows = chart.lanes.map((lane) =>
        `<tr><td>${escape(lane.label)}</td>` +
        TIMES.map((name) => cell(chart, lane, name)).join("") +
        `<td>${lane.times.switches}</td><td>${lane.times.preempted}</td>` +
        `<td class="text">${escape(lane.times.ending)}</td></tr>`);
    const means = !chart.hasJobs ? "" : "<tr class='mean'><td>mean of the jobs</td><td></td>" +
        TIMES.slice(1).map((name) => `<td>${inTicks(mean(chart, name), chart)}</td>`).join("") +
        "<td></td><td></td><td></td></tr>";
    const heads = [...TIMES, "switches", "preempted"].map((name) => `<th>${name}</th>`);
    return `<div class="scroll"><table><caption>In ticks since ${chart.since}` +
        `${chart.hasJobs ? "; grey: the book" : ""}. Switches: times it got the CPU.` +
        `</caption><tr><th>process</th>${heads.join("")}<th class="text">ended</th></tr>` +
        `${rows.join("")}${means}</table></div>`;
}

/* All policies, side by side. */
function comparison() {
    const names = ["response", "turnaround", "waiting"];
    const switches = (chart) => chart.lanes.reduce(
        (sum, lane) => sum + (lane.job === null ? 0 : lane.times.switches), 0);
    const rows = charts.map((chart) => `<tr><td>${escape(chart.policy)}</td>` +
        names.map((name) => `<td>${inTicks(mean(chart, name), chart)}</td>`).join("") +
        `<td>${switches(chart)}</td></tr>`);
    return `<div class="scroll"><table><caption>Means of the jobs, in ticks, and how often one
        got the CPU.</caption><tr><th>policy</th>${names.map((name) => `<th>${name}</th>`)
        .join("")}<th>switches</th></tr>${rows.join("")}</table></div>`;
}

/* --- The page --- */

function legend() {
    byId("legend").innerHTML = Object.entries(LEGEND).map(([state, text]) => {
        const height = 16 * (HEIGHTS[state] || .25);
        return `<span><svg aria-hidden="true"><rect class="${state}" width="20" ` +
            `height="${height}" y="${15 - height}"/></svg>${text}</span>`;
    }).join("") + `<span><svg aria-hidden="true"><path class="mark" d="M4 5h8l-4 6z"/></svg>` +
        "a decision</span><small>" + Object.entries(letters).map(
            ([why, letter]) => `<b>${letter}</b> ${why}`).join(", ") + "</small>";
}

function addChart(chart) {
    chart.hasJobs = chart.lanes.some((lane) => lane.job !== null);
    const section = document.createElement("section");
    const differs = chart.difference === null ? "" : "differs";
    const open = charts.length === 1 ? "open" : "";
    section.innerHTML = `<h2>${escape(chart.policy)} <small class="${differs}">` +
        `${escape(chart.note)}</small></h2><svg class="chart" tabindex="0" role="img"></svg>` +
        `<details ${open}><summary>Times</summary>${table(chart)}</details>`;
    document.querySelector("main").append(section);
    chart.svg = section.querySelector(".chart");
    chart.svg.setAttribute("aria-label", `Timeline of ${chart.policy}: n and p go from ` +
        "decision to decision");
    d3.select(chart.svg).call(zoom).on("dblclick.zoom", null);
    chart.svg.addEventListener("pointermove", (event) => {
        if (event.buttons === 0) point(chart, event, false);
    });
    chart.svg.addEventListener("pointerleave", hideTip);
    chart.svg.addEventListener("click", (event) => point(chart, event, true));
}

function main() {
    legend();
    const allHaveJobs = charts.length > 1 &&
        charts.every((chart) => chart.lanes.some((lane) => lane.job !== null));
    if (allHaveJobs)
        document.querySelector("main").innerHTML = comparison();
    charts.forEach(addChart);
    byId("others-label").hidden = !charts.some((chart) => chart.hasJobs);
    byId("in").onclick = () => scale(KEY_ZOOM);
    byId("out").onclick = () => scale(1 / KEY_ZOOM);
    byId("fit").onclick = () => look(d3.zoomIdentity);
    byId("all").onclick = showAll;
    byId("others").onchange = layOutAll;
    document.addEventListener("keydown", onKey);
    addEventListener("resize", resize);
    layOutAll();
}

main();
