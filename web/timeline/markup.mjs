/* What a picture is made of: shapes with SVG's names and plain attributes. As text they are
 * SVG that looks the same in viewers which know no CSS; paint.mjs paints them on a canvas. */

export const FONT = "Helvetica, Arial, 'DejaVu Sans', sans-serif";
const LETTER_WIDTH = 0.56; // of the font's size, in the mean

export const escaped = (text) =>
    String(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

const number = (value) => (typeof value === "number" ? +value.toFixed(2) : value);

/* As text, CONTENT is escaped already; attributes without a value are left out. */
class Shape {
    constructor(name, attributes, content) {
        Object.assign(this, {name, attributes, content});
    }

    toString() {
        const {name, attributes, content} = this;
        const words = Object.entries(attributes)
            .filter(([, value]) => value !== undefined && value !== null)
            .map(([key, value]) => ` ${key}="${escaped(number(value))}"`)
            .join("");
        return content === undefined
            ? `<${name}${words}/>`
            : `<${name}${words}>${content}</${name}>`;
    }
}

/* tag("rect", {x: 1}) is <rect x="1"/>. */
export const tag = (name, attributes, content) => new Shape(name, attributes, content);

export const rect = (x, y, width, height, fill, more = {}) =>
    tag("rect", {x, y, width: Math.max(width, 0.3), height, fill, ...more});

class Text extends Shape {
    constructor(words, attributes) {
        super("text", attributes);
        this.words = words;
    }

    toString() {
        this.content = escaped(this.words);
        return super.toString();
    }
}

/* ANCHOR: start, middle or end. */
export const text = (x, y, words, {fill, size = 12, anchor = "start", bold = false, ...more}) =>
    new Text(words, {
        x,
        y,
        fill,
        "font-size": size,
        "text-anchor": anchor === "start" ? null : anchor,
        "font-weight": bold ? 600 : null,
        ...more,
    });

export const line = (x, top, bottom, stroke, more = {}) =>
    tag("path", {
        d: `M${number(x)} ${number(top)}V${number(bottom)}`,
        stroke,
        fill: "none",
        ...more,
    });

/* A line at Y, from LEFT to RIGHT. */
export const across = (y, left, right, stroke) =>
    tag("path", {d: `M${number(left)} ${number(y)}H${right}`, stroke, fill: "none"});

/* A box that stands on BOTTOM, as part of a path. */
const outline = (x, bottom, width, height) =>
    `M${x.toFixed(2)} ${number(bottom)}v${(-height).toFixed(2)}` +
    `h${width.toFixed(2)}v${height.toFixed(2)}z`;

/* Boxes that look the same: as text, one path. BOXES has four numbers for each: x, bottom,
 * width, height. */
export class Boxes extends Shape {
    constructor(attributes) {
        super("path", attributes);
        this.boxes = [];
    }

    add(x, bottom, width, height) {
        this.boxes.push(x, bottom, width, height);
    }

    toString() {
        const {boxes} = this,
            outlines = [];
        for (let at = 0; at < boxes.length; at += 4)
            outlines.push(outline(boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]));
        this.attributes.d = outlines.join("");
        return super.toString();
    }
}

/* A stair through POINTS, {x, value}, at Y_OF a value, that goes on until END: as text, a path. */
export class Stair extends Shape {
    constructor(points, yOf, end, attributes) {
        super("path", attributes);
        Object.assign(this, {points, yOf, end});
    }

    toString() {
        const [first, ...others] = this.points.map(({x, value}) => [
            x.toFixed(2),
            this.yOf(value).toFixed(2),
        ]);
        const stair = others.map(([x, y]) => `H${x}V${y}`).join("");
        this.attributes.d = `M${first[0]} ${first[1]}${stair}H${this.end.toFixed(2)}`;
        return super.toString();
    }
}

/* Boxes by a key, to which LOOK_OF gives their attributes. */
export class BoxesByKey extends Map {
    constructor(lookOf) {
        super();
        this.lookOf = lookOf;
    }

    add(key, x, bottom, width, height) {
        let boxes = this.get(key);
        if (!boxes) {
            boxes = new Boxes(this.lookOf(key));
            this.set(key, boxes);
        }
        boxes.add(x, bottom, width, height);
    }
}

export const widthOf = (words, size) => words.length * size * LETTER_WIDTH;

/* WORDS, or as much of it as WIDTH has room for. */
export function fit(words, width, size) {
    const room = Math.max(Math.floor(width / (size * LETTER_WIDTH)), 1);
    return words.length <= room ? words : `${words.slice(0, room - 1).trimEnd()}…`;
}
