/* Colours for paper and for a dark screen. Those of the jobs are Okabe and Ito's, which the
 * colour-blind can tell apart too, a little darker or lighter where they would drown. A
 * state is told by its height, too, so nothing depends on colour alone. */

export const LIGHT = {
    paper: "#ffffff",
    ink: "#1c1c1c",
    faint: "#5f6368",
    line: "#e3e5e8",
    jobs: ["#0072b2", "#d98200", "#009e73", "#b8579b", "#3d9fd8", "#c64800", "#8a8400", "#6b5bd2"],
    other: "#7d8288",
    blocked: "#9aa0a6",
    suspended: "#b0005c",
    zombie: "#c9cdd1",
    book: "#3d3d3d",
    difference: "#c64800",
    end: "#d0021b",
    best: "#007a55",
};

export const DARK = {
    paper: "#17191c",
    ink: "#ececec",
    faint: "#a6abb0",
    line: "#34383d",
    jobs: ["#2b8fe0", "#f5a524", "#1fc796", "#f08fd0", "#7fd1ff", "#ff5b33", "#b9c400", "#8a74ff"],
    other: "#9ba1a7",
    blocked: "#62686e",
    suspended: "#ff5fae",
    zombie: "#474c52",
    book: "#c9cdd1",
    difference: "#ff7f3f",
    end: "#ff5a5f",
    best: "#2fd3a0",
};

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/* PART (0 to 1) of COLOUR, the rest PAPER: what a transparent colour would look like. */
export function mix(colour, paper, part) {
    const [front, back] = [channels(colour), channels(paper)];
    return `#${front
        .map((value, i) =>
            Math.round(value * part + back[i] * (1 - part))
                .toString(16)
                .padStart(2, "0"),
        )
        .join("")}`;
}

/* Relative luminance [WCAG 2.2]. */
function luminance(colour) {
    const [red, green, blue] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/* From 1, the same, to 21, black on white [WCAG 2.2]. */
export function contrast(one, other) {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
}

/* Black or white: what is read better on COLOUR. */
export const textOn = (colour) =>
    contrast(colour, "#ffffff") >= contrast(colour, "#000000") * 0.8 ? "#ffffff" : "#000000";

/* Oklab's coordinates of COLOUR, in which distances are about as large as they look. */
function oklab(colour) {
    const [r, g, b] = channels(colour).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    const [l, m, s] = [
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    ].map(Math.cbrt);
    return [
        0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
        1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
        0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ];
}

/* How different two colours look; 1 is black and white. */
export function difference(one, other) {
    const [a, b] = [oklab(one), oklab(other)];
    return Math.hypot(...a.map((value, i) => value - b[i]));
}
