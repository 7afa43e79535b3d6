/* The model and the drawing of web/timeline without a browser: node --test tests/web/*.mjs */
import assert from "node:assert/strict";
import {test} from "node:test";
import {Chart, chartsOf} from "../../web/timeline/chart.mjs";
import {axisTicks, drawChart} from "../../web/timeline/draw.mjs";
import {jain, ranking} from "../../web/timeline/metrics.mjs";
import {lastUntil} from "../../web/timeline/model.mjs";
import {contrast, DARK, difference, LIGHT, mix, textOn} from "../../web/timeline/palette.mjs";
import {drawComparison, drawPicture, isComparable, legendOf} from "../../web/timeline/picture.mjs";
import {WAITS} from "../../web/timeline/trace.mjs";
import {describeDisk, describeSpan, factsAt, plain, sentence} from "../../web/timeline/words.mjs";
import {EVENTS, run, TICK_NS, traceOf, withMore} from "./traces.mjs";

const OPTIONS = {width: 1000, gutter: 100, first: 0, last: 7, palette: LIGHT};

function chartOf(events, run = {policy: "rr"}) {
    const chart = new Chart(run);
    chart.push(traceOf(events));
    return chart;
}

const drawn = (chart, more = {}) => drawChart(chart, {...OPTIONS, ...more});
const decisionOf = (chart, pid) => chart.schedule.decisions.find((found) => found.pid === pid);

/* [left, right] in ticks of what CLASS shows of PID, and can be seen. */
function boxes(chart, name, pid, markup = drawn(chart).markup) {
    const path = new RegExp(`<path class="${name}"[^>]*data-pid="${pid}" d="([^"]*)"`).exec(markup);
    const scale = (1000 - 14 - 100) / 7;
    return [...(path ? path[1] : "").matchAll(/M([-\d.]+) [-\d.]+v[-\d.]+h([-\d.]+)/g)]
        .map(([, x, width]) =>
            [Number(x), Number(x) + Number(width)].map(
                (edge) => Math.round(((edge - 100) / scale) * 10) / 10,
            ),
        )
        .filter(([left, right]) => right > left);
}

/* --- The model --- */

test("each job has its slices, in ticks of the workload", () => {
    const chart = chartOf(EVENTS);
    assert.deepEqual(
        chart.jobs.map((job) => job.pid),
        [4, 5, 6],
    );
    assert.deepEqual(boxes(chart, "running", 4), [
        [0, 2],
        [5, 6],
    ]);
    assert.deepEqual(boxes(chart, "running", 5), [
        [2, 3],
        [4, 5],
    ]);
    assert.deepEqual(boxes(chart, "running", 6), [[3, 4]]);
    assert.deepEqual(boxes(chart, "blocked", 5), [[3, 4]]);
});

test("a trace that comes in pieces is drawn after each, and at last as if it came at once", () => {
    const bytes = traceOf(EVENTS),
        growing = new Chart({policy: "rr"});
    for (let at = 0; at < bytes.length; at += 7) {
        growing.push(bytes.subarray(at, at + 7));
        assert.match(drawn(growing).markup, /CPU/);
    }
    assert.equal(drawn(growing).markup, drawn(chartOf(EVENTS)).markup);
});

test("kinds that are not known are skipped, version 1 is read, version 3 refused", () => {
    assert.deepEqual(boxes(chartOf(withMore([1500, 99, 4, {a: 9}])), "running", 6), [[3, 4]]);
    const old = new Chart({policy: "rr"});
    old.push(traceOf(EVENTS, 1));
    assert.deepEqual(boxes(old, "running", 6), [[3, 4]]);
    assert.throws(() => new Chart({policy: "rr"}).push(traceOf(EVENTS, 3)), /version/);
    assert.throws(() => new Chart({policy: "rr"}).push(new Uint8Array(16)), /not a trace/);
});

test("a queue of more than three goes on in the next record, and 15 end it", () => {
    const chart = chartOf(
        withMore(
            [1100, "queue", 4, {a: 5, b: 6}],
            [1100, "queue", 3],
            [1200, "queue", 0],
            ...[1, 4, 7, 10, 13].map((pid) => [1300, "queue", pid, {a: pid + 1, b: pid + 2}]),
        ),
    );
    const pids = (time) => lastUntil(chart.schedule.queues, time)?.pids;
    assert.equal(pids(1099), undefined);
    assert.deepEqual(pids(1100), [4, 5, 6, 3]);
    assert.deepEqual(pids(1200), []);
    assert.equal(pids(1300).length, 15);
});

test("a schedule as JSON is drawn as the trace is", () => {
    const waits = [
        [0, 2000, 5, "ready", ""],
        [0, 3000, 6, "ready", ""],
        [2000, 5000, 4, "ready", ""],
        [3000, 4000, 5, "blocked", "on rest"],
    ];
    const jobs = [4, 5, 6].map((pid, job) => ({
        pid,
        job,
        name: "spin",
        ended: [6000, 5000, 4000][job],
        ending: "used up",
    }));
    const [chart] = chartsOf({
        runs: [
            {
                schedule: {
                    policy: "rr",
                    tick_ns: TICK_NS,
                    jobs,
                    waits,
                    slices: [
                        [0, 2000, 4, "idle over"],
                        [2000, 3000, 5, "slice over"],
                        [3000, 4000, 6, "blocked"],
                        [4000, 5000, 5, "ended"],
                        [5000, 6000, 4, "ended"],
                    ],
                },
            },
        ],
    });
    const traced = chartOf(EVENTS);
    for (const name of ["running", "ready", "blocked"])
        for (const pid of [4, 5, 6])
            assert.deepEqual(boxes(chart, name, pid), boxes(traced, name, pid), `${name} ${pid}`);
    assert.match(sentence(chart, decisionOf(chart, 6)), /^Job 1 waits for I\/O; job 2/);
});

test("a case in OSTEP's form is drawn, and who does not run is not", () => {
    const [chart] = chartsOf({
        runs: [
            {
                schedule: {
                    policy: "fifo",
                    timeline: [
                        [0, 0, 3],
                        [3, -1, 1],
                        [4, 1, 3],
                    ],
                },
            },
        ],
    });
    assert.deepEqual(
        chart.jobs.map((job) => chart.label(job.pid)),
        ["job 0", "job 1"],
    );
    assert.deepEqual(
        [boxes(chart, "running", 1), boxes(chart, "running", 2)],
        [[[0, 3]], [[4, 7]]],
    );
    assert.deepEqual(boxes(chart, "ready", 2), []);
});

test("of a case whose jobs are known one sees who waits, and for what", () => {
    const [chart] = chartsOf({
        runs: [
            {
                schedule: {
                    policy: "fifo",
                    io_time: 2,
                    timeline: [
                        [0, 0, 1],
                        [1, 1, 3],
                        [4, 0, 1],
                    ],
                    jobs: [
                        {arrival: 0, length: 2, io_every: 1},
                        {arrival: 0, length: 3},
                    ],
                },
            },
        ],
    });
    assert.deepEqual(boxes(chart, "blocked", 1), [[1, 3]]);
    assert.deepEqual(boxes(chart, "ready", 1), [[3, 4]]);
    assert.deepEqual(boxes(chart, "ready", 2), [[0, 1]]);
    assert.deepEqual(
        chart.jobs.map((job) => chart.times(job).turnaround),
        [5, 4],
    );
});

test("without known arrivals schedules are not compared by times", () => {
    const run = (jobs) => ({schedule: {timeline: [[0, 0, 2]], jobs}});
    const unknown = chartsOf({runs: [run(), run()]}),
        jobs = [{arrival: 0, length: 2}];
    assert.ok(!isComparable(unknown));
    assert.ok(isComparable(chartsOf({runs: [run(jobs), run(jobs)]})));
    assert.ok(!isComparable(chartsOf({runs: [run(jobs)]})));
});

test("a tick is as long as most are, though the machine has lost some", () => {
    const ticks = [1, 2, 3, 4, 13, 14].map((number, i) => [number * 999, "tick", 0, {a: i + 1}]);
    assert.equal(chartOf(ticks).tickNs, 999);
});

/* --- Words --- */

const texts = (markup) =>
    [...markup.matchAll(/class="why"[^>]*>([^<]*)</g)].map(([, word]) => word);

test("a bar says at its end why it ended", () => {
    const {markup} = drawn(chartOf(EVENTS));
    assert.deepEqual(texts(markup), ["slice over", "done", "I/O", "done", "done"]);
    const [, x, , anchor] =
        /<text x="([\d.]+)" y="([\d.]+)"[^>]*text-anchor="(\w+)" class="why"/.exec(markup);
    assert.equal(anchor, "end");
    const {frame} = drawn(chartOf(EVENTS));
    assert.ok(Math.abs(Number(x) - (frame.x(3001) - 4)) < 0.1);
});

test("where there is no room for a word stands its letter, which the legend explains", () => {
    const small = drawn(chartOf(EVENTS), {last: 70});
    assert.ok(texts(small.markup).includes("s"));
    assert.deepEqual(legendOf([small], LIGHT).lines, [
        "why a bar ended: s slice over, i I/O, d done",
    ]);
});

const RULES = {
    rr: "is the longest in the queue",
    fifo: "came first",
    sjf: "is the shortest, with 5 ticks",
    stcf: "has the least left",
    mlfq: "stands first on the highest level that has a job, Q1",
    lottery: "holds ticket 42 of 300, which was drawn",
    stride: "has the least pass, 700",
    fair: "has the least virtual time, 0.00 ms",
    "process-run": "is the next one in turn",
    lifo: "is who lifo picked",
};

for (const [policy, words] of Object.entries(RULES))
    test(`${policy} says why the next one began`, () => {
        const chart = chartOf(
            withMore(
                [3000.5, "level", 5, {a: 1}],
                [3000.5, "pass", 5, {a: 700}],
                [3000.5, "draw", 5, {a: 42, b: 300}],
            ),
            {policy},
        );
        assert.equal(
            sentence(chart, decisionOf(chart, 5)),
            `The slice of job 0 is over; job 1, which has waited 2 ticks, ${words}.`,
        );
    });

test("an explanation says why a bar began and why it ended", () => {
    const chart = chartOf(EVENTS),
        job = chart.jobs[1];
    const words = describeSpan(
        chart,
        job,
        job.spans.find((span) => span.state === "running"),
    );
    assert.match(words, /^job 1 \(spin 5\) has the CPU\ntick 2\.00 to 3\.00: 1\.00 ticks/);
    assert.match(
        words,
        /Began: The slice of job 0 is over; job 1, which has waited 2 ticks, is the/,
    );
    assert.match(
        words,
        /Ended: Job 1 waits for I\/O; job 2, which has waited 3 ticks, is the longest/,
    );
});

test("a bar of a recorded run says how to go there", () => {
    const chart = chartOf(EVENTS, {policy: "rr", recorded: true}),
        job = chart.jobs[1];
    const span = job.spans.find(({state}) => state === "running");
    assert.match(
        describeSpan(chart, job, span),
        new RegExp(`^Go there: make replay AT=${span.start}$`, "m"),
    );
    assert.doesNotMatch(describeSpan(chartOf(EVENTS), job, span), /replay/);
});

test("who is alone is not said to be preferred", () => {
    const chart = chartOf(EVENTS);
    const last = chart.schedule.decisions.filter((decision) => decision.pid === 4).at(-1);
    assert.equal(
        sentence(chart, last),
        "Job 1 is done; job 0, which has waited 3 ticks, is the only one that can run.",
    );
});

test("the end of a workload's job is done, of another what it is", () => {
    const chart = chartOf([
        [1, "create", 9, {a: 2}],
        [2, "ready", 9, {a: 1}],
        [3, "run", 9, {a: 0, reason: "idle_over"}],
        [4, "exit", 9, {reason: "used_up"}],
        [5, "run", 0, {a: 9, reason: "ended"}],
    ]);
    assert.match(sentence(chart, chart.schedule.decisions[1]), /ends \(used up\); nobody is ready/);
});

test("what the policy thinks is told of a time, in its order", () => {
    const chart = chartOf(
        withMore(
            [1100, "queue", 6, {a: 4, b: 5}],
            [1100, "queue", 0],
            [1100, "level", 4, {a: 2}],
            [1100, "pass", 5, {a: 1, b: 1}],
            [1100, "tickets", 6, {a: 50}],
        ),
        {policy: "stride"},
    );
    assert.deepEqual(factsAt(chart, 1200), [
        "queue: job 2, job 0, job 1",
        "levels: job 0 Q2",
        "tickets: job 2 50",
        "passes: job 1 4,294,967,297",
    ]);
    assert.deepEqual(factsAt(chart, 1099), []);
});

test("no number is -0.00", () => {
    assert.deepEqual(
        [-0.001, -0, 0.004, -0.01, -4e-7].map((value) => plain(value)),
        ["0.00", "0.00", "0.00", "-0.01", "0.00"],
    );
});

/* --- The picture --- */

test("levels are rows, the highest on top", () => {
    const chart = chartOf(
        withMore(
            [1003, "level", 4, {a: 0}],
            [3001, "level", 4, {a: 2}],
            [3001, "level", 5, {a: 0}],
        ),
        {policy: "mlfq"},
    );
    const {markup} = drawn(chart);
    assert.deepEqual(
        [...markup.matchAll(/>(Q\d)</g)].map(([, name]) => name),
        ["Q0", "Q1", "Q2"],
    );
    const bottoms = [
        ...markup.matchAll(/<path class="level"[^>]*data-pid="4" d="([^"]*)"/g),
    ].flatMap(([, d]) => [...d.matchAll(/M[\d.]+ ([\d.]+)v/g)].map(([, y]) => Number(y)));
    assert.equal(bottoms.length, 2);
    assert.ok(bottoms[0] < bottoms[1]);
    assert.deepEqual(boxes(chart, "level", 4), [
        [0, 2],
        [5, 6],
    ]);
});

test("passes are curves, draws are dots in the winner's colour", () => {
    const {markup} = drawn(
        chartOf(
            withMore(
                [1100, "pass", 4, {a: 5}],
                [3100, "pass", 4, {a: 9}],
                [1200, "draw", 5, {a: 1, b: 2}],
            ),
            {policy: "stride"},
        ),
    );
    assert.match(
        markup,
        new RegExp(`class="curve" data-pid="4" fill="none" stroke="${LIGHT.jobs[0]}"`),
    );
    assert.match(markup, new RegExp(`class="draw" fill="${LIGHT.jobs[1]}" data-pid="5"`));
});

test("what the policy does not tell is not drawn", () => {
    assert.doesNotMatch(drawn(chartOf(EVENTS)).markup, /Q0|class="(curve|draw|queue|level)"/);
    const flat = withMore([1003, "level", 4, {a: 0}], [3001, "level", 5, {a: 0}]);
    assert.doesNotMatch(drawn(chartOf(flat, {policy: "lifo"})).markup, /Q0/);
});

test("the CPU is a strip with a colour a job, and nothing where nobody ran", () => {
    const chart = chartOf(EVENTS),
        strip = (pid) => boxes(chart, "cpu", pid);
    assert.deepEqual(
        [strip(4), strip(5), strip(6)],
        [
            [
                [0, 2],
                [5, 6],
            ],
            [
                [2, 3],
                [4, 5],
            ],
            [[3, 4]],
        ],
    );
    assert.deepEqual(strip(0), []);
});

test("until a tick nothing is shown of what comes later", () => {
    const chart = chartOf(EVENTS),
        {markup, states} = drawn(chart, {until: 2.5});
    assert.deepEqual(boxes(chart, "running", 5, markup), [[2, 2.5]]);
    assert.deepEqual(boxes(chart, "running", 6, markup), []);
    assert.ok(!states.has("blocked"));
    assert.deepEqual(texts(markup), ["slice over"]);
});

test("where a trace was cut off is marked in red, with the reason", () => {
    const chart = chartOf(EVENTS.slice(0, -6), {
        policy: "rr",
        cut: {reason: "panic: policy lifo has no pick()"},
    });
    const {markup, frame} = drawn(chart);
    const [, x] = new RegExp(`d="M([\\d.]+) 0V[\\d.]+" stroke="${LIGHT.end}"[^>]*class="cut"`).exec(
        markup,
    );
    assert.ok(Math.abs(Number(x) - frame.x(chart.schedule.time)) < 0.01);
    assert.match(markup, />✕ panic: policy lifo has no pick\(\)</);
});

test("the legend has only states that occur", () => {
    assert.deepEqual(
        legendOf([drawn(chartOf(EVENTS))], LIGHT).items.map(({state}) => state),
        ["running", "ready", "blocked", "zombie"],
    );
});

test("thousands of slices are shares of some pixels", () => {
    const events = EVENTS.slice(0, 19);
    for (let i = 0; i < 5000; i++)
        events.push([1100 + i, "run", 4 + ((i + 1) % 2), {a: 4 + (i % 2), reason: "yielded"}]);
    const chart = chartOf(events);
    const {markup} = drawn(chart, {last: 7});
    assert.ok(markup.length < 200000);
    assert.ok(boxes(chart, "running", 4, markup).length < 200);
});

test("a picture stands alone: plain attributes, white paper, each job's colour", () => {
    const picture = drawPicture("workload", [chartOf(EVENTS)]);
    assert.doesNotMatch(picture, /var\(|<style| style=/);
    assert.match(picture, /<rect x="0" y="0" width="1000" height="[\d.]+" fill="#ffffff"\/>/);
    for (const colour of LIGHT.jobs.slice(0, 3)) assert.ok(picture.includes(`fill="${colour}"`));
});

test("the axis has round numbers", () => {
    for (const last of [1, 7, 28, 340, 12345]) {
        const ticks = axisTicks(-1, last, 900).map(Number);
        assert.ok(ticks.length > 1 && ticks.length < 17, String(ticks));
        const steps = ticks.slice(1).map((tick, i) => (tick - ticks[i]).toFixed(6));
        assert.equal(new Set(steps).size, 1);
    }
});

/* --- The disk --- */

const DISK = WAITS.indexOf("disk"),
    WRITE = 2 ** 31;
const disk = (kind, time, pid, a, b) => [time, `disk_${kind}`, pid, {a, b}];

/* EVENTS, but job 1 waits for the disk from tick 4 on, which has to serve job 0 first. */
const withDisk = () =>
    [
        ...EVENTS.map((event) =>
            event[0] === 4001 && event[1] === "block" ? [4001, "block", 5, {a: DISK}] : event,
        ),
        disk("request", 2000, 4, 8, 8),
        disk("transfer", 2000, 4, 8, 8),
        disk("request", 4000, 5, 16, WRITE + 1),
        disk("done", 4500, 4, 8, 0),
        disk("transfer", 4500, 5, 16, WRITE + 1),
        disk("done", 5000, 5, 16, 0),
    ].sort((a, b) => a[0] - b[0]);

test("the disk's lane shows whom it serves, and who waits in its queue", () => {
    const chart = chartOf(withDisk()),
        {markup, states, disk: lane, rows} = drawn(chart);
    assert.deepEqual(boxes(chart, "transfer", 4), [[1, 3.5]]);
    assert.deepEqual(boxes(chart, "transfer", 5), [[3.5, 4]]);
    assert.deepEqual(boxes(chart, "disk-queue", 5), [[3, 3.5]]);
    assert.deepEqual(boxes(chart, "disk-queue", 4), []);
    assert.match(markup, new RegExp(`class="transfer" fill="${LIGHT.jobs[1]}" data-pid="5"`));
    assert.match(markup, />disk</);
    assert.ok(states.has("transfer") && states.has("disk-queue"));
    assert.ok(lane.top < lane.bottom && lane.bottom <= rows[0].top);
});

test("the legend explains the disk's lane", () => {
    const words = legendOf([drawn(chartOf(withDisk()))], LIGHT).items.map((item) => item.words);
    assert.deepEqual(words.slice(-2), ["has the disk", "waits in the disk's queue"]);
    assert.match(drawPicture("workload", [chartOf(withDisk())]), /waits in the disk's queue/);
});

test("without what a lane's process asks of the disk there is no lane for the disk", () => {
    for (const events of [
        EVENTS,
        withMore(
            disk("request", 20, 3, 8, 8),
            disk("transfer", 20, 3, 8, 8),
            disk("done", 30, 3, 8, 0),
        ),
    ]) {
        const {markup, states, disk: lane} = drawn(chartOf(events));
        assert.doesNotMatch(markup, />disk<|class="transfer"/);
        assert.ok(!states.has("transfer") && lane === null);
    }
});

test("a bar ends with the disk, and the wait says what it was for", () => {
    const chart = chartOf(withDisk()),
        job = chart.schedule.find(5);
    assert.ok(texts(drawn(chart).markup).includes("disk"));
    const words = describeSpan(
        chart,
        job,
        job.spans.find((span) => span.state === "blocked"),
    );
    assert.match(
        words,
        /\nThe disk writes sector 16: 0\.001 ms in its queue; the disk took 0\.001 ms\.\n/,
    );
    assert.match(words, /Began: Job 1 waits for the disk; /);
    assert.match(sentence(chart, decisionOf(chart, 6)), /^Job 1 waits for the disk; job 2/);
});

test("a time on the disk's lane says for whom it works, and who waits", () => {
    const chart = chartOf(withDisk());
    assert.match(
        describeDisk(chart, 4400),
        /^The disk reads sectors 8 to 15 for job 0\ntick 1\.00 to 3\.50/,
    );
    assert.equal(describeDisk(chart, 1500), null);
    assert.deepEqual(factsAt(chart, 4400), ["disk: job 0, then job 1"]);
    assert.deepEqual(factsAt(chart, 5500), []);
});

test("what the disk fails to do, or has not done yet, is told so", () => {
    const events = withDisk().filter(([time]) => time <= 4500);
    const begun = chartOf(
        events.map((event) => (event[1] === "disk_done" ? disk("done", 4500, 4, 8, 5) : event)),
    );
    assert.match(describeDisk(begun, 4499), /reads sectors 8 to 15, in vain \(errno 5\) for job 0/);
    const job = begun.schedule.find(5);
    assert.match(describeSpan(begun, job, job.spans.at(-1)), /the disk has had 0\.000 ms/);
});

test("what the disk did is drawn from JSON as from the trace", () => {
    const [chart] = chartsOf({
        runs: [
            {
                schedule: {
                    policy: "rr",
                    tick_ns: TICK_NS,
                    jobs: [4, 5].map((pid, job) => ({pid, job})),
                    slices: [
                        [0, 2000, 4],
                        [2000, 3000, 5],
                        [3000, 4000, 0],
                    ],
                    last: 6000,
                    waits: [[3000, 4000, 5, "blocked", "on disk"]],
                    disk: [
                        [1000, 1000, 3500, 4, "read", 8, 8, 0],
                        [3000, 3500, 4000, 5, "write", 16, 1, 0],
                        [4100, null, null, 5, "flush", 0, 0, 0],
                    ],
                },
            },
        ],
    });
    const traced = chartOf(withDisk());
    assert.deepEqual(boxes(chart, "transfer", 4), boxes(traced, "transfer", 4));
    assert.deepEqual(boxes(chart, "transfer", 5), boxes(traced, "transfer", 5));
    assert.ok(texts(drawn(chart).markup).includes("disk"));
    assert.equal(chart.schedule.transfers.at(-1).what, "flush");
});

/* --- Who does what to whom --- */

const links = (chart) => chart.schedule.links.map(({kind, from, to}) => [kind, from, to]);
const linksDrawn = (markup) => [...markup.matchAll(/class="link (\w+)"/g)].map(([, kind]) => kind);

test("descent, other programs and signals are links from process to process", () => {
    const chart = chartOf([
        [10, "create", 3, {a: 2}],
        [20, "create", 4, {a: 3, b: 1}],
        [30, "exec", 4],
        [31, "name", 4, {a: 0x7363}],
        [40, "signal", 4, {a: 15, b: 3}],
    ]);
    assert.deepEqual(links(chart), [
        ["create", 2, 3],
        ["fork", 3, 4],
        ["exec", 4, 4],
        ["signal", 3, 4],
    ]);
    assert.equal(chart.schedule.find(4).name, "cs");
});

/* Process 3 waits for ON; then 4 runs, and has it woken. */
const waiting = (on, ...news) => [
    [10, "create", 3, {a: 2}],
    [20, "create", 4, {a: 3, b: 1}],
    [30, "block", 3, {a: on}],
    run(31, 4, 3, "blocked"),
    ...news,
    [50, "wake", 3, {reason: "event"}],
];
const [WAIT, CONSOLE, PIPE] = ["wait", "console", "pipe"].map((name) => WAITS.indexOf(name));

test("who waits for a child is linked with the one that had news", () => {
    const ended = chartOf(waiting(WAIT, [40, "exit", 4, {reason: "exited"}]));
    assert.deepEqual(links(ended).at(-1), ["wait", 4, 3]);
    const stopped = chartOf(waiting(WAIT, [40, "suspend", 4, {a: 0}]));
    assert.deepEqual(links(stopped).at(-1), ["wait", 4, 3]);
});

test("who waits for a pipe is linked with the one that ran; the console is nobody", () => {
    assert.deepEqual(links(chartOf(waiting(PIPE))).at(-1), ["wait", 4, 3]);
    assert.equal(links(chartOf(waiting(CONSOLE))).at(-1)[0], "fork");
});

test("a wait that a signal or the time has ended is nobody's doing", () => {
    for (const reason of ["time", "broken"]) {
        const events = waiting(PIPE);
        events.at(-1)[3].reason = reason;
        assert.equal(links(chartOf(events)).at(-1)[0], "fork");
    }
});

test("arrows are drawn where they are asked for, between lanes that are shown", () => {
    const chart = chartOf([...waiting(PIPE), [60, "exec", 4], [70, "signal", 4, {a: 9, b: 0}]]);
    assert.deepEqual(linksDrawn(drawn(chart).markup), []);
    const {
        markup,
        links: {kinds},
    } = drawn(chart, {withLinks: true});
    assert.deepEqual(linksDrawn(markup), ["fork", "wait", "exec"]); // the shell has no lane
    assert.deepEqual([...kinds], ["fork", "wait", "exec"]);
    assert.deepEqual(linksDrawn(drawn(chart, {withLinks: true, until: 0.025}).markup), ["fork"]);
});

test("an arrow ends at the edge of a lane", () => {
    const chart = chartOf(waiting(PIPE));
    const {markup, rows} = drawn(chart, {withLinks: true});
    const [parent, child] = [3, 4].map((pid) => rows.find(({process}) => process.pid === pid));
    const heads = [...markup.matchAll(/class="head"[^>]*d="M[\d.]+ ([\d.]+)l/g)].map(([, y]) => +y);
    assert.deepEqual(
        heads,
        [child.top, parent.bottom].map((y) => +y.toFixed(1)),
    );
});

test("too many arrows are not drawn, and the legend says what to do", () => {
    const events = waiting(PIPE);
    for (let i = 0; i < 500; i++) events.push([100 + i * 10, "signal", 4, {a: 10, b: 3}]);
    const chart = chartOf(events),
        wide = drawn(chart, {withLinks: true, width: 6000, last: 5});
    assert.deepEqual(linksDrawn(wide.markup), []);
    assert.match(legendOf([wide], LIGHT).lines.join(), /zoom in/);
    const near = drawn(chart, {withLinks: true, width: 6000, first: 1, last: 1.2});
    assert.ok(linksDrawn(near.markup).length > 10);
});

test("without jobs the picture begins with the first process beside init and its shell", () => {
    const chart = chartOf([
        [0, "create", 1, {a: 0}],
        [5, "create", 2, {a: 1}],
        [5000, "create", 3, {a: 2}],
        [6000, "exit", 3, {reason: "exited"}],
        [6000, "reap", 3],
        [9000, "tick", 0, {a: 9}],
    ]);
    const [first, last] = chart.view();
    assert.ok(chart.time(first) > 4900 && chart.time(last) < 6100);
});

/* --- Colours --- */

const pairs = (colours) =>
    colours.flatMap((one, i) => colours.slice(i + 1).map((other) => difference(one, other)));

test("colours are as far apart in the dark as in the light", () => {
    const states = (palette) => [
        palette.paper,
        palette.blocked,
        palette.suspended,
        palette.zombie,
        palette.other,
        palette.book,
    ];
    for (const of of [(palette) => palette.jobs, states]) {
        const [light, dark] = [LIGHT, DARK].map((palette) => Math.min(...pairs(of(palette))));
        assert.ok(dark >= light, `${dark} in the dark, ${light} in the light`);
        assert.ok(light > 0.05);
    }
});

test("jobs and their tints stand out from the paper, and words from both", () => {
    for (const palette of [LIGHT, DARK]) {
        for (const colour of palette.jobs) {
            assert.ok(contrast(colour, palette.paper) >= 2.5, colour);
            assert.ok(difference(mix(colour, palette.paper, 0.4), palette.paper) > 0.1, colour);
            assert.ok(contrast(colour, textOn(colour)) >= 4.2, colour);
        }
        for (const name of ["ink", "faint", "end", "difference", "best"])
            assert.ok(contrast(palette[name], palette.paper) >= 4.5, name);
    }
});

/* --- Metrics --- */

test("Jain's index is 1 for equals and 1/n if one has all", () => {
    assert.equal(jain([2, 2, 2]), 1);
    assert.equal(jain([1, 0, 0, 0]), 0.25);
});

test("policies are sorted by what is asked for, and the best is marked", () => {
    const slow = chartOf(EVENTS, {policy: "rr", words: "rr quantum=2"});
    const quick = chartOf(EVENTS.map(([time, ...rest]) => [time, ...rest]).slice(0, -8), {
        policy: "fifo",
    });
    const [first, second] = ranking([slow, quick], "turnaround");
    assert.ok(first.value < second.value && first.isBest && !second.isBest);
    assert.ok(ranking([slow, quick], "fairness").every((row) => row.value > 0 && row.value <= 1));
    const {markup} = drawComparison([slow, quick], "turnaround", 600, LIGHT);
    assert.match(markup, /★ fifo.*rr.*quantum=2/s);
    assert.equal(markup.match(/class="bar best"/g).length, 1);
});

test("policies are level that part by less than the kernel's own work", () => {
    const chartOfTimes = (turnaround) => ({jobs: [0], times: () => ({turnaround})});
    const rows = ranking([12.38, 12.35, 12.6].map(chartOfTimes), "turnaround");
    assert.deepEqual(
        rows.map(({value, isBest}) => [value, isBest]),
        [
            [12.35, true],
            [12.38, true],
            [12.6, false],
        ],
    );
});
