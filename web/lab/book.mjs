/* The examples of "Operating Systems: Three Easy Pieces" that are about who has the CPU, as
 * workloads. Sections and figures are those of the book's versions 1.00 to 1.10; of chapter 8
 * figures are named by what they show where their numbers differ between versions. What the
 * book counts in, be it a second, a millisecond or a slice, is a tick. Where the book only tells what
 * jobs are like, their numbers are ours. */
import {parse} from "./workload.mjs";

/**
 * @typedef {import("./workload.mjs").Workload} Workload
 * @typedef {object} Told what is told of an example
 * @property {string} id
 * @property {string} title
 * @property {string} section "OSTEP 7.3, figure 7.1"
 * @property {string} words the policy, as on the boot line
 * @property {string} text the workload, in the guest's words
 * @property {string} what there is to see
 * @property {string} [scale] what a tick is
 *
 * @typedef {Told & Workload & {chapter: string, hz: number, scale: string}} Example
 */

const HZ = 100; // v86 looks for interrupts each millisecond: of shorter ticks it loses some
const SECOND = "a second of the book is a tick";
const SLICE = "a time slice of the book is a tick";
const MILLISECOND = "a millisecond of the book is a tick";

/** @type {Told[]} */
const PROCESSES = [
    {
        id: "cpu-only",
        title: "Two processes that only compute",
        section: "OSTEP 4.4, figure 4.3",
        words: "process-run",
        text: "c4 c4",
        what: "Process 1 is ready all the time, and runs only when process 0 is done.",
    },
    {
        id: "cpu-and-io",
        title: "One process waits for an I/O",
        section: "OSTEP 4.4, figure 4.4",
        words: "process-run",
        text: "--io-time 3 c2,i,c1 c5",
        what: "While process 0 is blocked process 1 has the CPU, and keeps it although the I/O is done before.",
    },
    {
        id: "switch-on-end",
        title: "No switch at an I/O",
        section: "OSTEP 4, homework (simulation)",
        words: "process-run switch=end",
        text: "i c4",
        what: "Nobody has the CPU during the I/O, though process 1 could use it: all is over after 11 ticks.",
    },
    {
        id: "switch-on-io",
        title: "A switch at an I/O",
        section: "OSTEP 4, homework (simulation)",
        words: "process-run",
        text: "i c4",
        what: "Process 1 computes during the I/O, so that the same work is over after 7 ticks.",
    },
    {
        id: "io-run-later",
        title: "Back to the I/O process when it is its turn",
        section: "OSTEP 4, homework (simulation)",
        words: "process-run",
        text: "i,i,i c5 c5 c5",
        what: "Process 0 issues its second I/O so late that nobody is left to compute meanwhile: 31 ticks.",
    },
    {
        id: "io-run-immediate",
        title: "Back to the I/O process at once",
        section: "OSTEP 4, homework (simulation)",
        words: "process-run io_done=immediate",
        text: "i,i,i c5 c5 c5",
        what: "Whose I/O is done goes first, issues the next one, and the CPU is never idle: 21 ticks.",
    },
];

/** @type {Told[]} */
const INTRODUCTION = [
    {
        id: "fifo",
        title: "First in, first out",
        section: "OSTEP 7.3, figure 7.1",
        words: "fifo",
        text: "0,10 0,10 0,10",
        what: "Three equal jobs, one after the other: the mean turnaround is 20.",
    },
    {
        id: "convoy",
        title: "The convoy",
        section: "OSTEP 7.3, figure 7.2",
        words: "fifo",
        text: "0,100 0,10 0,10",
        what: "Two short jobs stand behind a long one, and the mean turnaround becomes 110.",
    },
    {
        id: "sjf",
        title: "Shortest job first",
        section: "OSTEP 7.4, figure 7.3",
        words: "sjf",
        text: "0,100 0,10 0,10",
        what: "The same three jobs with the short ones first: the mean turnaround is 50.",
    },
    {
        id: "sjf-late",
        title: "The short jobs come too late",
        section: "OSTEP 7.4, figure 7.4",
        words: "sjf",
        text: "0,100 10,10 10,10",
        what: "The long job has the CPU already and is not interrupted: a convoy again, mean turnaround 103.33.",
    },
    {
        id: "stcf",
        title: "Shortest time to completion first",
        section: "OSTEP 7.5, figure 7.5",
        words: "stcf",
        text: "0,100 10,10 10,10",
        what: "The long job loses the CPU to the short ones as they come, and the mean turnaround is 50.",
    },
    {
        id: "sjf-response",
        title: "Shortest job first, and the response time",
        section: "OSTEP 7.7, figure 7.6",
        words: "sjf",
        text: "0,5 0,5 0,5",
        what: "The last of three equal jobs waits for all of the others: the mean response time is 5.",
    },
    {
        id: "rr",
        title: "Round robin",
        section: "OSTEP 7.7, figure 7.7",
        words: "rr quantum=1",
        text: "0,5 0,5 0,5",
        what: "Each job soon has its first slice, mean response 1, and all end late, mean turnaround 14.",
    },
    {
        id: "io-idle",
        title: "Nobody computes during an I/O",
        section: "OSTEP 7.8, figure 7.8",
        words: "process-run switch=end",
        text: "--io-time 10 c9,i,c8,i,c8,i,c8,i,c9 c50",
        scale: MILLISECOND,
        what: "Job 0 computes for 10 ticks between I/Os of 10, and job 1 begins only behind all of that.",
    },
    {
        id: "io-overlap",
        title: "An I/O overlaps with another job",
        section: "OSTEP 7.8, figure 7.9",
        words: "process-run io_done=immediate",
        text: "--io-time 10 c9,i,c8,i,c8,i,c8,i,c9 c50",
        scale: MILLISECOND,
        what: "Each burst of job 0 is treated as a short job: job 1 fills the gaps, and nothing is idle.",
    },
];

/** @type {Told[]} */
const FEEDBACK = [
    {
        id: "mlfq-long",
        title: "A single long-running job",
        section: "OSTEP 8.2, figure 8.2",
        words: "mlfq levels=3 quantum=10 boost=0",
        text: "0,200",
        what: "The job goes down a level after each of its first two slices and stays at the bottom.",
    },
    {
        id: "mlfq-short",
        title: "Along came a short job",
        section: "OSTEP 8.2, figure 8.3",
        words: "mlfq levels=3 quantum=10 boost=0",
        text: "0,180 100,20",
        what: "Job 1 enters at the top at tick 100 and is done before it has sunk to where job 0 is.",
    },
    {
        id: "mlfq-io",
        title: "A job that waits for I/O beside one that computes",
        section: "OSTEP 8.2, the example of I/O",
        words: "mlfq levels=3 quantum=10 boost=0 io_resets_allotment=1",
        text: "--io-time 4 0,150 50,20,1",
        what: "Job 1 gives up the CPU after a tick each time, stays at the top, and never waits for job 0.",
    },
    {
        id: "mlfq-starving",
        title: "Starvation",
        section: "OSTEP 8.3, the figure's left half",
        words: "mlfq levels=3 quantum=10 boost=0 io_resets_allotment=1",
        text: "--io-time 5 0,150 110,50,5 110,50,5",
        what: "Two jobs that alternate at the top leave job 0 nothing from tick 110 on until they are done.",
    },
    {
        id: "mlfq-boost",
        title: "The priority boost",
        section: "OSTEP 8.3, the figure's right half",
        words: "mlfq levels=3 quantum=10 boost=50 io_resets_allotment=1",
        text: "--io-time 5 0,150 110,50,5 110,50,5",
        what: "At ticks 150 and 200 job 0 is lifted to the top too, and has a slice there each time.",
    },
    {
        id: "mlfq-gaming",
        title: "Gaming the scheduler",
        section: "OSTEP 8.4, the figure's left half",
        words: "mlfq levels=3 quantum=10 boost=0 io_resets_allotment=1",
        text: "--io-time 1 0,120 50,90,9",
        what: "Job 1 does an I/O just before its slice is over, stays at the top, and has nine tenths of the CPU.",
    },
    {
        id: "mlfq-accounting",
        title: "Better accounting",
        section: "OSTEP 8.4, the figure's right half",
        words: "mlfq levels=3 quantum=10 boost=0",
        text: "--io-time 1 0,120 50,90,9",
        what: "What job 1 has used counts in spite of its I/Os: it sinks as job 0 did, and they share the CPU.",
    },
    {
        id: "mlfq-quanta",
        title: "Lower priority, longer quanta",
        section: "OSTEP 8.5, its figure",
        words: "mlfq levels=3 quantum=10,20,40 allotment=2 boost=0",
        text: "0,140 0,140",
        what: "On each level both jobs have two slices, which are twice as long as on the one above.",
    },
];

/** @type {Told[]} */
const SHARES = [
    {
        id: "lottery",
        title: "75 tickets against 25",
        section: "OSTEP 9.1",
        words: "lottery",
        text: "--draws 63,85,70,39,76,17,29,41,36,39,10,99,68,83,63,62,43,0,49,12 0,16,0,75 0,4,0,25",
        what: "With the numbers that the book draws, job 1 has only 4 of 20 slices, and not a quarter.",
    },
    {
        id: "lottery-fairness",
        title: "Is a lottery fair?",
        section: "OSTEP 9.4, figure 9.2",
        words: "lottery",
        text: "--draws 31,77,5,48,90,163,22,118,64,9,83,141,57 0,10,0,100 0,10,0,100",
        what: "Two equal jobs should end together, but one is lucky: the ends divided, 13 by 20, are only 0.65.",
    },
    {
        id: "stride",
        title: "Stride scheduling",
        section: "OSTEP 9.6, figure 9.3",
        words: "stride quantum=1",
        text: "0,2,0,100 0,1,0,50 0,5,0,250",
        what: "With 100, 50 and 250 tickets the jobs have exactly 2, 1 and 5 of eight slices.",
    },
    {
        id: "fair",
        title: "Virtual time",
        section: "OSTEP 9.7, figure 9.4",
        words: "fair quantum=12",
        text: "0,72,0,103 0,72,0,102 0,24,0,101 0,24,0,100",
        scale: MILLISECOND,
        what: "Four jobs, so nearly equal that only their order shows it, have 12 of 48 ticks each; when two are done the book's slices grow to 24, Robin's stay.",
    },
    {
        id: "fair-weights",
        title: "Weights",
        section: "OSTEP 9.7, weighting (niceness)",
        words: "fair quantum=12",
        text: "0,144,0,3121 0,48,0,1024",
        scale: MILLISECOND,
        what: "With the weights of nice -5 and 0 job 0 soon has 36 of each 48 ticks, three quarters.",
    },
];

/** @param {string} chapter
 * @param {string} scale
 * @param {Told[]} examples
 * @returns {Example[]} */
const ofChapter = (chapter, scale, examples) =>
    examples.map((told) => ({scale, ...told, ...parse(told.text), chapter, hz: HZ}));

/** The examples, in the book's order. Simulator.predict takes each as it is. */
export const BOOK = [
    ...ofChapter("4 The Abstraction: The Process", "a time unit of the book is a tick", PROCESSES),
    ...ofChapter("7 Scheduling: Introduction", SECOND, INTRODUCTION),
    ...ofChapter("8 Scheduling: The Multi-Level Feedback Queue", MILLISECOND, FEEDBACK),
    ...ofChapter("9 Scheduling: Proportional Share", SLICE, SHARES),
];

/** @param {string} id
 * @returns {Example | undefined} */
export const example = (id) => BOOK.find((each) => each.id === id);
