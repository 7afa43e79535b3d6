// @ts-check
/* The page without a network: a service worker, which keeps all files of one build, and answers with
 * them. A browser fetches it anew at each visit; if another build is there, that one's service
 * worker keeps its own files, and waits until no page of the older one is open, or a person wants
 * it (offline.mjs). So no page gets files of two builds: a file whose hash is not the one of this
 * build is not kept either. */

const worker = /** @type {any} */ (globalThis);
/** @type {string} */
const BUILD = /** @type {any} */ (globalThis).ROBIN_BUILD; // web/build.mjs writes both in
/** @type {Record<string, string>} */
const FILES = /** @type {any} */ (globalThis).ROBIN_FILES; // name: SHA-256

const SCOPE = new URL(worker.registration.scope);
const CACHES = `robin ${SCOPE.pathname} `; // another folder of the site may have a Robin, too

/** @param {ArrayBuffer} bytes */
const hashOf = async (bytes) =>
    Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) =>
        byte.toString(16).padStart(2, "0"),
    ).join("");

/** @param {Cache} cache
 * @param {string} name
 * @param {string} hash */
async function keep(cache, name, hash) {
    const response = await fetch(`${name}?${BUILD}`, {cache: "no-cache"});
    const bytes = await response.arrayBuffer();
    if (!response.ok || (await hashOf(bytes)) !== hash)
        throw new Error(`${name} is not of build ${BUILD}`);
    const type = response.headers.get("content-type") ?? "";
    await cache.put(name, new Response(bytes, {headers: {"content-type": type}}));
}

async function keepAll() {
    try {
        const cache = await caches.open(CACHES + BUILD);
        await Promise.all(Object.entries(FILES).map(([name, hash]) => keep(cache, name, hash)));
    } catch (error) {
        await caches.delete(CACHES + BUILD);
        throw error; // it is tried again at the next visit
    }
}

async function forgetOthers() {
    for (const name of await caches.keys())
        if (name.startsWith(CACHES) && name !== CACHES + BUILD) await caches.delete(name);
}

/** @param {string} name
 * @param {Request} request */
async function answer(name, request) {
    const {search} = new URL(request.url),
        isOther = request.mode !== "navigate" && search !== "" && search !== `?${BUILD}`;
    if (isOther) return Response.error(); // a page that was there before this build took over
    const cache = await caches.open(CACHES + BUILD);
    return (await cache.match(name)) ?? (await fetch(request));
}

addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keepAll()));
addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forgetOthers()));
addEventListener("message", ({data}) => {
    if (data === "take over") worker.skipWaiting();
});
addEventListener("fetch", (/** @type {any} */ event) => {
    const {origin, pathname} = new URL(event.request.url);
    if (origin !== SCOPE.origin || !pathname.startsWith(SCOPE.pathname)) return;
    const name = pathname.slice(SCOPE.pathname.length) || "index.html";
    if (event.request.method === "GET" && Object.hasOwn(FILES, name))
        event.respondWith(answer(name, event.request));
});
