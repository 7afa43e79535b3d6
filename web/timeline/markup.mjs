/* SVG as text, with plain attributes: so it looks the same in viewers that know no CSS. */

export const FONT = "Helvetica, Arial, 'DejaVu Sans', sans-serif";
const LETTER_WIDTH = 0.56; // of the font's size, in the mean

export const escaped = (text) =>
    String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const number = (value) => (typeof value === "number" ? +value.toFixed(2) : value);

/* tag("rect", {x: 1}) is <rect x="1"/>; attributes without a value are left out. */
export function tag(name, attributes, content) {
    const words = Object.entries(attributes)
        .filter(([, value]) => value !== undefined && value !== null)
        .map(([key, value]) => ` ${key}="${escaped(number(value))}"`)
        .join("");
    return content === undefined ? `<${name}${words}/>` : `<${name}${words}>${content}</${name}>`;
}

export const rect = (x, y, width, height, fill, more = {}) =>
    tag("rect", {x, y, width: Math.max(width, 0.3), height, fill, ...more});

/* ANCHOR: start, middle or end. */
export const text = (x, y, words, {fill, size = 12, anchor = "start", bold = false, ...more}) =>
    tag(
        "text",
        {
            x,
            y,
            fill,
            "font-size": size,
            "text-anchor": anchor === "start" ? null : anchor,
            "font-weight": bold ? 600 : null,
            ...more,
        },
        escaped(words),
    );

export const line = (x, top, bottom, stroke, more = {}) =>
    tag("path", {
        d: `M${number(x)} ${number(top)}V${number(bottom)}`,
        stroke,
        fill: "none",
        ...more,
    });

/* A box that stands on BOTTOM, as part of a path. */
export const outline = (x, bottom, width, height) =>
    `M${x.toFixed(2)} ${number(bottom)}v${(-height).toFixed(2)}` +
    `h${width.toFixed(2)}v${height.toFixed(2)}z`;

export const widthOf = (words, size) => words.length * size * LETTER_WIDTH;

/* WORDS, or as much of it as WIDTH has room for. */
export function fit(words, width, size) {
    const room = Math.max(Math.floor(width / (size * LETTER_WIDTH)), 1);
    return words.length <= room ? words : `${words.slice(0, room - 1).trimEnd()}…`;
}
