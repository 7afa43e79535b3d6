// @ts-check
/* Where in the kernel's source a decision was made: for each policy and each reason the function
 * and the words of the line, never its number, so that the source may change around it. A test
 * finds all of them, and that no line that gives a reason is missing here. */

/** @typedef {{file: string, name: string, words: string, says: string}} Step A line of FILE, the
 *     one with WORDS in the function NAME; SAYS: what it does. */
/** @typedef {[name: string, words: string, says: string]} Anchor */
/** @typedef {{ready: Anchor, over?: Anchor[], yield: Anchor, pick: Anchor}} PolicyAnchors */

const OVER = "return REASON_SLICE_OVER";
const SAYS_OVER = "the slice is over";

/** @type {Record<string, PolicyAnchors>} */
const POLICIES = {
    rr: {
        ready: ["ready", "list_push_back", "who becomes ready goes to the tail"],
        over: [
            ["tick", OVER, SAYS_OVER],
            ["yield", "list_move_back", "it goes to the tail"],
        ],
        yield: ["yield", "list_move_back", "it goes to the tail"],
        pick: ["pick", "list_first_entry", "the first of the queue is next"],
    },
    fifo: {
        ready: ["ready", "list_push_back", "who becomes ready goes to the tail"],
        yield: ["yield", "list_move_back", "it goes to the tail"],
        pick: ["pick", "list_first_entry", "the first of the queue is next"],
    },
    sjf: {
        ready: ["ready", "sorted_insert", "who becomes ready stands by its length"],
        yield: ["yield", "queue->chosen = NULL", "one is to be chosen anew"],
        pick: ["pick", "queue->chosen = container_of", "the shortest is next"],
    },
    stcf: {
        ready: ["insert_by_rest", "sorted_insert", "who becomes ready stands by what it has left"],
        over: [
            ["tick", OVER, SAYS_OVER],
            ["insert_by_rest", "list_push_back", "it goes to the tail of the unknown"],
        ],
        yield: ["yield", "insert_by_rest", "it goes behind those with as little left"],
        pick: ["pick", "return container_of(shortest", "who has the least left is next"],
    },
    mlfq: {
        ready: ["ready", "list_push_back", "who becomes ready goes to the tail of its level"],
        over: [
            ["end_slice", OVER, SAYS_OVER],
            ["charge_slice", "set_level", "its allotment may be used up, which costs a level"],
        ],
        yield: ["yield", "list_move_back", "it goes to the tail of its level"],
        pick: ["pick", "list_first_entry", "the first of the highest level is next"],
    },
    lottery: {
        ready: ["ready", "tickets_add", "who becomes ready has its tickets in the row"],
        over: [
            ["tick", OVER, SAYS_OVER],
            ["tick", "winner = NULL", "one is to be drawn anew"],
        ],
        yield: ["yield", "winner = NULL", "one is to be drawn anew"],
        pick: ["pick", "tickets_find", "who holds the ticket drawn is next"],
    },
    stride: {
        ready: ["ready", "sorted_insert", "who becomes ready stands by its pass"],
        over: [
            ["tick", OVER, SAYS_OVER],
            ["end_slice", "marks->pass += marks->stride", "its pass goes on by its stride"],
        ],
        yield: ["end_slice", "marks->pass += marks->stride", "its pass goes on by its stride"],
        pick: ["pick", "queue->chosen = container_of", "who has the least pass is next"],
    },
    fair: {
        ready: ["ready", "end_turn(queue->chosen)", "who is further behind ends the turn"],
        over: [
            ["tick", OVER, SAYS_OVER],
            ["end_turn", "sorted_move", "it stands by its virtual time again"],
        ],
        yield: ["yield", "end_turn", "its turn is over"],
        pick: ["pick", "queue->chosen = container_of", "who has the least virtual time is next"],
    },
    "process-run": {
        ready: ["ready", "give_turn", "who becomes ready may have the turn"],
        yield: ["yield", "job_after", "the turn goes to the one behind it"],
        pick: ["pick", "return circles[cpu].turn", "who has the turn is next"],
    },
};

/** @type {Record<string, Anchor>} */
const VARIANTS = {
    known: ["tick_known", OVER, "it has used up the length that was declared"],
    unknown: ["pick", "list_first_entry", "nobody's length is known: the first in turn is next"],
    boosted: ["tick", "reason = REASON_BOOSTED", "a boost is due: all go to the top"],
};

const SCHEDULER = "kernel/sched/scheduler.c",
    THREAD = "kernel/sched/thread.c",
    BUDGET = "kernel/sched/budget.c";

/* What the mechanism does, by the reason; and by what else is known of it. */
/** @type {Record<string, [string, ...Anchor]>} */
const MECHANISM = {
    yielded: [THREAD, "thread_yield", "REASON_YIELDED", "it lets the others go first"],
    blocked: [THREAD, "thread_block", "REASON_BLOCKED", "it waits: it leaves the policy's queues"],
    disk: [THREAD, "thread_block_firmly", "REASON_BLOCKED", "it waits for the disk"],
    rest: [BUDGET, "thread_begin_rest", "REASON_BLOCKED", "its budget is used up: it rests"],
    suspended: [THREAD, "thread_suspend", "REASON_SUSPENDED", "it is suspended"],
    ended: [THREAD, "thread_exit", "REASON_ENDED", "it has given back what it held"],
    used_up: [BUDGET, "thread_ends_by_budget", "REASON_USED_UP", "its budget is used up: it ends"],
    ending: [SCHEDULER, "remove_first", "reason = REASON_ENDING", "who is to end goes first"],
    idle_over: [SCHEDULER, "scheduler_idle", "REASON_IDLE_OVER", "the CPU had nothing to do"],
    preempted: [THREAD, "enqueue", "reschedule = true", "somebody is ready: who is to run?"],
    slice_over: [
        SCHEDULER,
        "scheduler_tick",
        "reason = scheduler.policy->tick",
        "a tick: is it over?",
    ],
    boosted: [
        SCHEDULER,
        "scheduler_tick",
        "reason = scheduler.policy->tick",
        "a tick: is it over?",
    ],
    pick: [SCHEDULER, "choose_next", "scheduler.policy->pick", "who is next?"],
    first: [SCHEDULER, "choose_next", "return remove_first", "it is not the policy's to choose"],
    nobody: [SCHEDULER, "choose_next", "&this_cpu()->idle", "nobody: the CPU has nothing to do"],
    switch: [SCHEDULER, "switch_to", "arch_switch", "here the CPU changes hands"],
};

export const fileOf = (/** @type {string} */ policy) =>
    `kernel/policy/${policy.replaceAll("-", "_")}.c`;

/** What the page shows: these, and what their calls lead to. */
export const SOURCES = [
    ...Object.keys(POLICIES).map(fileOf),
    SCHEDULER,
    THREAD,
    BUDGET,
    "kernel/policy/policy.h",
    "kernel/sched/scheduler.h",
    "kernel/sched/state.h",
    "kernel/sched/thread.h",
    "lib/list.h",
    "lib/sorted.c",
    "lib/tickets.c",
];

/** @param {string} key Of MECHANISM.
 * @returns {Step} */
function byMechanism(key) {
    const [file, name, words, says] = MECHANISM[key];
    return {file, name, words, says};
}

/** @param {string} policy
 * @param {Anchor} anchor
 * @returns {Step} */
const byPolicy = (policy, [name, words, says]) => ({file: fileOf(policy), name, words, says});

/** What is known of a decision, as far as its place in the source depends on it.
 * @typedef {{policy: string, reason: string, lostWhy?: string, isIdle?: boolean,
 *     wasKnown?: boolean, isUnknown?: boolean}} Facts ISIDLE: nobody gets the CPU. Under stcf,
 *     WASKNOWN: who loses it has used up its declared length; ISUNKNOWN: of who gets it no length
 *     is known. */

/** How it came that who had the CPU lost it.
 * @param {Facts} facts
 * @returns {Step[]} */
function stepsToLose({policy, reason, lostWhy = "", wasKnown}) {
    const anchors = POLICIES[policy];
    const own = (/** @type {Anchor[]} */ ...list) =>
        anchors ? list.map((anchor) => byPolicy(policy, anchor)) : [];
    const [over, after] = anchors?.over ?? [],
        isOverrun = wasKnown && policy === "stcf";
    switch (reason) {
        case "slice_over":
            return [
                byMechanism(reason),
                ...(over ? own(isOverrun ? VARIANTS.known : over, after) : []),
            ];
        case "boosted":
            return [byMechanism(reason), ...(policy === "mlfq" ? own(VARIANTS.boosted) : [])];
        case "yielded":
            return [byMechanism(reason), ...(anchors ? own(anchors.yield) : [])];
        case "preempted":
            return [...(anchors ? own(anchors.ready) : []), byMechanism(reason)];
        case "blocked":
            return [byMechanism({"on disk": "disk", "on rest": "rest"}[lostWhy] ?? reason)];
        case "ended":
            return [
                ...(lostWhy === "used up" ? [byMechanism("used_up")] : []),
                byMechanism(reason),
            ];
        default:
            return MECHANISM[reason] ? [byMechanism(reason)] : [];
    }
}

/** How it came that who gets the CPU does.
 * @param {Facts} facts
 * @returns {Step[]} */
function stepsToGet({policy, reason, isIdle, isUnknown}) {
    if (reason === "ending") return [byMechanism("first")];
    const anchors = POLICIES[policy];
    const pick = isUnknown && policy === "stcf" ? VARIANTS.unknown : anchors?.pick;
    return [
        byMechanism("pick"),
        ...(pick ? [byPolicy(policy, pick)] : []),
        ...(isIdle ? [byMechanism("nobody")] : []),
        byMechanism("switch"),
    ];
}

/** The lines that made a decision, in the order in which the CPU came to them, and which of them
 * DECIDED it: the policy's reason if it gave one, else whom it picked.
 * @param {Facts} facts */
export function stepsOf(facts) {
    const lose = stepsToLose(facts),
        get = stepsToGet(facts);
    const isPolicy = ({file = ""}) => file.startsWith("kernel/policy/");
    const byReason = ["slice_over", "boosted"].includes(facts.reason) && lose.find(isPolicy);
    const last = facts.isIdle ? get[get.length - 2] : get.find(isPolicy);
    return {steps: [...lose, ...get], decided: byReason || last || get[0]};
}

/** Whether PROCESS, which loses the CPU in a decision, has used up the length that was declared
 * for it: stcf puts it on level 1 for that, just before.
 * @param {any} chart
 * @param {any} process
 * @param {any} decision */
function wasKnownBefore(chart, process, {time}) {
    const stays = process.stays.filter((/** @type {any} */ stay) => stay.start < time).slice(-2);
    const [before, last] = stays;
    return (
        Boolean(last) && before.key === 0 && last.key === 1 && time - last.start < chart.tickNs / 2
    );
}

/** The same of a DECISION of CHART.
 * @param {any} chart
 * @param {any} decision */
export function stepsOfDecision(chart, decision) {
    const {reason, lostWhy, pid, before, level} = decision;
    return stepsOf({
        policy: chart.policy,
        reason,
        lostWhy,
        isIdle: pid === 0,
        isUnknown: level === 1,
        wasKnown: wasKnownBefore(chart, chart.schedule.find(before), decision),
    });
}
