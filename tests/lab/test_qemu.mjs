/* Robin in v86 does what it does in QEMU. All policies: long/test_qemu.mjs. */
import {test} from "node:test";
import {compareWithQemu} from "./qemu.mjs";

test("round robin shares the CPU in v86 as in QEMU", {timeout: 100_000}, () =>
    compareWithQemu({policy: "rr", run: "workload --io-time 3 0,10 0,8,2 5,4 7,6,1"}),
);
