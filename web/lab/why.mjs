// @ts-check
/* Why: a slice that is chosen in the picture, in words, beside the lines that decided it, and with
 * the status of its process. */
import {explain, tickOf} from "./explain.mjs";
import {loadKernel} from "./kernel.mjs";
import {element, Listing} from "./listing.mjs";
import {statusOf} from "./status.mjs";

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @typedef {{chart: any, process: any, span: any}} Chosen */

class Why {
    /** @param {import("./lab.mjs").Lab} lab
     * @param {import("./kernel.mjs").Looker} looker */
    constructor(lab, looker) {
        this.lab = lab;
        this.looker = looker;
        /** @type {Chosen | null} */
        this.chosen = null;
        this.isOfRun = false; // that the page leads, not one of several that are compared
        /** @type {Listing | null} */
        this.listing = null;
        byId("why-go").onclick = () => this.goThere();
        lab.addEventListener("select", (event) =>
            this.choose(/** @type {CustomEvent} */ (event).detail),
        );
        lab.addEventListener("start", () => this.choose(null));
        lab.addEventListener("picture", (event) =>
            this.showStatus(/** @type {CustomEvent} */ (event).detail),
        );
    }

    /** @param {Chosen | null} chosen */
    async choose(chosen) {
        this.chosen = chosen;
        this.isOfRun = chosen?.chart === this.lab.chart;
        byId("why-hint").hidden = chosen !== null;
        byId("why-parts").hidden = chosen === null;
        this.looker.want("why", this.isOfRun).catch((error) => this.complain(error));
        if (!chosen) return;
        const {head, decisions} = explain(chosen);
        const [what, ...more] = head;
        byId("why-what").textContent = what;
        byId("why-more").textContent = more.join("\n");
        byId("why-status").hidden = !this.isOfRun;
        await this.load();
        if (this.chosen !== chosen) return; // meanwhile it is another
        byId("why-decisions").replaceChildren(
            ...decisions.map((decision) => this.articleOf(decision)),
        );
        const [first] = decisions;
        byId("why-source").hidden = !first;
        if (first) this.listing?.mark(first.steps, first.decided, chosen.chart.policy);
    }

    async load() {
        try {
            const {sources} = await loadKernel();
            this.listing ??= new Listing(sources, {
                code: byId("why-code"),
                file: byId("why-file"),
                name: byId("why-function"),
            });
        } catch (error) {
            this.complain(error);
        }
    }

    /** @param {unknown} error */
    complain(error) {
        const reason = error instanceof Error ? error.message : String(error);
        byId("why-more").textContent += `\nThe kernel's source cannot be shown: ${reason}.`;
    }

    /** @param {import("./explain.mjs").Decision} decision */
    articleOf({title, when, why, facts, steps, decided}) {
        const items = steps.map((step) => {
            const item = element("li", {}, this.buttonOf(step, steps, decided));
            if (step === decided) item.className = "decided";
            return item;
        });
        return element(
            "article",
            {},
            element("h3", {}, `${title} `, element("small", {}, when)),
            element("p", {}, why),
            element("ul", {}, ...facts.map((fact) => element("li", {}, fact))),
            element("ol", {}, ...items),
        );
    }

    /** @param {import("./decided.mjs").Step} step
     * @param {import("./decided.mjs").Step[]} steps Which are marked with it.
     * @param {import("./decided.mjs").Step} decided */
    buttonOf(step, steps, decided) {
        const {line} = this.listing?.placeOf(step) ?? {line: 0};
        const button = element(
            "button",
            {type: "button"},
            element("code", {}, `${step.file.replace(/.*\//, "")}:${line} ${step.name}()`),
            ` ${step.says}${step === decided ? " – this decided" : ""}`,
        );
        button.onclick = () => {
            this.listing?.mark(steps, decided, this.chosen?.chart.policy);
            this.listing?.show(this.listing.placeOf(step));
        };
        return button;
    }

    /* --- The status of its process --- */

    goThere() {
        if (this.chosen) this.lab.goTo(tickOf(this.chosen.chart, this.chosen.span));
    }

    /** @param {import("./player.mjs").Picture | null} picture */
    showStatus(picture) {
        if (!this.chosen || !this.isOfRun) return;
        const {chart, process, span} = this.chosen,
            {pid} = process;
        const tick = tickOf(chart, span),
            found = picture?.processes.find((each) => each.pid === pid);
        byId("why-go").textContent = `go there: tick ${tick} since boot`;
        byId("why-go").hidden = picture?.tick === tick && !this.lab.state.playing;
        byId("why-when").textContent = momentOf(picture, this.lab.state.playing);
        byId("why-none").textContent = found ? "" : `There is no process ${pid} at this moment.`;
        const rows = found ? statusOf(found, picture?.tickNs ?? chart.tickNs) : [];
        byId("why-lines").replaceChildren(
            ...rows.map(([key, value]) =>
                element("div", {}, element("dt", {}, key), element("dd", {}, value)),
            ),
        );
    }
}

/** @param {import("./player.mjs").Picture | null} picture
 * @param {boolean} isPlaying */
function momentOf(picture, isPlaying) {
    if (!picture) return "the kernel has just begun";
    const work = picture.isAtWork ? ", while the kernel was at work" : "";
    return `at tick ${picture.tick} since boot${isPlaying ? ", and the run goes on" : ""}${work}`;
}

/** @param {import("./lab.mjs").Lab} lab
 * @param {import("./kernel.mjs").Looker} looker */
export const showWhy = (lab, looker) => new Why(lab, looker);
