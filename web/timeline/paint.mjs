/* Paints shapes on a canvas: what SVG would show, without making text of it. */
import {Boxes, FONT, Stair} from "./markup.mjs";

const PIXELS_MAX = 16384; // no canvas may have more, in width or height

/* As wide as WIDTH and as high as HEIGHT, in the page's pixels, and empty; sharp on fine
 * screens. What is painted at TOP comes to stand at its upper edge. */
export function prepareCanvas(canvas, width, height, top) {
    const scale = Math.min(devicePixelRatio, PIXELS_MAX / Math.max(width, height));
    const [fineWidth, fineHeight] = [width, height].map((size) => Math.round(size * scale));
    const context = canvas.getContext("2d");
    if (canvas.width !== fineWidth || canvas.height !== fineHeight) {
        [canvas.width, canvas.height] = [fineWidth, fineHeight];
        canvas.style.height = `${height}px`;
    }
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.translate(0, -top);
    return context;
}

export function paint(context, shapes) {
    for (const shape of shapes)
        if (shape instanceof Boxes) paintBoxes(context, shape);
        else if (shape instanceof Stair) paintStair(context, shape);
        else PAINTERS[shape.name](context, shape);
}

/* One path for all: to fill each box alone takes several times as long. */
function paintBoxes(context, {attributes, boxes}) {
    context.fillStyle = attributes.fill;
    context.beginPath();
    for (let at = 0; at < boxes.length; at += 4)
        context.rect(boxes[at], boxes[at + 1] - boxes[at + 3], boxes[at + 2], boxes[at + 3]);
    context.fill();
}

function paintStair(context, {points, yOf, end, attributes: {stroke, ...more}}) {
    setPen(context, stroke, more);
    context.beginPath();
    let y = yOf(points[0].value);
    for (const {x, value} of points) {
        context.lineTo(x, y);
        y = yOf(value);
        context.lineTo(x, y);
    }
    context.lineTo(end, y);
    context.stroke();
}

function paintRect(context, {attributes: {x, y, width, height, fill, stroke, ...more}}) {
    if (fill !== "none") {
        context.fillStyle = fill;
        context.fillRect(x, y, width, height);
    }
    if (stroke) {
        setPen(context, stroke, more);
        context.strokeRect(x, y, width, height);
    }
}

function paintPath(context, {attributes: {d, fill, stroke, ...more}}) {
    const path = new Path2D(d);
    if (fill !== "none") {
        context.fillStyle = fill;
        context.fill(path);
    }
    if (stroke) {
        setPen(context, stroke, more);
        context.stroke(path);
    }
}

function setPen(context, stroke, more) {
    context.strokeStyle = stroke;
    context.lineWidth = more["stroke-width"] ?? 1;
    context.lineJoin = more["stroke-linejoin"] ?? "miter";
    context.setLineDash((more["stroke-dasharray"] ?? "").split(" ").filter(Boolean).map(Number));
}

const ALIGN = {start: "left", middle: "center", end: "right"};

function paintText(context, {words, attributes}) {
    const weight = attributes["font-weight"] ?? 400,
        style = attributes["font-style"] ?? "normal";
    context.font = `${style} ${weight} ${attributes["font-size"]}px ${FONT}`;
    context.textAlign = ALIGN[attributes["text-anchor"] ?? "start"];
    context.fillStyle = attributes.fill;
    context.fillText(words, attributes.x, attributes.y);
}

const PAINTERS = {rect: paintRect, path: paintPath, text: paintText};
