// @ts-check
/* The workload editor: what setup.mjs holds, as a table of jobs and as a command, both in step,
 * and the policy with its parameters as controls. */
import {DARK, LIGHT, textOn} from "../timeline/palette.mjs";
import {commandFor} from "./all.mjs";
import {BOOK} from "./book.mjs";
import {byId, field, make, setValue, showProblem} from "./dom.mjs";
import {canGrow, converted, FIELDS, normal, withoutRow, withRow} from "./draft.mjs";
import {workloadOf} from "./foretell.mjs";
import {split} from "./policies.mjs";
import {Setup} from "./setup.mjs";

/** @typedef {ReturnType<typeof field>} Field */
/** @typedef {import("./draft.mjs").Kind} Kind */
/** @typedef {import("./policies.mjs").Key} Key */
/** @typedef {import("./setup.mjs").Settings} Settings */

/* --- The book's examples --- */

/** @param {Setup} setup */
function showExamples(setup) {
    const select = byId("example"),
        what = byId("example-what");
    const chapters = [...new Set(BOOK.map(({chapter}) => chapter))].map((chapter) =>
        make(
            "optgroup",
            {label: chapter},
            ...BOOK.filter((each) => each.chapter === chapter).map(({id, section, title}) =>
                make("option", {value: id}, `${section}: ${title}`),
            ),
        ),
    );
    select.append(make("option", {value: ""}, "none: my own jobs"), ...chapters);
    select.onchange = () => setup.takeExample(select.value);
    return () => {
        const {example} = setup;
        select.value = example?.id ?? "";
        what.textContent = example
            ? `${example.what} Here ${example.scale}.`
            : "None: jobs and policy are your own.";
    };
}

/* --- The policy --- */

/** @param {Key} key
 * @returns {any} */
function inputOf({kind, choices, standard, range}) {
    if (kind === "flag") return make("input", {type: "checkbox"});
    if (kind === "choice")
        return make("select", {}, ...choices.map((choice) => make("option", {}, choice)));
    const list = kind === "list" ? "list" : "";
    return make("input", {
        inputMode: list ? "text" : "numeric",
        className: list,
        autocomplete: "off",
        spellcheck: false,
        title: range,
        placeholder: standard || "none",
    });
}

/** @param {Setup} setup
 * @param {Key} key */
function controlOf(setup, key) {
    const isFlag = key.kind === "flag",
        input = inputOf(key);
    const control = field(
        key.title,
        input,
        `${key.name}: ${key.range}${key.name === "boost" ? "; 0: none" : ""}`,
    );
    control.root.dataset.key = key.name;
    if (isFlag) control.root.classList.add("flag");
    input.oninput = () =>
        setup.setKey(key.name, isFlag ? String(Number(input.checked)) : input.value);
    return {
        root: control.root,
        update: () => {
            const value = setup.choice.values[key.name] ?? key.standard,
                {policyProblem} = setup;
            if (isFlag) input.checked = value === "1";
            else setValue(input, value);
            control.showProblem(policyProblem?.key === key.name ? policyProblem.why : null);
        },
    };
}

/** @param {Setup} setup */
function showPolicy(setup) {
    const select = byId("policy-name"),
        keys = byId("policy-keys"),
        rule = byId("policy-rule"),
        message = byId("policy-problem");
    select.append(...setup.policies.map(({name}) => make("option", {}, name)));
    select.onchange = () => setup.choosePolicy(select.value);
    let shown = "";
    /** @type {ReturnType<typeof controlOf>[]} */
    let controls = [];
    return () => {
        const {policy, policyProblem} = setup;
        if (shown !== policy?.name) {
            shown = policy?.name ?? "";
            controls = policy?.keys.map((key) => controlOf(setup, key)) ?? [];
            keys.replaceChildren(...controls.map(({root}) => root));
        }
        select.value = shown;
        rule.textContent = policy?.rule ?? "";
        for (const {update} of controls) update();
        showProblem(
            select,
            message,
            policyProblem && !policyProblem.key ? policyProblem.why : null,
        );
    };
}

/* --- The table --- */

/** @param {Kind} kind */
const headOf = (kind) =>
    make(
        "tr",
        {},
        make("th", {scope: "col"}, kind === "jobs" ? "job" : "process"),
        ...FIELDS[kind].map(({title, hint}) => make("th", {scope: "col", title: hint}, title)),
        make("td"),
    );

/** The row of a job, with its colour of the lanes, and one below it for what is wrong.
 * @param {Setup} setup
 * @param {number} place
 * @param {() => void} onRemoved */
function rowOf(setup, place, onRemoved) {
    const {kind} = setup.draft,
        message = make("small", {id: `row-${place}-wrong`, className: "wrong", hidden: true});
    const fields = FIELDS[kind].map(({name, title, hint}) => {
        const input = make("input", {
            inputMode: kind === "jobs" ? "numeric" : "text",
            title: hint,
            autocomplete: "off",
            spellcheck: false,
            "aria-label": `${title} of ${kind === "jobs" ? "job" : "process"} ${place}`,
            oninput: () => {
                const {draft} = setup;
                const rows = draft.rows.map((row, at) =>
                    at === place ? {...row, [name]: input.value} : row,
                );
                setup.setDraft({...draft, rows});
            },
        });
        return {name, input};
    });
    const remove = make(
        "button",
        {
            type: "button",
            className: "quiet",
            "aria-label": `remove ${kind === "jobs" ? "job" : "process"} ${place}`,
            title: "remove",
            onclick: () => {
                setup.setDraft(withoutRow(setup.draft, place));
                onRemoved();
            },
        },
        "✕",
    );
    const swatch = make("i", {className: "swatch", "aria-hidden": "true"});
    swatch.style.setProperty("--job", `var(--job-${place % LIGHT.jobs.length})`);
    const rows = [
        make(
            "tr",
            {},
            make("th", {scope: "row"}, swatch, String(place)),
            ...fields.map(({input}) => make("td", {}, input)),
            make("td", {}, remove),
        ),
        make(
            "tr",
            {className: "problem", hidden: true},
            make("td", {colSpan: fields.length + 2}, message),
        ),
    ];
    const update = () => {
        const problem = setup.problems.find(({row}) => row === place);
        for (const {name, input} of fields) {
            setValue(input, setup.draft.rows[place][name] ?? "");
            showProblem(input, message, null);
        }
        rows[1].hidden = !problem;
        if (!problem) return;
        const wrong = fields.find(({name}) => name === problem.field) ?? fields[0];
        showProblem(wrong.input, message, problem.why);
    };
    return {rows, remove, update};
}

/** @param {Setup} setup */
function showTable(setup) {
    const head = byId("jobs-head"),
        body = byId("jobs-body"),
        add = byId("add-job");
    let shown = "";
    /** @type {ReturnType<typeof rowOf>[]} */
    let rows = [];
    const rebuild = () => {
        const {kind} = setup.draft;
        rows = setup.draft.rows.map((_, place) =>
            rowOf(setup, place, () =>
                (rows[Math.min(place, rows.length - 1)]?.remove ?? add).focus(),
            ),
        );
        head.replaceChildren(headOf(kind));
        body.replaceChildren(...rows.flatMap((row) => row.rows));
        body.parentElement.className = kind;
        add.textContent = kind === "jobs" ? "+ job" : "+ process";
    };
    add.onclick = () => {
        setup.setDraft(withRow(setup.draft));
        body.querySelector("tr:nth-last-child(2) input").select();
    };
    return () => {
        const {kind, rows: texts} = setup.draft;
        if (shown !== `${kind} ${texts.length}`) rebuild();
        shown = `${kind} ${texts.length}`;
        add.disabled = !canGrow(setup.draft);
        for (const {update} of rows) update();
        const problem = setup.problems.find((each) => each.field === "rows");
        showProblem(add, byId("jobs-problem"), problem?.why ?? null);
    };
}

/** What there is above and below the table.
 * @param {Setup} setup */
function showRest(setup) {
    const ioTime = field(
            "ticks that an I/O takes",
            make("input", {inputMode: "numeric"}),
            "--io-time",
        ),
        draws = field(
            "numbers drawn, by lottery alone",
            make("input", {className: "list"}),
            "--draws, for the lottery",
        );
    byId("jobs-more").append(ioTime.root, draws.root);
    ioTime.input.oninput = () => setup.setDraft({...setup.draft, ioTime: ioTime.input.value});
    draws.input.oninput = () => setup.setDraft({...setup.draft, draws: draws.input.value});
    const kinds = byId("kind"),
        text = byId("command");
    kinds.onchange = () => setup.setDraft(converted(kinds.value, setup.draft));
    text.oninput = () => setup.setText(text.value);
    const why = (/** @type {string} */ name) =>
        setup.problems.find((problem) => problem.field === name)?.why ?? null;
    return () => {
        const {draft, choice} = setup;
        kinds.value = draft.kind;
        setValue(ioTime.input, draft.ioTime);
        setValue(draws.input, draft.draws);
        draws.root.hidden = choice.name !== "lottery" && draft.draws === "";
        ioTime.showProblem(why("ioTime"));
        draws.showProblem(why("draws"));
        setValue(text, setup.text);
        showProblem(text, byId("command-problem"), setup.textProblem);
    };
}

/** @param {Setup} setup */
function showNumbers(setup) {
    const all = /** @type {["hz", "seed"]} */ (["hz", "seed"]).map((name) => {
        const control = field(
            name === "hz" ? "ticks a second" : "seed of the noise",
            make("input", {inputMode: "numeric"}),
            name === "hz"
                ? "hz; above 250 some ticks are lost here"
                : "seed: a part of each tick passes in the kernel; 0: none",
        );
        control.input.oninput = () => setup.setNumber(name, control.input.value);
        return {name, ...control};
    });
    byId("machine").append(...all.map(({root}) => root));
    return () => {
        for (const {name, input, showProblem: show} of all) {
            setValue(input, setup.numbers[name]);
            show(setup.numberProblems[name]);
        }
    };
}

/** The colours of the lanes, as variables, and what is read on each. */
function showColours() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const set = () =>
        (dark.matches ? DARK : LIGHT).jobs.forEach((colour, place) => {
            const {style} = document.documentElement;
            style.setProperty(`--job-${place}`, colour);
            style.setProperty(`--on-job-${place}`, textOn(colour));
        });
    dark.addEventListener("change", set);
    set();
}

/** A run that somebody else began, such as a link, is what is set then; but what is typed is not
 * touched if it says the same.
 * @param {import("./lab.mjs").Lab} lab
 * @param {Setup} setup */
function followRuns(lab, setup) {
    lab.addEventListener("start", () => {
        const {policy, hz, seed, run} = lab.settings,
            workload = workloadOf(run) ? normal(run) : setup.settings.workload;
        const isSet = Object.entries({policy, hz, seed, workload}).every(
            ([name, value]) => setup.settings[/** @type {keyof Settings} */ (name)] === value,
        );
        if (isSet) return;
        try {
            setup.set({policy, hz, seed, workload});
        } catch {
            // the guest says what is wrong with it
        }
    });
}

/* --- What is done with it --- */

/** @param {import("./lab.mjs").Lab} lab
 * @param {{simulator: import("./simulator.mjs").Simulator, runAll: (settings: Settings) => void}} parts
 * @returns {Setup} */
export function showEditor(lab, {simulator, runAll}) {
    const setup = new Setup(simulator),
        message = byId("workload-message");
    const updates = [showExamples, showPolicy, showTable, showRest, showNumbers].map((show) =>
        show(setup),
    );
    const update = () => {
        for (const each of updates) each();
        message.textContent = "";
    };
    /** Does ACTION with what is set, or leads to what is wrong with it.
     * @param {(settings: Settings) => void} action */
    const act = (action) => {
        try {
            if (!setup.isRight) throw new Error("something is wrong: see the marked fields");
            action(setup.settings);
            message.textContent = "";
        } catch (error) {
            message.textContent = /** @type {Error} */ (error).message;
            byId("workload").querySelector("[aria-invalid]")?.focus();
        }
    };
    const start = (/** @type {boolean} */ withRun) => () =>
        act(({policy, workload, hz, seed}) => {
            const {rate, jit} = lab.settings,
                run = commandFor(workload, split(policy).name);
            lab.start({policy, hz, seed, rate, jit, run: withRun ? run : ""});
            byId(withRun ? "lanes" : "terminal").scrollIntoView({block: "nearest"});
        });
    byId("run").onclick = start(true);
    byId("shell").onclick = start(false);
    byId("run-all").onclick = () => act(runAll);
    byId("workload").addEventListener("keydown", (/** @type {any} */ {key, ctrlKey, target}) => {
        const isField = target.matches("input") || (target.matches("textarea") && ctrlKey);
        if (key === "Enter" && isField) byId("run").click();
    });
    setup.addEventListener("change", update);
    followRuns(lab, setup);
    showColours();
    update();
    return setup;
}
