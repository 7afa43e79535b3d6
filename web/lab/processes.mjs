// @ts-check
/* All processes at the present instant, as `ps` prints them, read from the kernel's memory. */
import {element} from "./listing.mjs";
import {PS_HEADS, psRow} from "./status.mjs";

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @param {import("./lab.mjs").Lab} lab
 * @param {import("./kernel.mjs").Looker} looker */
export function showProcesses(lab, looker) {
    const details = byId("processes-now"),
        when = byId("processes-when");
    const scoped = (/** @type {string} */ text) => element("th", {scope: "col"}, text);
    byId("processes-head").replaceChildren(element("tr", {}, ...PS_HEADS.map(scoped)));
    details.ontoggle = () =>
        looker.want("processes", details.open).catch((error) => {
            when.textContent = `They cannot be shown: ${error.message}.`;
        });
    lab.addEventListener("picture", (event) => {
        const picture = /** @type {CustomEvent} */ (event).detail;
        const rows = (picture?.processes ?? []).map((/** @type {any} */ process) => {
            const row = element("tr", {}, ...psRow(process).map((text) => element("td", {}, text)));
            row.classList.toggle("running", process.state === "running");
            return row;
        });
        when.textContent = picture ? `at tick ${picture.tick} since boot` : "there are none yet";
        byId("processes-body").replaceChildren(...rows);
    });
}
