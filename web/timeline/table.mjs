/* The times of a chart's processes, in numbers. */
import {escaped} from "./markup.mjs";
import {ending, plain} from "./words.mjs";

const TIMES = ["arrival", "response", "turnaround", "waiting", "ran"];

/* A cell in ticks, and the book's number beside it where there is one. */
function cell(chart, process, times, name) {
    const book =
        chart.isJob(process.pid) && chart.bookTimes[chart.numbers.get(process.pid)]?.[name];
    if (times[name] === null || Number.isNaN(times[name])) return "<td>–</td>";
    return `<td>${plain(times[name])}${
        book === undefined || book === false ? "" : ` <i>${book}</i>`
    }</td>`;
}

function row(chart, process) {
    const times = chart.times(process);
    return (
        `<tr data-pid="${process.pid}"><td>${escaped(chart.label(process.pid))}</td>` +
        TIMES.map((name) => cell(chart, process, times, name)).join("") +
        `<td>${times.switches}</td><td>${times.preempted}</td>` +
        `<td class="text">${escaped(ending(chart, process))}</td></tr>`
    );
}

function meanRow(chart) {
    const mean = (name) => {
        const known = chart.jobs.map((job) => chart.times(job)[name]).filter(Number.isFinite);
        return known.length ? plain(known.reduce((a, b) => a + b, 0) / known.length) : "–";
    };
    return !chart.jobs.length
        ? ""
        : "<tr class='mean'><td>mean of the jobs</td><td></td>" +
              TIMES.slice(1)
                  .map((name) => `<td>${mean(name)}</td>`)
                  .join("") +
              "<td></td><td></td><td></td></tr>";
}

/* The table below CHART as HTML; WITH_OTHERS: also of who is no job. */
export function table(chart, withOthers) {
    const heads = [...TIMES, "switches", "preempted"].map((name) => `<th>${name}</th>`);
    return (
        `<table><caption>In ticks since ` +
        `${chart.jobs.length ? "the workload's time 0" : "the boot"}` +
        `${chart.bookTimes.length ? "; grey: the book" : ""}. Switches: times it got the CPU.` +
        `</caption><tr><th>process</th>${heads.join("")}<th class="text">end</th></tr>` +
        `${chart
            .lanes(withOthers)
            .map((process) => row(chart, process))
            .join("")}` +
        `${meanRow(chart)}</table>`
    );
}
