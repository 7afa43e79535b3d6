/* node web/timeline/command.mjs < DATA.json > PICTURE.svg: DATA is what the page has, too. */
import {readFileSync, writeSync} from "node:fs";
import {chartsOf} from "./chart.mjs";
import {drawPicture} from "./picture.mjs";

const data = JSON.parse(readFileSync(0, "utf8"));
const picture = Buffer.from(
    drawPicture(data.heading, chartsOf(data), {withLinks: data.arrows === true}),
);
for (let at = 0; at < picture.length; ) at += writeSync(1, picture, at);
