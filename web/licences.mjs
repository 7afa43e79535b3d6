/* The licences of what the page ships, from what the bundler says that it has bundled: a package
 * that comes in tomorrow has its licence there, or the page is not built. */
import {readdir, readFile} from "node:fs/promises";

/* METAFILES of esbuild. Returns the names of the packages of which they have something. */
export function packagesIn(metafiles) {
    const paths = metafiles
        .flatMap(({outputs}) => Object.values(outputs))
        .flatMap(({inputs}) => Object.keys(inputs));
    const names = paths.flatMap(
        (path) => path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? [],
    );
    return [...new Set(names)].sort();
}

async function licenceOf(root, name) {
    const folder = `${root}node_modules/${name}`;
    const {version, license} = JSON.parse(await readFile(`${folder}/package.json`, "utf8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
    if (!file) throw new Error(`${name} has no licence to show`);
    const text = await readFile(`${folder}/${file}`, "utf8");
    return {title: `${name} ${version} (${license})`, text};
}

/* What is within v86, of which the package says nothing: web/licences/NAME.txt, its title first. */
async function partsOf(root) {
    const names = (await readdir(`${root}licences`)).sort();
    const texts = await Promise.all(
        names.map((name) => readFile(`${root}licences/${name}`, "utf8")),
    );
    return texts.map((whole) => {
        const [title, ...lines] = whole.split("\n");
        return {title, text: lines.join("\n")};
    });
}

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/* ROOT: the folder web. */
export async function licencesPage(root, packages) {
    const robin = {title: "Robin (MIT)", text: await readFile(`${root}../LICENSE`, "utf8")};
    const all = [
        robin,
        ...(await Promise.all(packages.map((name) => licenceOf(root, name)))),
        ...(await partsOf(root)),
    ];
    const sections = all.map(
        ({title, text}) => `<h2>${escaped(title)}</h2>\n<pre>${escaped(text.trim())}</pre>\n`,
    );
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'">
<link rel="icon" type="image/svg+xml" href="robin.svg">
<title>Robin: licences</title>
</head>
<body>
<main>
<h1>What this page ships, and its licences</h1>
<p><a href="./">Back to Robin</a></p>
${sections.join("")}</main>
</body>
</html>
`;
}
