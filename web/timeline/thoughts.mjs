/* What a policy thinks, below the lanes: MLFQ's levels, the lottery's draws, passes. Each takes
 * the DRAWING of draw.mjs and adds to it. */
import {eachBox} from "./boxes.mjs";
import {BoxesByKey, rect, Stair, tag, text, widthOf} from "./markup.mjs";
import {firstLater} from "./model.mjs";
import {mix} from "./palette.mjs";
import {plain} from "./words.mjs";

const LEVEL = 24,
    LEVEL_BAR = 12,
    CURVES = 110,
    DRAWS = 60,
    DOT = 4,
    GAP = 10,
    SMALL = 10.5;

function addHeading(drawing, words) {
    drawing.y += 8;
    drawing.small(drawing.y + 4, words);
    drawing.y += 10;
}

/* --- Levels --- */

function addLevelRows(drawing, count) {
    const {left, right} = drawing.frame,
        {palette} = drawing;
    for (let level = 0; level < count; level++) {
        const y = drawing.y + level * LEVEL;
        drawing.small(y + 12, `Q${level}`);
        drawing.add(rect(left, y, right - left, LEVEL - 3, mix(palette.line, palette.paper, 0.4)));
    }
}

/* OSTEP's figure of the multi-level feedback queue: a row a level, a colour a job. Under the
 * bars a thin line for each job that waits on this level. */
function addLevels(drawing, count) {
    addHeading(drawing, "levels, the highest on top; thin: who waits there");
    addLevelRows(drawing, count);
    const {frame, y: top} = drawing,
        numbers = [];
    const boxes = new BoxesByKey((key) =>
        typeof key === "number"
            ? {class: "level", fill: drawing.colour(key), "data-pid": key}
            : {class: "on-level", fill: key},
    );
    /* Between a callback and the switch a job may run on its new level for some cycles. */
    const shortest = drawing.chart.tickNs / 50;
    const keyOf = ({key, start, end}) => (end - start < shortest ? null : key);
    drawing.lanes.forEach(({pid, levels, stays}, place) => {
        const colour = drawing.colour(pid);
        const below = top + LEVEL_BAR + 3 + ((place * 2) % 8);
        eachBox(frame, levels, keyOf, (level, x, width, _share, _offset, span) => {
            if (span) boxes.add(colour, x, level * LEVEL + below, width, 1.5);
        });
        const number = drawing.numberOf(pid);
        eachBox(frame, stays, keyOf, (level, x, width, share, _offset, span) => {
            const bottom = top + level * LEVEL + LEVEL_BAR;
            boxes.add(pid, x, bottom, width, LEVEL_BAR * share);
            if (drawing.withNumbers && span && width > widthOf(number, SMALL) + 2)
                numbers.push(drawing.numberIn(pid, x + width / 2, bottom - 2.5));
        });
    });
    drawing.add(...boxes.values(), ...numbers);
    drawing.y = top + count * LEVEL + GAP / 2;
}

/* --- Draws and passes --- */

/* Two lines with what they stand for, around what is HEIGHT high; returns the lower one's y. */
function addScale(drawing, height, low, high) {
    const {
            frame: {left, right},
            palette,
            y: top,
        } = drawing,
        bottom = top + height;
    const style = {fill: palette.faint, size: SMALL, anchor: "end"};
    drawing.add(
        text(left - 6, bottom, low, style),
        text(left - 6, top + 9, high, style),
        tag("path", {
            d: `M${left} ${top}H${right}M${left} ${bottom}H${right}`,
            stroke: palette.line,
            fill: "none",
        }),
    );
    return bottom;
}

/* A dot a draw: at which ticket of all, in the winner's colour. */
function addDraws(drawing) {
    addHeading(drawing, "draws: which ticket of all, and whose");
    const {frame} = drawing,
        boxes = drawing.boxesByPid("draw");
    const bottom = addScale(drawing, DRAWS, "0", "all");
    const {draws} = drawing.chart.schedule;
    for (let i = firstLater(draws, frame.begin); i < draws.length; i++) {
        const {time, pid, ticket, of} = draws[i];
        if (time > frame.end) break;
        const y = bottom - (ticket / Math.max(of, 1)) * (DRAWS - DOT);
        boxes.add(pid, frame.x(time), y, DOT, DOT);
    }
    drawing.add(...boxes.values());
    drawing.y = bottom + GAP;
}

/* The PASSES in view, one a pixel at most. */
function pointsOf(frame, passes) {
    const points = [],
        first = firstLater(passes, frame.begin);
    if (first) points.push({x: frame.left, value: passes[first - 1].value});
    for (let i = first; i < passes.length; i++) {
        const {time, value} = passes[i];
        if (time > frame.end) break;
        const x = frame.x(time),
            last = points.at(-1);
        if (last && x - last.x < 0.5) last.value = value;
        else points.push({x, value});
    }
    return points;
}

/* A stair through POINTS, which goes on until its process ends. */
function addCurve(drawing, process, points, yOf) {
    const {frame} = drawing,
        end = frame.x(Math.min(frame.end, process.ended ?? Infinity));
    drawing.add(
        new Stair(points, yOf, Math.max(end, points.at(-1).x), {
            class: "curve",
            "data-pid": process.pid,
            fill: "none",
            stroke: drawing.colour(process.pid),
            "stroke-width": 2,
            "stroke-linejoin": "round",
        }),
    );
}

/* A line a process: its pass, or virtual time. Who is lowest runs next. */
function addPasses(drawing, processes) {
    const isTime = drawing.chart.policy === "fair";
    const lines = processes
        .map((process) => ({process, points: pointsOf(drawing.frame, process.passes)}))
        .filter(({points}) => points.length);
    if (!lines.length) return;
    let low = Infinity,
        high = -Infinity;
    for (const {points} of lines)
        for (const {value} of points) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
    const shown = (value) =>
        isTime ? plain(value / 1e6, 1) : value.toLocaleString("en", {notation: "compact"});
    addHeading(drawing, `${isTime ? "virtual time, ms" : "pass"}: the least runs next`);
    const bottom = addScale(drawing, CURVES, shown(low), shown(high));
    const yOf = (value) => bottom - 2 - ((value - low) / Math.max(high - low, 1)) * (CURVES - 4);
    for (const {process, points} of lines) addCurve(drawing, process, points, yOf);
    drawing.y = bottom + GAP;
}

/* How many levels the policy of CHART is said to have, where they may still come. */
const levelsAhead = ({live, words}) => Number((live && / levels=(\d+)/.exec(words)?.[1]) || 0);

/* All that the policy of DRAWING's chart tells of the lanes shown. */
export function addThoughts(drawing) {
    const {lanes, chart} = drawing;
    const known = lanes.filter((process) => process.lowest !== null);
    const lowest = known.reduce((most, process) => Math.max(most, process.lowest), 0);
    /* Under stcf a level only says whether a length is known; a policy in which all are on
     * level 0 has none. */
    if (chart.policy === "mlfq" ? known.length : chart.policy !== "stcf" && lowest)
        addLevels(drawing, Math.max(1 + lowest, levelsAhead(chart)));
    if (chart.schedule.draws.length) addDraws(drawing);
    addPasses(
        drawing,
        lanes.filter((process) => process.passes.length),
    );
}
