/* The kernel in v86 schedules the book's examples as the simulator predicts, by its trace: those that
 * are soon over, or, with BOOK_ALL=1, all of them. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {BOOK} from "../../web/lab/book.mjs";
import {isOver, realByTick} from "../../web/lab/predict.mjs";
import {format} from "../../web/lab/workload.mjs";
import {Chart} from "../../web/timeline/chart.mjs";
import {loadSimulator} from "../web/simulators.mjs";
import {Run} from "./run.mjs";

const SOON_TICKS = 40;
const simulator = await loadSimulator();
const isSoonOver = (example) => simulator.predict(example).byTick.length <= SOON_TICKS;

for (const example of process.env.BOOK_ALL ? BOOK : BOOK.filter(isSoonOver))
    test(`${example.section}: ${example.title}`, async () => {
        const {words, jobs, ioTime, hz} = example;
        const command = format(jobs, ioTime, example);
        const run = await Run.boot(`policy='${words}' hz=${hz} run='${command}'`);
        await run.toTheEnd();
        run.close();
        const chart = new Chart({policy: words, firstArrival: jobs[0]?.arrival ?? 0});
        chart.push(run.bytes);
        assert.ok(isOver(chart), run.text);
        const {byTick} = simulator.predict({...example, tickNs: chart.tickNs});
        assert.deepEqual(realByTick(chart), byTick);
    });
