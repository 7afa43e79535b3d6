/* How well a policy did by its jobs, one number a chart. */

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/* Jain's index: 1, all have the same; 1/n, one of n has all. [Jain, Chiu, Hawe 1984] */
export function jain(values) {
    const sum = values.reduce((total, value) => total + value, 0);
    const squares = values.reduce((total, value) => total + value * value, 0);
    return squares ? (sum * sum) / (values.length * squares) : 1;
}

const meanOf = (name) => (chart) =>
    mean(chart.jobs.map((job) => chart.times(job)[name]).filter((time) => time !== null));

/* Of the time in which each job could run, the part in which it did. */
const shares = (chart) =>
    chart.jobs
        .map((job) => chart.times(job))
        .map(({ran, waiting}) => (ran + waiting ? ran / (ran + waiting) : 0));

/* In ticks: less than this is the kernel's own work, and no merit of a policy. */
const LEVEL_TICKS = 0.1;
const LEVEL = 5e-4; // of what has no unit
const inTicks = (name, what) => ({
    of: meanOf(name),
    level: LEVEL_TICKS,
    what: `mean ${name}, in ticks: ${what}`,
});

export const METRICS = {
    turnaround: inTicks("turnaround", "from arrival to end"),
    response: inTicks("response", "from arrival to first run"),
    waiting: inTicks("waiting", "ready, and not running"),
    switches: {
        of: (chart) => chart.jobs.reduce((sum, job) => sum + job.switches, 0),
        digits: 0,
        what: "switches: how often a job got the CPU",
    },
    fairness: {
        of: (chart) => jain(shares(chart)),
        digits: 3,
        moreIsBetter: true,
        what:
            "fairness: Jain's index, (Σx)² / (n Σx²), of x = ran / (ran + waiting); " +
            "1: every job had the same share of the time in which it could run",
    },
};

/* CHARTS with their values by METRIC, the best first; several may be level. Without a value: last. */
export function ranking(charts, metric) {
    const {of, moreIsBetter, level = LEVEL} = METRICS[metric];
    const rows = charts.map((chart) => ({chart, value: of(chart)}));
    const known = rows.filter((row) => Number.isFinite(row.value));
    known.sort((a, b) => (moreIsBetter ? b.value - a.value : a.value - b.value));
    const best = known.length ? known[0].value : null;
    return [...known, ...rows.filter((row) => !Number.isFinite(row.value))].map((row) => ({
        ...row,
        isBest: best !== null && Math.abs(row.value - best) < level,
    }));
}
