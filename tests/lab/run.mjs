/* Boots Robin in v86, in Node: what the tests of this folder share. */
import {readFile} from "node:fs/promises";
import {Player} from "../../web/lab/player.mjs";
import {TraceReader} from "../../web/timeline/trace.mjs";

const ROOT = new URL("../../", import.meta.url);
export const PROMPT = "robin$ ";
const LONG_MS = 120_000; // of real time: nothing here takes so long

const bytesOf = async (path) => {
    const {buffer, byteOffset, length} = await readFile(new URL(path, ROOT));
    return buffer.slice(byteOffset, byteOffset + length);
};

export const parts = {
    wasm: await WebAssembly.compile(await bytesOf("web/node_modules/v86/build/v86.wasm")),
    kernel: await bytesOf("build/web/robin.elf"),
    archive: await bytesOf("build/web/initrd.tar"),
};

/** What a trace tells without when: with the JIT, or elsewhere, an event may come some instructions
 * later. */
export const storyOf = (bytes) =>
    new TraceReader().push(Uint8Array.from(bytes)).map(({time, ...event}) => event);

export const {layout, sources} = JSON.parse(
    Buffer.from(await bytesOf("build/web/kernel.json")).toString(),
);

/** A run that a test leads: what came out of it so far, and ways to wait. */
export class Run {
    static async boot(words, more = {}) {
        const run = new Run(),
            line = `trace=serial check=1 ${words}`;
        run.player = await Player.boot(parts, {line, ...more}, run.listener());
        return run;
    }

    constructor() {
        this.output = [];
        this.trace = [];
        this.waiting = new Set();
    }

    listener() {
        return {
            console: (bytes) => this.output.push(...bytes),
            trace: (bytes) => this.trace.push(...bytes),
            cut: ({consoleBytes, traceBytes}) => {
                this.output.length = consoleBytes;
                this.trace.length = traceBytes;
            },
            picture: (picture) => {
                this.picture = picture;
            },
            state: (state) => {
                this.state = structuredClone(state); // as it comes to the page
                for (const wait of this.waiting) wait();
            },
        };
    }

    get text() {
        return Buffer.from(this.output).toString().replaceAll("\r", "");
    }

    get bytes() {
        return Buffer.from(this.trace);
    }

    /** Resolves as soon as IS_SO; what it was waiting for, if that never comes. */
    until(isSo) {
        return new Promise((resolve, reject) => {
            const timer = setTimeout(
                () => reject(new Error(`never: ${isSo}\n${this.text}`)),
                LONG_MS,
            );
            const wait = () => {
                if (!isSo(this)) return;
                clearTimeout(timer);
                this.waiting.delete(wait);
                resolve(this);
            };
            this.waiting.add(wait);
            wait();
        });
    }

    async toTheEnd() {
        this.player.play();
        return await this.until(({state}) => state.ended);
    }

    async type(line) {
        const before = this.output.length;
        this.player.type(Buffer.from(`${line}\r`));
        this.player.play();
        await this.until(
            () => Buffer.from(this.output.slice(before)).includes(PROMPT) || this.state.ended,
        );
    }

    /** To the tick, and stand still there. */
    async goTo(tick) {
        this.player.goTo(tick);
        await this.until(({state}) => !state.playing && (state.tick >= tick || state.ended));
    }

    /** All processes at this instant, as the kernel's memory has them. */
    look() {
        this.player.look(layout);
        return this.picture;
    }

    close() {
        this.player.close();
    }
}
