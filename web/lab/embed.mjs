// @ts-check
/* The page in a frame of another one, with ?embed in its address: without its head, and without
 * taking the focus, so that the page around it stays where its reader is. */

export const isEmbedded = new URLSearchParams(location.search).has("embed");

export function showEmbedded() {
    const alone = /** @type {any} */ (document.getElementById("alone"));
    document.body.classList.toggle("embedded", isEmbedded);
    alone.hidden = !isEmbedded;
    alone.onclick = () => {
        alone.href = location.pathname + location.hash;
    };
    alone.href = "./";
}
