/* Runs of the kernel in QEMU, and how one in v86 is compared with one there. */
import assert from "node:assert/strict";
import {execFile} from "node:child_process";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {isDeepStrictEqual, promisify} from "node:util";
import {MEMORY_MIB} from "../../web/lab/machine.mjs";
import {Run, storyOf} from "./run.mjs";

const BOOT = new URL("../../tools/boot", import.meta.url).pathname;
const LONG_MS = 60_000;

/* Boots QEMU, which runs RUN, commands of the shell, under POLICY, and powers off: the `text` of
 * its console and the `bytes` of its trace. */
export async function runInQemu({policy, run}) {
    const folder = await mkdtemp(`${tmpdir()}/robin-`),
        trace = `${folder}/trace`;
    const settings = ["--memory", String(MEMORY_MIB), "--policy", policy, "--run", run];
    const words = ["--icount", "--check", "--trace", trace, ...settings];
    try {
        const {stdout} = await promisify(execFile)(BOOT, words, {timeout: LONG_MS});
        return {text: stdout.replaceAll("\r", ""), bytes: await readFile(trace)};
    } finally {
        await rm(folder, {recursive: true});
    }
}

const SPIN = 0x6e697073; // the first four letters of a name, as a word

/* STORY until the last job has ended. What follows is a program that prints: it takes more or fewer
 * ticks, as the machine is slow or fast. */
function untilJobsEnd(story) {
    const jobs = new Set(
        story.filter(({kind, a}) => kind === "name" && a === SPIN).map(({pid}) => pid),
    );
    return story.slice(
        0,
        1 + story.findLastIndex(({kind, pid}) => kind === "exit" && jobs.has(pid)),
    );
}

/* RUN under POLICY says the same on the console in v86 and in QEMU, to the letter, and what happens
 * in the kernel until the jobs have ended is the same, event by event, with all that its trace tells but
 * the nanoseconds. */
export async function compareWithQemu({policy, run}) {
    const inV86 = await Run.boot(`policy='${policy}' hz=100 run='${run}'`);
    await inV86.toTheEnd();
    inV86.close();
    const inQemu = await runInQemu({policy, run});
    assert.equal(inV86.text, inQemu.text);
    const [here, there] = [inV86, inQemu].map(({bytes}) => untilJobsEnd(storyOf(bytes)));
    const parted = here.findIndex((event, number) => !isDeepStrictEqual(event, there[number]));
    if (parted >= 0) assert.deepEqual(here[parted], there[parted], `event ${parted}`);
    assert.ok(here.length > 1);
    assert.equal(here.length, there.length);
}
