/* All policies, in v86 as in QEMU. */
import {test} from "node:test";
import {compareWithQemu} from "../qemu.mjs";

const POLICIES = ["rr", "fifo", "sjf", "stcf", "mlfq", "lottery", "stride", "fair"];
const WORKLOADS = {
    arrivals: "workload 0,10 0,8 5,4",
    "I/O": "workload --io-time 3 0,10 0,8,2 5,4 7,6,1",
    tickets: "workload 0,20,0,100 0,20,0,50 0,20,0,250",
    "some hundred ticks of all these":
        "workload --io-time 2 0,80,0,100 3,60,20 9,70,0,200 20,40,10,50",
    "a shell's jobs": "spin 7 & spin 9 & spin 5 & wait",
};

for (const policy of POLICIES)
    for (const [what, run] of Object.entries(WORKLOADS))
        test(`${policy}, ${what}: v86 does as QEMU`, {timeout: 300_000}, () =>
            compareWithQemu({policy, run}),
        );
