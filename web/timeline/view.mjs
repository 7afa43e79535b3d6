/* Shows charts one under another, with one view of time for all of them: zoomed, moved,
 * stepped and pointed at. The page of `make timeline` and the lab both use it.
 *
 *     const view = new View({root, d3, charts, legend, keysOn, keys, onSelect, onShow});
 *
 * ROOT gets a section a chart; LEGEND, if given, the legend. D3 is d3-zoom with d3-selection.
 * Keys are heard on KEYS_ON (as a rule ROOT); KEYS has more of them, {" ": action}.
 * ON_SELECT is told {chart, process, span, decision, time}, or null; ON_SHOW, the tick until
 * which all is shown, null being the end; ON_FOLLOW, whether the newest tick is kept in sight.
 * The style is view.css; the colours are set as variables of the document, --ink and --paper
 * among them.
 *
 * Charts that are `live` may grow: after chart.schedule.append(events), view.grown() draws
 * them in the next frame. The view follows them until it is moved or something is selected,
 * and again when view.follow is set. */
import {drawChart, gutterOf} from "./draw.mjs";
import {escaped} from "./markup.mjs";
import {firstAfter} from "./model.mjs";
import {paint, prepareCanvas} from "./paint.mjs";
import {DARK, LIGHT} from "./palette.mjs";
import {commonView, legendOf} from "./picture.mjs";
import {lookAt, Tip, tellSpan} from "./pointer.mjs";
import {factsAt, newsAt} from "./words.mjs";

const ZOOM_MAX = 1e6,
    KEY_ZOOM = 1.6,
    MARGIN = 14;
const HEIGHT_MAX = 4096; // of a canvas: more would be no canvas, or a dear one
const NEWEST_AT = 0.97, // of the width: where a view that follows has the newest tick
    NEWEST_LEAP = 0.5; // and after each leap of one that does not slide
/* Part of a tick: what the timer causes happens a little after it. */
const SETTLED = 0.05;
const NOTHING = () => {};
const HELP =
    "n and p go from decision to decision; then the arrows go to the slice before and after, " +
    "and to the lanes above and below.";

/* --- A chart's place on the page --- */

function headingOf(chart) {
    const [name, ...parameters] = chart.words.split(" ");
    const note = chart.cut ? `✕ ${chart.cut.reason}` : chart.note;
    const kind = chart.cut ? "cut" : chart.difference !== null ? "differs" : "";
    return (
        `${escaped(name)} <small>${escaped(parameters.join(" "))}</small>` +
        `<small class="note ${kind}">${escaped(note)}</small>`
    );
}

function paneOf(chart) {
    const section = document.createElement("section");
    section.className = "run";
    section.innerHTML =
        "<h2></h2>" +
        `<div class="room"><canvas class="chart" tabindex="0" role="application"></canvas></div>` +
        `<p class="now"></p>`;
    const [heading, room, canvas, now] = ["h2", ".room", ".chart", ".now"].map((name) =>
        section.querySelector(name),
    );
    canvas.setAttribute("aria-label", `Timeline of ${chart.words}. ${HELP}`);
    return {chart, section, heading, room, canvas, now, drawn: null};
}

/* What of a chart that is higher than its canvas stands at the upper edge of that: the canvas
 * sticks to the screen while the rest is scrolled past it. */
function topOf({room, canvas, drawn}) {
    if (!drawn || drawn.height <= HEIGHT_MAX) return 0;
    return canvas.getBoundingClientRect().top - room.getBoundingClientRect().top;
}

/* What a screen reader says when it changes. */
function toldElement() {
    const element = document.createElement("p");
    element.className = "told";
    element.setAttribute("role", "status");
    document.body.append(element);
    return element;
}

/* Parsing is dear where nothing has changed, as in most frames. */
function setMarkup(element, markup) {
    if (element.markup === markup) return;
    element.markup = markup;
    element.innerHTML = markup;
}

export class View {
    constructor(options) {
        Object.assign(this, {
            charts: [],
            legend: null,
            keysOn: options.root,
            onSelect: NOTHING,
            onShow: NOTHING,
            onFollow: NOTHING,
            withOthers: false,
            withLinks: false,
            ...options,
        });
        this.panes = [];
        this.width = this.gutter = 0;
        this.chosen = null; // {chart, process, span}
        this.until = null; // null: all
        this.transform = this.d3.zoomIdentity; // of the first view
        this.tip = new Tip();
        this.told = toldElement();
        this.isDrawAsked = this.isGrown = this.isFollowing = false;
        this.still = matchMedia("(prefers-reduced-motion: reduce)");
        this.prepareZoom();
        this.prepareKeys(options.keys ?? {});
        this.dark = matchMedia("(prefers-color-scheme: dark)");
        this.dark.addEventListener("change", () => this.setColours());
        addEventListener("resize", () => this.resize());
        const scrolled = () => this.panes.some((pane) => topOf(pane) !== pane.top) && this.redraw();
        addEventListener("scroll", scrolled, {capture: true, passive: true});
        this.setColours();
        this.setCharts(this.charts);
    }

    get palette() {
        return this.dark.matches ? DARK : LIGHT;
    }

    setColours() {
        for (const name of ["paper", "ink", "faint", "line", "difference", "end"])
            document.documentElement.style.setProperty(`--${name}`, this.palette[name]);
        this.redraw();
    }

    /* Shows CHARTS in place of those that were shown. */
    setCharts(charts) {
        this.charts = charts;
        this.start = charts.length ? commonView(charts) : [0, 1];
        this.chosen = null;
        this.until = null;
        this.transform = this.d3.zoomIdentity;
        this.isFollowing = this.isLive;
        this.gutter = 0;
        this.panes = charts.map(paneOf);
        this.root.replaceChildren(...this.panes.map(({section}) => section));
        for (const pane of this.panes) this.listen(pane);
        this.resize();
        this.onFollow(this.isFollowing);
    }

    /* The section in which CHART is, to add to it. */
    sectionOf(chart) {
        return this.paneOf(chart).section;
    }

    paneOf(chart) {
        return this.panes.find((pane) => pane.chart === chart);
    }

    /* --- What is seen: d3-zoom's transform of the first view --- */

    get plotWidth() {
        return Math.max(this.width - this.gutter - MARGIN, 50);
    }

    unscaled(tick) {
        return ((tick - this.start[0]) / (this.start[1] - this.start[0])) * this.plotWidth;
    }

    xOf(tick) {
        return this.gutter + this.transform.applyX(this.unscaled(tick));
    }

    tickAt(x) {
        return (
            this.start[0] +
            (this.transform.invertX(x - this.gutter) / this.plotWidth) *
                (this.start[1] - this.start[0])
        );
    }

    prepareZoom() {
        const {d3} = this;
        this.zoom = d3
            .zoom()
            .filter(() => (d3.event.type === "wheel" ? d3.event.ctrlKey : !d3.event.button))
            .on("zoom", () => {
                const {sourceEvent, transform} = d3.event;
                if (sourceEvent && transform.k === this.transform.k) this.follow = false;
                this.look(transform);
            });
    }

    /* Shows what TRANSFORM says, in all charts. */
    look(transform) {
        this.transform = this.d3.zoomIdentity.translate(transform.x, 0).scale(transform.k);
        for (const zoomed of [this.root, ...this.panes.map(({canvas}) => canvas)])
            zoomed.__zoom = this.transform;
        this.tip.hide();
        this.redraw();
    }

    /* From the first event of all charts to the last, and at least the first view. */
    get whole() {
        const all = [this.start, ...this.charts.map((chart) => chart.whole())];
        return [Math.min(...all.map(([first]) => first)), Math.max(...all.map(([, last]) => last))];
    }

    setBounds() {
        const [left, right] = this.whole.map((tick) => this.unscaled(tick));
        this.zoom
            .extent([
                [0, 0],
                [this.plotWidth, 1],
            ])
            .translateExtent([
                [left - 20, -Infinity],
                [right + 20, Infinity],
            ])
            .scaleExtent([Math.min(1, this.plotWidth / (right - left + 40)), ZOOM_MAX]);
    }

    resize() {
        this.setWidth(this.root.clientWidth, 0);
        this.setBounds();
        this.look(this.transform);
    }

    /* The column of labels is as wide as they need, and GUTTER_MIN. */
    setWidth(width, gutterMin) {
        const before = this.plotWidth;
        this.width = width;
        this.gutter = Math.max(gutterOf(this.charts, this.withOthers, width), gutterMin);
        this.transform = this.d3.zoomIdentity
            .translate((this.transform.x * this.plotWidth) / before, 0)
            .scale(this.transform.k);
    }

    get zoomed() {
        return this.d3.select(this.root);
    }

    pan(pixels) {
        this.follow = false;
        this.zoom.translateBy(this.zoomed, pixels / this.transform.k, 0);
    }

    scale(factor) {
        this.zoom.scaleBy(this.zoomed, factor);
    }

    zoomIn() {
        this.scale(KEY_ZOOM);
    }

    zoomOut() {
        this.scale(1 / KEY_ZOOM);
    }

    /* As at first. */
    fit() {
        this.look(this.d3.zoomIdentity);
    }

    /* From the first event to the last. */
    showAll() {
        this.follow = false;
        const [left, right] = this.whole.map((tick) => this.unscaled(tick));
        const k = this.plotWidth / (right - left);
        this.zoom.transform(this.zoomed, this.d3.zoomIdentity.scale(k).translate(-left, 0));
    }

    /* Moves the view to TICK, unless it is in sight with ROOM pixels after it. */
    reveal(tick, room = 0) {
        if (!this.isInSight(tick, room)) this.zoom.translateTo(this.zoomed, this.unscaled(tick), 0);
    }

    isInSight(tick, room) {
        return this.xOf(tick) >= this.gutter && this.xOf(tick) <= this.width - MARGIN - room;
    }

    /* Whether init, its shell and whoever else is no job have lanes, too; and arrows. */
    setShown({withOthers = this.withOthers, withLinks = this.withLinks}) {
        Object.assign(this, {withOthers, withLinks});
        this.resize();
    }

    /* --- What grows --- */

    get isLive() {
        return this.charts.some(({live}) => live);
    }

    get newestTick() {
        return Math.max(0, ...this.charts.map((chart) => chart.whole()[1]));
    }

    /* Whether the newest tick is kept in sight while nothing but it is asked for. */
    get follow() {
        return this.isFollowing;
    }

    set follow(follow) {
        if (follow === this.isFollowing) return;
        this.isFollowing = follow;
        this.onFollow(follow);
        this.redraw();
    }

    /* The charts' schedules have got more events: draws them in the next frame. */
    grown() {
        this.isGrown = true;
        this.redraw();
    }

    takeGrowth() {
        this.isGrown = false;
        for (const chart of this.charts) chart.refresh();
        this.setWidth(this.width, this.gutter);
        this.setBounds();
    }

    /* Nothing is moved while the newest tick still has room in the first view; then it slides
     * or, for who does not like what moves, leaps. */
    goToNewest() {
        const ends = this.charts.map((chart) => chart.lastOfLanes(this.withOthers));
        const newest = Math.max(0, ...ends),
            {k} = this.transform;
        if (this.still.matches && this.isInSight(newest, 0)) return;
        const ticks = (this.start[1] - this.start[0]) / k;
        const part = this.still.matches ? NEWEST_LEAP : NEWEST_AT;
        const left = Math.max(newest - ticks * part, this.start[0]);
        this.look(this.d3.zoomIdentity.translate(-this.unscaled(left) * k, 0).scale(k));
    }

    /* --- Drawing --- */

    redraw() {
        if (this.isDrawAsked) return;
        this.isDrawAsked = true;
        requestAnimationFrame(() => {
            const begin = performance.now();
            if (this.isGrown) this.takeGrowth();
            if (this.isFollowing && this.until === null) this.goToNewest();
            this.isDrawAsked = false;
            for (const pane of this.panes) this.draw(pane);
            this.drawLegend();
            this.frameMs = performance.now() - begin; // for who measures
        });
    }

    draw(pane) {
        const {chart, room, canvas, now} = pane,
            {width, gutter, palette, withOthers, withLinks, until, chosen} = this;
        setMarkup(pane.heading, headingOf(chart));
        pane.drawn = drawChart(chart, {
            width,
            gutter,
            first: this.tickAt(gutter),
            last: this.tickAt(gutter + this.plotWidth),
            palette,
            withOthers,
            withLinks,
            until: until === null ? null : until + SETTLED,
            chosen: chosen && chosen.chart === chart ? chosen : null,
            keep: true,
            withNumbers: true,
            seen: [topOf(pane), topOf(pane) + HEIGHT_MAX],
        });
        const {height, shapes} = pane.drawn;
        room.style.height = `${height}px`;
        pane.top = topOf(pane);
        paint(prepareCanvas(canvas, width, Math.min(height, HEIGHT_MAX), pane.top), shapes);
        /* For tests and scripts: what is drawn, and where the time axis lies. */
        canvas.picture = {
            shapes: pane.drawn.shapes,
            x0: this.xOf(0),
            tickWidth: this.xOf(1) - this.xOf(0),
            tickNs: chart.tickNs,
            gutter,
        };
        setMarkup(now, until === null ? "" : this.nowOf(chart));
    }

    nowOf(chart) {
        const time = chart.time(this.until + SETTLED);
        const facts = factsAt(chart, time)
            .map((fact) => `\n${escaped(fact)}`)
            .join("");
        return `<b>${escaped(newsAt(chart, time))}</b>${facts}`;
    }

    drawLegend() {
        if (!this.legend) return;
        const {items, lines} = legendOf(
            this.panes.map(({drawn}) => drawn),
            this.palette,
        );
        const spans = items.map(
            ({state, markup, words}) =>
                `<span data-state="${state}"><svg aria-hidden="true">${markup}</svg>${words}</span>`,
        );
        setMarkup(
            this.legend,
            spans.join("") + lines.map((line) => `<small>${line}</small>`).join(""),
        );
    }

    /* --- Until when --- */

    get lastTick() {
        return this.isLive ? Math.floor(this.newestTick) : Math.ceil(this.start[1] - 0.55);
    }

    /* A screen reader says WORDS. */
    tell(words) {
        this.told.textContent = words;
    }

    /* Shows what had happened until TICK; from the last one on, or null: all. IS_TOLD: what
     * that was is said, as it is not while a run is played. */
    show(tick, isTold = true) {
        this.until = tick === null || tick >= this.lastTick ? null : Math.max(tick, 0);
        this.tip.hide();
        if (this.until !== null) this.reveal(this.until);
        this.redraw();
        if (isTold && this.until !== null) this.tell(this.newsOfAll());
        this.onShow(this.until);
    }

    /* From all, a step on begins at the start of what does not grow. */
    stepTick(step, isTold = true) {
        const isFromStart = step > 0 && !this.isLive;
        this.show((this.until ?? (isFromStart ? -1 : this.lastTick)) + step, isTold);
    }

    newsOfAll() {
        const news = this.charts.map((chart) => newsAt(chart, chart.time(this.until + SETTLED)));
        return `Tick ${this.until}. ${news.join(" ")}`;
    }

    /* --- What was there, and why --- */

    listen({chart, canvas}) {
        this.d3.select(canvas).call(this.zoom).on("dblclick.zoom", null);
        canvas.addEventListener("pointermove", (event) => {
            if (event.buttons === 0) this.point(chart, event, false);
        });
        canvas.addEventListener("pointerleave", () => this.tip.hide());
        canvas.addEventListener("click", (event) => this.point(chart, event, true));
    }

    /* Shows what is under the pointer; with SELECT, marks it too. */
    point(chart, event, select) {
        const {room, drawn} = this.paneOf(chart);
        const {left, top} = room.getBoundingClientRect();
        const found = lookAt(chart, drawn, event.clientX - left, event.clientY - top, (x) =>
            chart.time(this.tickAt(x)),
        );
        if (!found) {
            this.tip.hide();
            return;
        }
        if (select) this.choose({chart, process: found.process, span: found.span}, found.time);
        this.tip.show(found.words, event.clientX, event.clientY);
    }

    /* Marks the span of CHOSEN, {chart, process, span}, or none if it is null. */
    choose(chosen, time = chosen?.span.start) {
        this.chosen = chosen;
        if (chosen) this.follow = false;
        this.tell(chosen ? tellSpan(chosen.chart, chosen.process, chosen.span) : "");
        this.redraw();
        this.onSelect(chosen && {...chosen, decision: chosen.span.decision ?? null, time});
    }

    /* Goes from the chosen slice to the one before (STEP -1) or after (1) in its lane. */
    stepSpan(step) {
        const {chart, process, span} = this.chosen;
        const next = process.spans[process.spans.indexOf(span) + step];
        if (next) this.go({chart, process, span: next});
    }

    /* Goes to what the lane above (STEP -1) or below (1) shows at the time of the chosen slice. */
    stepLane(step) {
        const {chart, process, span} = this.chosen;
        const lanes = chart.lanes(this.withOthers);
        const next = lanes[lanes.indexOf(process) + step];
        const there = next?.spans[firstAfter(next.spans, span.start)] ?? next?.spans.at(-1);
        if (there) this.go({chart, process: next, span: there});
    }

    /* Marks SPAN, of whatever process of the charts it is, and moves the view there. */
    select(span) {
        for (const chart of this.charts)
            for (const process of chart.schedule.processes.values())
                if (process.spans.includes(span)) this.go({chart, process, span});
    }

    go(next) {
        const {chart, process, span} = next;
        this.choose(next);
        const tick = chart.tick(span.start);
        this.reveal(tick, 40);
        const {room, drawn} = this.paneOf(chart);
        const row = drawn?.rows.find((one) => one.process === process);
        if (!row) return;
        const y = room.getBoundingClientRect().top + row.top;
        if (y < 0 || y > innerHeight) scrollBy(0, y - innerHeight / 2);
        const frame = room.getBoundingClientRect();
        this.tip.show(
            tellSpan(chart, process, span),
            frame.left + this.xOf(tick),
            frame.top + row.bottom,
        );
    }

    /* The decision of CHART next after TIME (STEP 1) or before it (-1), if there is one. */
    decisionFrom(chart, time, step) {
        let best = null;
        for (const process of chart.lanes(this.withOthers)) {
            const {spans} = process;
            const isFound = (span) =>
                span.state === "running" && Math.sign(span.start - time) === step;
            let at = firstAfter(spans, time);
            while (spans[at] && !isFound(spans[at])) at += step;
            if (at === spans.length && step < 0) at = spans.findLastIndex(isFound);
            const span = spans[at];
            if (span && (!best || Math.sign(best.span.start - span.start) === step))
                best = {chart, process, span};
        }
        return best;
    }

    /* Goes to the next decision (STEP 1) or the one before (-1), and moves the view there. */
    stepDecision(chart, step) {
        const isHere = this.chosen?.chart === chart;
        const time = isHere ? this.chosen.span.start : chart.time(this.tickAt(this.gutter));
        const next =
            this.decisionFrom(chart, time, step) ??
            (isHere ? null : this.decisionFrom(chart, time, -step));
        if (next) this.go(next);
    }

    /* Marks nothing, and shows all. */
    letGo() {
        this.choose(null);
        this.show(null);
    }

    /* --- Keys --- */

    prepareKeys(more) {
        this.keys = {
            ArrowLeft: () => (this.chosen ? this.stepSpan(-1) : this.pan(this.plotWidth / 8)),
            ArrowRight: () => (this.chosen ? this.stepSpan(1) : this.pan(-this.plotWidth / 8)),
            ArrowUp: () => this.stepLane(-1),
            ArrowDown: () => this.stepLane(1),
            "+": () => this.zoomIn(),
            "=": () => this.zoomIn(),
            "-": () => this.zoomOut(),
            0: () => this.fit(),
            ".": () => this.stepTick(1),
            ",": () => this.stepTick(-1),
            n: (chart) => this.stepDecision(chart, 1),
            p: (chart) => this.stepDecision(chart, -1),
            Escape: () => this.letGo(),
            ...more,
        };
        this.keysOn.addEventListener("keydown", (event) => this.onKey(event));
    }

    onKey(event) {
        const action = this.keys[event.key];
        if (
            event.ctrlKey ||
            event.metaKey ||
            event.altKey ||
            !action ||
            (/Up|Down/.test(event.key) && !this.chosen) ||
            isTaken(event.target, event.key)
        )
            return;
        const focused = this.panes.find(({canvas}) => canvas === document.activeElement);
        const chart = focused?.chart ?? this.chosen?.chart ?? this.charts[0];
        if (!chart) return;
        action(chart);
        event.preventDefault();
    }
}

/* Whether KEY means something to the element that has the focus. */
const isTaken = (element, key) =>
    element.closest("select, textarea, input:not([type]), [contenteditable]") !== null ||
    (key.startsWith("Arrow") && element.closest("input") !== null) ||
    (key === " " && element.closest("button, summary, input") !== null);
