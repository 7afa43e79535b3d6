/* The two that predict, for the tests of web/lab: the module of WebAssembly that a page has,
 * and the program of the host, build/host/schedule. */
import {execFileSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {Simulator} from "../../web/lab/simulator.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

export const readCases = (name) => JSON.parse(readFileSync(`${ROOT}tests/ostep/${name}.json`));

/* Tests need `make build/web/schedule.wasm build/host/schedule` first. */
export const loadSimulator = () => Simulator.load(readFileSync(`${ROOT}build/web/schedule.wasm`));

/* What the program of the host prints of each of CASES. */
export function askHost(cases) {
    const folder = mkdtempSync(join(tmpdir(), "robin-"));
    try {
        const path = join(folder, "cases.json");
        writeFileSync(path, JSON.stringify(cases));
        const text = execFileSync(`${ROOT}build/host/schedule`, ["--timeline", path], {
            encoding: "utf8",
            maxBuffer: 1 << 26,
        });
        return text
            .split(/^case .*\n/m)
            .slice(1)
            .map(readLines);
    } finally {
        rmSync(folder, {recursive: true});
    }
}

function readLines(text) {
    const result = {words: "", slices: [], times: []};
    for (const line of text.trim().split("\n")) {
        const [kind, ...rest] = line.split(" ");
        if (kind === "policy") result.words = rest.join(" ");
        if (kind === "slice") result.slices.push(rest.map(Number));
        if (kind === "job")
            result.times.push({
                response: Number(rest[2]),
                turnaround: Number(rest[4]),
                waiting: Number(rest[6]),
            });
    }
    return result;
}
