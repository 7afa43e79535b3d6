// @ts-check
/* What is set in the workload editor: a workload, a policy, hz and seed. It knows no document;
 * editor.mjs shows it, and others may read and set it, too:
 *
 *     setup.settings       {policy, workload, hz, seed}, the last ones that were right
 *     setup.isRight        whether nothing that is written is wrong
 *     setup.set(settings)  any of them; throws if one of them is wrong, and changes nothing
 *     "change"             the event after each change
 */
import {BOOK, example} from "./book.mjs";
import {STANDARD} from "./bootline.mjs";
import {commandOf, draftOf, normal, problemsOf} from "./draft.mjs";
import {join, policyProblem, readPolicies, split} from "./policies.mjs";
import {parse} from "./workload.mjs";

/** @typedef {{policy: string, workload: string, hz: number, seed: number}} Settings */
/** @typedef {"hz" | "seed"} NumberName */

/** @type {Record<NumberName, {least: number, most: number}>} */
export const NUMBERS = {
    hz: {least: 19, most: 1000}, // kernel/options.c
    seed: {least: 0, most: 2 ** 32 - 1},
};

/** @type {Settings} */
export const FIRST = {
    policy: STANDARD.policy,
    workload: "workload 0,10 0,8 5,4",
    hz: STANDARD.hz,
    seed: STANDARD.seed,
};

/** @param {NumberName} name
 * @param {string} text */
function numberProblem(name, text) {
    const {least, most} = NUMBERS[name],
        number = /^[0-9]+$/.test(text.trim()) ? Number(text) : Number.NaN;
    return number >= least && number <= most ? null : `a whole number from ${least} to ${most}`;
}

export class Setup extends EventTarget {
    /** @param {import("./simulator.mjs").Simulator} simulator */
    constructor(simulator) {
        super();
        this.simulator = simulator;
        this.policies = readPolicies(simulator);
        /** @type {Map<string, import("./policies.mjs").Choice>} */
        this.choices = new Map(); // what was said of each policy last
        this.choice = split(FIRST.policy);
        this.draft = draftOf(parse(FIRST.workload));
        this.text = FIRST.workload; // as it is typed
        /** @type {string | null} */
        this.textProblem = null;
        this.numbers = {hz: String(FIRST.hz), seed: String(FIRST.seed)};
        this.settings = FIRST;
        /** @type {ReturnType<typeof policyProblem>} */
        this.policyProblem = null;
        /** @type {import("./draft.mjs").Problem[]} */
        this.problems = [];
        /** @type {Record<NumberName, string | null>} */
        this.numberProblems = {hz: null, seed: null};
    }

    get policy() {
        return this.policies.find(({name}) => name === this.choice.name);
    }

    get words() {
        return join(this.choice, this.policy);
    }

    /* --- What is wrong --- */

    check() {
        this.policyProblem = policyProblem(this.simulator, this.words);
        this.problems = problemsOf(this.draft);
        this.numberProblems = {
            hz: numberProblem("hz", this.numbers.hz),
            seed: numberProblem("seed", this.numbers.seed),
        };
        if (!this.isRight) return;
        const {hz, seed} = this.numbers;
        this.settings = {
            policy: this.words,
            workload: commandOf(this.draft),
            hz: Number(hz),
            seed: Number(seed),
        };
    }

    get isRight() {
        const {textProblem, policyProblem, problems, numberProblems} = this;
        const {hz, seed} = numberProblems;
        return !(textProblem || policyProblem || problems.length || hz || seed);
    }

    changed() {
        this.check();
        this.dispatchEvent(new Event("change"));
    }

    /* --- What is changed --- */

    /** @param {Partial<Settings>} settings */
    set(settings) {
        const {policy, workload, hz, seed} = {...this.settings, ...settings};
        const problem = policyProblem(this.simulator, policy);
        if (problem) throw new Error(`policy: ${problem.why}`);
        for (const [name, value] of /** @type {[NumberName, number][]} */ (
            Object.entries({hz, seed})
        )) {
            const why = numberProblem(name, String(value));
            if (why) throw new Error(`${name}: ${why}`);
        }
        this.takeText(normal(workload)); // throws before anything is changed
        this.choice = split(policy);
        this.numbers = {hz: String(hz), seed: String(seed)};
        this.changed();
    }

    /** @param {string} text of a workload that is right */
    takeText(text) {
        this.draft = draftOf(parse(text));
        this.text = text;
        this.textProblem = null;
    }

    /** @param {string} text as it is typed */
    setText(text) {
        try {
            this.takeText(text);
        } catch (error) {
            this.text = text;
            this.textProblem = /** @type {Error} */ (error).message;
        }
        this.changed();
    }

    /** @param {import("./draft.mjs").Draft} draft */
    setDraft(draft) {
        this.draft = draft;
        if (problemsOf(draft).length === 0) {
            this.text = commandOf(draft);
            this.textProblem = null;
        }
        this.changed();
    }

    /** @param {string} name */
    choosePolicy(name) {
        this.choices.set(this.choice.name, this.choice);
        this.choice = this.choices.get(name) ?? {name, values: {}};
        this.changed();
    }

    /** @param {string} key
     * @param {string} value */
    setKey(key, value) {
        const {name, values} = this.choice;
        this.choice = {name, values: {...values, [key]: value.replace(/\s+/g, "")}};
        this.changed();
    }

    /** @param {NumberName} name
     * @param {string} text */
    setNumber(name, text) {
        this.numbers = {...this.numbers, [name]: text};
        this.changed();
    }

    /* --- The book's examples --- */

    /** @param {string} id */
    takeExample(id) {
        const found = example(id);
        if (found) this.set({policy: found.words, workload: found.text});
    }

    /** The example that is set, as it is in the book. */
    get example() {
        if (!this.isRight) return undefined;
        const isSet = (/** @type {import("./book.mjs").Example} */ {words, text}) =>
            join(split(words), this.policy) === this.words &&
            normal(text) === this.settings.workload;
        return BOOK.find(isSet);
    }
}
