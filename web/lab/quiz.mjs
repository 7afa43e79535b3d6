// @ts-check
/* Problems by seed: a workload, questions about it, marks for the answers, and the key, which comes
 * from the simulator; the kernel can run the workload, too. The same kind and seed are the same
 * problem for everybody. */
import {judge, questionsOf} from "./answers.mjs";
import {STANDARD} from "./bootline.mjs";
import {byId, make, showProblem} from "./dom.mjs";
import {compare} from "./foretell.mjs";
import {Grid, rowsOf} from "./grid.mjs";
import {ticksFor} from "./guess.mjs";
import {OwnRun} from "./ownrun.mjs";
import {Guess, isOver, marks} from "./predict.mjs";
import {answer, KINDS, problem} from "./problems.mjs";
import {format} from "./workload.mjs";

/**
 * @typedef {import("./answers.mjs").Question} Question
 * @typedef {import("./problems.mjs").Problem} Problem
 * @typedef {import("./problems.mjs").Key} Key
 */

const FIRST = {kind: "fifo", seed: "1"};
const SEEDS = 10000; // that *Another* takes one of: a person can tell them to others
const SIGNS = {right: "✓", wrong: "✗", unsaid: ""};
const ASKS = {
    times: "What are the times of each job, in ticks, and their means, to two digits?",
    sums: "How many ticks does it take in all, and in how many is the CPU busy?",
};

/** Where a person answers QUESTION.
 * @param {Question} question
 * @param {() => void} onInput */
function answerTo({label, key}, onInput) {
    const sign = make("span", {className: "sign"}),
        shown = make("small", {className: "key", hidden: true}, `key: ${key}`);
    const input = make("input", {
        inputMode: "decimal",
        autocomplete: "off",
        "aria-label": label,
        oninput: () => {
            mark(null);
            onInput();
        },
    });
    /** @param {import("./predict.mjs").Mark | null} how */
    const mark = (how) => {
        sign.textContent = how ? SIGNS[how] : "";
        input.className = how ?? "";
        input.setAttribute("aria-label", how && SIGNS[how] ? `${label}, ${how}` : label);
        if (how === "wrong") input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
    };
    return {
        root: make("span", {className: "answer"}, input, sign, shown),
        check: () => {
            const how = judge(input.value, key);
            mark(how);
            return how;
        },
        showKey: (/** @type {boolean} */ isShown) => {
            shown.hidden = !isShown;
        },
    };
}

/** @typedef {ReturnType<typeof answerTo>} Answer */

const head = (/** @type {string} */ text, scope = "col") => make("th", {scope}, text);

/** The rows of the table: a job each, with room for its times, and their means.
 * @param {Question[]} questions
 * @param {Answer[]} answers in the same order
 * @param {import("./grid.mjs").Row[]} rows */
function timesTable(questions, answers, rows) {
    const names = [...new Set(questions.map(({name}) => name))];
    const lineOf = (/** @type {number | null} */ job, /** @type {string} */ title) =>
        make(
            "tr",
            {},
            head(title, "row"),
            ...questions.flatMap((question, place) =>
                question.job === job ? [make("td", {}, answers[place].root)] : [],
            ),
        );
    return [
        make("thead", {}, make("tr", {}, head("job"), ...names.map((name) => head(name)))),
        make("tbody", {}, ...rows.map(({name}, job) => lineOf(job, name)), lineOf(null, "mean")),
    ];
}

/** @param {Question[]} questions
 * @param {Answer[]} answers */
const sumsTable = (questions, answers) => [
    make(
        "tbody",
        {},
        ...questions.map(({label}, place) =>
            make("tr", {}, head(label, "row"), make("td", {}, answers[place].root)),
        ),
    ),
];

/** @param {import("./lab.mjs").Lab} lab
 * @param {{simulator: import("./simulator.mjs").Simulator, setup: import("./setup.mjs").Setup}} parts */
export function showProblems(lab, {simulator, setup}) {
    const kind = byId("problem-kind"),
        seed = byId("problem-seed"),
        keyButton = byId("problem-key"),
        note = byId("problem-note");
    let /** @type {Problem} */ now, /** @type {Key} */ key;
    /** @type {Answer[]} */
    let answers = [];
    let hasKey = false,
        isChecked = false; // the schedule, as it is drawn

    const say = (/** @type {string} */ text) => {
        note.textContent = text;
    };
    const showSchedule = () =>
        grid.show({
            marks: isChecked ? marks(grid.guess.ticks, key.byTick).ticks : [],
            real: hasKey ? key.byTick : [],
        });
    const grid = new Grid(byId("problem-grid"), {
        label: "Your schedule",
        real: "the key",
        onChange: () => {
            isChecked = false;
            showSchedule();
            say("");
        },
    });
    byId("problem-buttons").replaceWith(grid.buttons);

    const showKey = (/** @type {boolean} */ isShown) => {
        hasKey = isShown;
        keyButton.setAttribute("aria-pressed", String(isShown));
        for (const each of answers) each.showKey(isShown);
        showSchedule();
    };
    const build = () => {
        const {words, rules, asks} = now,
            questions = questionsOf(now, key),
            rows = rowsOf(now);
        answers = questions.map((question) => answerTo(question, () => say("")));
        byId("problem-text").textContent = `Under ${words}: ${rules}.`;
        byId("problem-asks").textContent = asks.includes("total") ? ASKS.sums : ASKS.times;
        byId("problem-table").replaceChildren(
            ...(asks.includes("total")
                ? sumsTable(questions, answers)
                : timesTable(questions, answers, rows)),
        );
        grid.build(rows, ticksFor(key.byTick.length), new Guess());
        isChecked = false;
        showKey(false);
        say("");
    };
    const take = () => {
        const text = seed.value.trim();
        try {
            now = problem({kind: kind.value, seed: text === "" ? Number.NaN : Number(text)});
            key = answer(now, simulator);
        } catch (error) {
            showProblem(seed, byId("problem-wrong"), /** @type {Error} */ (error).message);
            byId("problem-body").hidden = true;
            byId("problem-text").textContent = "";
            return;
        }
        showProblem(seed, byId("problem-wrong"), null);
        byId("problem-body").hidden = false;
        own.leave();
        build();
    };
    const another = () => {
        seed.value = crypto.getRandomValues(new Uint32Array(1))[0] % SEEDS;
        take();
    };

    const check = () => {
        const all = answers.map((each) => each.check());
        const count = (/** @type {string} */ how) => all.filter((each) => each === how).length;
        const schedule = marks(grid.guess.ticks, key.byTick);
        isChecked = grid.guess.ticks.length > 0;
        showSchedule();
        if (schedule.score === 1 && count("right") === all.length) return say("✓ All is right.");
        const drawn = isChecked
            ? `${schedule.right} of ${schedule.ticks.length} ticks are right`
            : "no schedule is drawn";
        const empty = count("unsaid") ? `, ${count("unsaid")} empty` : "";
        say(`${drawn}; ${count("right")} of ${all.length} numbers are right${empty}.`);
    };

    const own = new OwnRun(lab, {
        grown: () => {
            const /** @type {any} */ chart = lab.chart;
            if (!isOver(chart)) return;
            const {difference, note: what} = compare(chart, key);
            say(
                difference === null
                    ? `✓ The kernel ran it: as the key has it, in all of ${key.total} ticks.`
                    : `✗ The kernel ran it, and the key is not right: ${what}`,
            );
        },
        ended: () => {},
        left: () => say(""),
    });
    const run = () => {
        const {jobs, programs, ioTime, draws} = now;
        const workload = format(jobs, ioTime, {programs, draws});
        setup.set({policy: now.words, workload, hz: STANDARD.hz, seed: STANDARD.seed});
        say("The kernel runs…");
        own.start(setup.settings);
        byId("lanes").scrollIntoView({block: "nearest"});
    };

    kind.append(...KINDS.map((name) => make("option", {}, name)));
    kind.value = FIRST.kind;
    seed.value = FIRST.seed;
    kind.onchange = seed.oninput = take;
    byId("problem-another").onclick = another;
    byId("problem-check").onclick = check;
    byId("problem-run").onclick = run;
    byId("problem-table").onkeydown = (/** @type {KeyboardEvent} */ {key: pressed}) => {
        if (pressed === "Enter") check();
    };
    keyButton.onclick = () => showKey(!hasKey);
    take();
}
