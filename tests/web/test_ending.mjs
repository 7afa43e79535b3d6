/* Why a run did not end by itself. */
import assert from "node:assert/strict";
import {test} from "node:test";
import {whyCut} from "../../web/lab/ending.mjs";

const FAILED = {failed: true, crash: ""};

test("an orderly end needs no reason", () => {
    assert.equal(whyCut({failed: false, crash: ""}, "robin: panic: typed by hand\r\n"), "");
});

test("a panic and a limit say their reason themselves", () => {
    const panic = "robin$ \r\nrobin: panic: provoked \r\n  at kernel/main.c:1\r\n";
    assert.equal(whyCut(FAILED, panic), "panic: provoked");
    const limit = "\r\nrobin: no end: not over after 9 ticks\r\n";
    assert.equal(whyCut(FAILED, limit), "no end: not over after 9 ticks");
});

test("what ends without words has a reason, too", () => {
    assert.equal(whyCut(FAILED, "robin$ "), "no orderly end");
    const crash = {failed: true, crash: "v86 gave up: CPU reset"};
    assert.equal(whyCut(crash, ""), "v86 gave up: CPU reset");
});
