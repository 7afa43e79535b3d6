// @ts-check
/* *Predict*: who will have the CPU in each tick of what is set in the editor? One draws it, then the
 * kernel runs, and each tick is marked as it comes. */
import {commandFor} from "./all.mjs";
import {byId} from "./dom.mjs";
import {foretell} from "./foretell.mjs";
import {Grid, rowsOf} from "./grid.mjs";
import {OwnRun} from "./ownrun.mjs";
import {split} from "./policies.mjs";
import {Guess, IDLE, isOver, marks, realByTick} from "./predict.mjs";
import {parse} from "./workload.mjs";

const EXTRA_PART = 0.2, // of the ticks that it takes, so that the grid does not tell where it ends
    EXTRA_MIN = 4;
const TICKS_MAX = 400,
    JOBS_MAX = 16; // that a person can draw

/** As many ticks as are drawn of a schedule of LENGTH.
 * @param {number} length */
export const ticksFor = (length) => length + Math.max(EXTRA_MIN, Math.ceil(EXTRA_PART * length));

/** @param {import("./predict.mjs").Said | undefined} job */
const nameOf = (job) => (job === undefined || job === IDLE ? "nobody" : `job ${job}`);

/** @param {Guess} guess
 * @param {number[]} real
 * @returns {string} how good it was */
export function scoreOf(guess, real) {
    const {ticks, right, wrong, unsaid, score} = marks(guess.ticks, real);
    if (right === ticks.length) return `✓ All ${right} ticks are right.`;
    const first = ticks.indexOf("wrong");
    const words = [
        `${right} of ${ticks.length} ticks are right (${Math.floor(100 * score)} %)`,
        ...(wrong ? [`${wrong} wrong`] : []),
        ...(unsaid ? [`${unsaid} not drawn`] : []),
    ].join(", ");
    if (first < 0) return `${words}.`;
    const [said, was] = [guess.ticks[first], real[first]].map(nameOf);
    return `${words}. ✗ First in tick ${first}: you drew ${said}, it was ${was}.`;
}

/** @param {import("./lab.mjs").Lab} lab
 * @param {{simulator: import("./simulator.mjs").Simulator, setup: import("./setup.mjs").Setup}} parts
 * @returns {{text: () => string, load: (text: string) => void}} what is drawn, as text and back */
export function showGuess(lab, {simulator, setup}) {
    const what = byId("guess-what"),
        body = byId("guess-body"),
        run = byId("guess-run"),
        note = byId("guess-note");
    /** @type {Map<string, Guess>} so that a drawing is there again with what it was drawn for */
    const guesses = new Map();
    let subject = "",
        words = "", // the policy with all its parameters
        length = 0; // of the prediction; 0: nothing can be drawn

    const settingsNow = () => {
        const {settings} = setup;
        return {...settings, workload: commandFor(settings.workload, split(settings.policy).name)};
    };
    const say = (/** @type {string} */ text) => {
        note.textContent = text;
    };
    const forget = () => {
        own.leave();
        grid.show({});
        say("");
    };
    const grid = new Grid(byId("guess-grid"), {
        label: "What you predict",
        real: "who really had the CPU",
        onChange: forget,
    });
    byId("guess-buttons").replaceWith(grid.buttons);

    const own = new OwnRun(lab, {
        grown: () => {
            const /** @type {any} */ chart = lab.chart;
            const real = realByTick(chart),
                isDone = isOver(chart),
                {ticks} = grid.guess;
            const said = isDone ? ticks : ticks.slice(0, real.length);
            grid.show({marks: marks(said, real).ticks, real});
            if (isDone) say(scoreOf(grid.guess, real));
        },
        ended: () => {
            const /** @type {any} */ chart = lab.chart;
            if (!isOver(chart)) say("The run ended before its jobs did: see the console.");
        },
        left: forget,
    });

    const build = () => {
        const {workload, policy} = settingsNow(),
            jobs = parse(workload),
            guess = guesses.get(subject) ?? new Guess();
        guesses.set(subject, guess);
        grid.build(rowsOf(jobs), Math.max(ticksFor(length), guess.ticks.length), guess);
        const io = jobs.programs ? ` An I/O takes ${jobs.ioTime} ticks.` : "";
        const rule = setup.policies.find(({name}) => name === split(policy).name)?.rule;
        what.textContent = `Under ${words}: ${rule}.${io}`;
    };
    /** Why nothing can be drawn of what is set; empty: it can. */
    const findLength = () => {
        const {policy, workload, hz} = settingsNow(),
            {jobs, programs} = parse(workload);
        if ((programs ?? jobs).length > JOBS_MAX)
            return `Only up to ${JOBS_MAX} jobs can be drawn.`;
        const {prediction, facts} = foretell(simulator, {policy, run: workload, hz});
        if (!prediction) return facts.note ?? "";
        if (prediction.byTick.length > TICKS_MAX)
            return `This takes more than ${TICKS_MAX} ticks: too many to draw.`;
        words = prediction.words;
        length = prediction.byTick.length;
        return "";
    };
    const update = () => {
        const {policy, workload, hz} = settingsNow(),
            now = `${policy}\n${workload}\n${hz}`;
        if (now === subject) return;
        subject = now;
        length = 0;
        forget();
        const why = findLength();
        body.hidden = run.disabled = grid.buttons.hidden = why !== "";
        if (why) what.textContent = why;
        else build();
    };

    run.onclick = () => {
        if (!setup.isRight)
            return say("Something is wrong with the workload: see the marked fields.");
        if (grid.guess.ticks.length === 0) return say("First draw who will have the CPU.");
        grid.show({});
        say("The kernel runs…");
        try {
            own.start(settingsNow(), {isSecret: true});
        } catch (error) {
            say(/** @type {Error} */ (error).message);
        }
    };
    setup.addEventListener("change", update);
    update();

    const load = (/** @type {string} */ text) => {
        const {ticks} = Guess.parse(text);
        if (length === 0) throw new Error("nothing can be drawn for this workload");
        if (
            ticks.length > TICKS_MAX ||
            Math.max(...ticks.map((job) => job ?? IDLE)) >= grid.rows.length - 1
        )
            throw new Error("this prediction is of another workload");
        grid.guess.become(ticks);
        build();
        forget();
    };
    return {text: () => grid.guess.toString(), load};
}
