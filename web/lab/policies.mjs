// @ts-check
/* The kernel's policies, with what can be said of each on the boot line. Names and ranges come
 * from the policies' own files, by way of the simulator; here they get words for a person. */

/**
 * @typedef {import("./simulator.mjs").Simulator} Simulator
 * @typedef {object} Key a parameter
 * @property {string} name
 * @property {string} title
 * @property {string} range what it takes, for a person
 * @property {"number" | "list" | "flag" | "choice"} kind
 * @property {string[]} choices of a choice
 * @property {string} standard what it is if it is not given; empty: nothing
 *
 * @typedef {{name: string, rule: string, keys: Key[]}} Policy
 * @typedef {{name: string, values: Record<string, string>}} Choice a policy, and what is said of it
 */

/* docs/scheduling.md. A policy of a reader's own has no words here. */
/** @type {Record<string, string>} */
const RULES = {
    rr: "everybody in turn, for a slice each (OSTEP 7.7)",
    fifo: "who came first, until it waits or ends (7.3)",
    sjf: "the shortest job, until it waits or ends (7.4)",
    stcf: "who has least left, at any moment (7.5)",
    mlfq: "who has used least of late: levels, by watching (8)",
    lottery: "whose ticket is drawn, for a slice (9.2)",
    stride: "who is furthest behind its share, in slices (9.6)",
    fair: "who is furthest behind its share, in virtual time (9.7)",
    "process-run": "whose turn it is, until it waits for an I/O or ends (4.4)",
};

/** @type {Record<string, string>} */
const TITLES = {
    quantum: "ticks of a slice",
    levels: "how many levels",
    allotment: "slices before it goes down",
    boost: "ticks between boosts",
    io_resets_allotment: "an I/O renews the allotment",
    io_done_to_front: "after an I/O to the head",
    seed: "seed of the draws",
    draws: "numbers drawn first",
    latency: "ms a waiter may be behind",
    switch: "the turn is passed on at",
    io_done: "after an I/O it has the CPU",
    charge: "what is charged",
};

const NOT_OF_ALL = "process-run"; // it is for the tables of OSTEP 4, and never ends a slice

/** @param {string} range as the simulator tells it
 * @returns {{kind: Key["kind"], choices: string[], range: string}} */
function readRange(range) {
    const [values, ...more] = range.split(",");
    if (values.includes("|"))
        return {kind: "choice", choices: values.split("|"), range: values.replaceAll("|", " or ")};
    const words = values.replace("-", " to ");
    if (values === "0-1") return {kind: "flag", choices: [], range: "0 or 1"};
    if (more.length === 0) return {kind: "number", choices: [], range: words};
    return {kind: "list", choices: [], range: `${words}, or several: 2,4,8`};
}

/** @param {string} words
 * @returns {Choice} */
export function split(words) {
    const [name, ...settings] = words.trim().split(/\s+/);
    return {
        name,
        values: Object.fromEntries(
            settings.map((setting) => {
                const [key, ...value] = setting.split("=");
                return [key, value.join("=")];
            }),
        ),
    };
}

/** The words of CHOICE: with POLICY, in the order of its parameters, and without what is standard.
 * @param {Choice} choice
 * @param {Policy} [policy] */
export function join({name, values}, policy) {
    const standards = new Map(policy?.keys.map((key) => [key.name, key.standard]));
    const order = [...standards.keys()].filter((key) => key in values);
    const told = new Set([...order, ...Object.keys(values)]);
    const isTold = (/** @type {string} */ key) => values[key] !== (standards.get(key) ?? "");
    return [name, ...[...told].filter(isTold).map((key) => `${key}=${values[key]}`)].join(" ");
}

/** @param {Simulator} simulator
 * @returns {Policy[]} */
export function readPolicies(simulator) {
    return simulator.policies().map((line) => {
        const {name, values: ranges} = split(line);
        const full = simulator.predict({words: name, jobs: [{length: 1}]}).words;
        const standards = split(full).values;
        const keys = Object.entries(ranges).map(([key, text]) => {
            const range = readRange(text);
            const standard = standards[key] ?? range.choices[0] ?? "";
            return {name: key, title: TITLES[key] ?? key, standard, ...range};
        });
        return {name, rule: RULES[name] ?? "a policy of your own", keys};
    });
}

/** What *Run all* runs under.
 * @param {Policy[]} policies */
export const comparable = (policies) =>
    policies.map(({name}) => name).filter((name) => name !== NOT_OF_ALL);

/** What is wrong with the policy WORDS, in the kernel's words, and at which parameter; null: all
 * is right.
 * @param {Simulator} simulator
 * @param {string} words
 * @returns {{key: string | null, why: string} | null} */
export function policyProblem(simulator, words) {
    try {
        simulator.predict({words, jobs: [{length: 1}]});
        return null;
    } catch (error) {
        const text = /** @type {Error} */ (error).message;
        const [, wrong, why] = /: wrong from `(\S*).*?` on: (.*)$/s.exec(text) ?? [];
        return {key: wrong?.includes("=") ? wrong.split("=")[0] : null, why: why ?? text};
    }
}
