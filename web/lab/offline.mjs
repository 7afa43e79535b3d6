// @ts-check
/* Keeps the page for when there is no network: see sw.mjs. Where a browser lets no page be kept, as
 * by plain http or in a frame without an origin, it works as it does at the first visit. */

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

function container() {
    try {
        return navigator.serviceWorker;
    } catch {
        return undefined; // a frame without an origin
    }
}

/** A newer build waits until all pages of the older one are closed, or until a person wants it.
 * @param {ServiceWorker} waiting */
function takeOver(waiting) {
    byId("use-newer").disabled = true;
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage("take over");
}

/** @param {ServiceWorkerRegistration} registration */
function offerNewer(registration) {
    const {waiting} = registration;
    if (!waiting || !container()?.controller) return;
    byId("newer").hidden = false;
    byId("use-newer").onclick = () => takeOver(waiting);
}

/** After the page has what it needs itself. */
export async function keepForOffline() {
    const registration = await container()?.register("sw.js");
    if (!registration) return;
    offerNewer(registration);
    registration.addEventListener("updatefound", () =>
        registration.installing?.addEventListener("statechange", () => offerNewer(registration)),
    );
    await registration.update(); // or the browser may wait with it until the page is left
}
