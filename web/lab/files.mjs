// @ts-check
/* The files of the page, each with the build in its address, so that neither a cache on the way nor
 * the browser's hands out one of an older build. */

/** Which build of the page this is: web/build.mjs writes it into index.html. */
export const BUILD = /** @type {HTMLMetaElement} */ (
    document.querySelector("meta[name=robin-build]")
).content;

/** @param {string} name of a file beside the page */
export const addressOf = (name) => `${name}?${BUILD}`;
