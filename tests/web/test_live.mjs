/* Charts that are drawn while they grow: node --test tests/web/*.mjs */
import assert from "node:assert/strict";
import {test} from "node:test";
import {Chart} from "../../web/timeline/chart.mjs";
import {drawChart} from "../../web/timeline/draw.mjs";
import {LIGHT} from "../../web/timeline/palette.mjs";
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

test("the book may be learned late, and stands below the lanes of its jobs", () => {
    const chart = liveChart();
    grown(chart, [...lotBegins(2), ...lotGoesOn(2, 0, 5)]);
    assert.ok(!drawn(chart).states.has("book"));
    chart.know({book: [[0, 3, 1]], note: "so far"});
    assert.match(drawn(chart).markup, /<path class="book"[^>]*data-pid="5"/);
    assert.equal(chart.note, "so far");
});
