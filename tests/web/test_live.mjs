/* Charts that are drawn while they grow: node --test tests/web/*.mjs */
import assert from "node:assert/strict";
import {test} from "node:test";
import {Chart} from "../../web/timeline/chart.mjs";
import {drawChart} from "../../web/timeline/draw.mjs";
import {LIGHT} from "../../web/timeline/palette.mjs";
import {legendOf} from "../../web/timeline/picture.mjs";
import {lotBegins, lotGoesOn} from "./lot.mjs";

const liveChart = (more = {}) =>
    new Chart({policy: "mlfq", words: "mlfq levels=3", tickNs: 1e6, live: true, ...more});

const drawn = (chart, more = {}) =>
    drawChart(chart, {width: 1000, gutter: 100, first: 0, last: 40, palette: LIGHT, ...more});

function grown(chart, events) {
    chart.schedule.append(events);
    chart.refresh();
}

test("the lanes of all stay in the order of their pids when jobs come", () => {
    const chart = liveChart();
    grown(chart, [{time: 0, kind: "ready", pid: 9, reason: "none", a: 0, b: 0}]);
    assert.deepEqual(
        chart.lanes(true).map(({pid}) => pid),
        [9],
    );
    grown(chart, lotBegins(2));
    assert.deepEqual(
        chart.lanes(true).map(({pid}) => pid),
        [3, 4, 5, 9],
    );
    assert.deepEqual(
        chart.lanes(false).map(({pid}) => pid),
        [4, 5],
    );
});

test("the first view is as wide however long it runs, and as wide as the book", () => {
    const chart = liveChart();
    const before = chart.view();
    grown(chart, [...lotBegins(2), ...lotGoesOn(2, 0, 500)]);
    assert.deepEqual(chart.view(), before);
    assert.equal(liveChart({book: [[0, 90, 0]]}).view()[1], 90.5);
});

test("no lane moves because the queue gets longer or a job falls to another level", () => {
    const chart = liveChart();
    const places = () => {
        const {rows, height} = drawn(chart);
        return [height, ...rows.map(({top}) => top)];
    };
    grown(chart, [...lotBegins(9), ...lotGoesOn(2, 0, 2)]);
    const before = places();
    grown(chart, lotGoesOn(9, 2, 40));
    assert.equal(chart.schedule.queueRows.length, 9);
    assert.deepEqual(places(), before);
});

/* The ticks that the boxes of CLASS in DRAWN stand for, by pid. */
function ticksOf({shapes, frame}, chart, name) {
    const found = new Map(),
        tickWidth = frame.scale * chart.tickNs;
    for (const {attributes, boxes} of shapes) {
        if (attributes.class !== name) continue;
        const lefts = boxes.filter((_, place) => place % 4 === 0);
        assert.equal(new Set(lefts).size, lefts.length, "one cell is drawn as two");
        let sum = 0;
        for (let at = 0; at < boxes.length; at += 4)
            sum += (boxes[at + 2] * boxes[at + 3]) / 24 / tickWidth; // as high as a lane
        found.set(attributes["data-pid"], sum);
    }
    return found;
}

/* The same from the model, between the ticks FIRST and LAST. */
const ticksIn = (chart, {spans}, first, last) =>
    spans
        .filter(({state}) => state === "running")
        .map(({start, end}) => [start, Math.min(end, chart.schedule.time)])
        .map((edges) => edges.map((time) => Math.min(Math.max(chart.tick(time), first), last)))
        .reduce((sum, [start, end]) => sum + end - start, 0);

test("wherever one looks while it grows, a job has as much of the lane as it ran", () => {
    const chart = liveChart();
    grown(chart, lotBegins(3));
    let looks = 0;
    for (let at = 0; at < 3000; at += 300) {
        grown(chart, lotGoesOn(3, at, at + 300));
        for (const [first, last, until] of [
            [at - 250, at + 150, null],
            [at - 240, at + 160, null],
            [at - 900, at - 500, null],
            [0, at + 290, null],
            [0, at + 290, at / 2 + 7.3],
            [at, at + 290, at + 100.6],
            [at, at + 20, at + 7.5],
        ]) {
            const picture = drawn(chart, {first, last, until, keep: true});
            const shown = ticksOf(picture, chart, "running");
            const end = Math.min(last, until ?? last);
            for (const job of chart.jobs) {
                const ran = ticksIn(chart, job, first, end);
                /* A slice that stands alone in a cell is drawn a little wider than it was; half
                 * a cell may lie beyond the left edge. */
                const error = Math.abs((shown.get(job.pid) ?? 0) - ran);
                assert.ok(error < 0.04 * ran + 9 / (picture.frame.scale * chart.tickNs) / 3);
                looks++;
            }
        }
    }
    assert.equal(looks, 210);
});

test("of a crowd of slices there are as many boxes as there is room for", () => {
    const chart = liveChart();
    grown(chart, [...lotBegins(20), ...lotGoesOn(20, 0, 10000)]);
    const {shapes, ...more} = drawn(chart, {last: 10000, keep: true});
    const count = shapes.reduce((sum, {boxes}) => sum + (boxes?.length ?? 0) / 4, 0);
    assert.ok(count < 20000, `${count} boxes`);
    assert.match(legendOf([more], LIGHT).items.at(-1).words, /too many by turns/);
    const own = shapes.filter(({attributes}) => attributes.class === "cpu");
    assert.deepEqual([...new Set(own.map(({attributes}) => attributes.fill))], [LIGHT.other]);
});

test("the book may be learned late, and stands below the lanes of its jobs", () => {
    const chart = liveChart();
    grown(chart, [...lotBegins(2), ...lotGoesOn(2, 0, 5)]);
    assert.ok(!drawn(chart).states.has("book"));
    chart.know({book: [[0, 3, 1]], note: "so far"});
    assert.match(drawn(chart).markup, /<path class="book"[^>]*data-pid="5"/);
    assert.equal(chart.note, "so far");
});
