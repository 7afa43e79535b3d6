// @ts-check
/* The page: fetches what the machine is made of, and puts the panels together. */
import {showComparison} from "./comparison.mjs";
import {showEditor} from "./editor.mjs";
import {isEmbedded, showEmbedded} from "./embed.mjs";
import {showGuess} from "./guess.mjs";
import {Looker} from "./kernel.mjs";
import {Lab} from "./lab.mjs";
import {showLanes} from "./lanes.mjs";
import {checkBrowser, complain, showMessages} from "./message.mjs";
import {keepForOffline} from "./offline.mjs";
import {comparable} from "./policies.mjs";
import {showProcesses} from "./processes.mjs";
import {showProblems} from "./quiz.mjs";
import {loadParts, loadSimulator, Remote} from "./remote.mjs";
import {showShare} from "./share.mjs";
import {showTerminal} from "./terminal.mjs";
import {followPrediction, showTimes} from "./times.mjs";
import {showTransport} from "./transport.mjs";
import {showWhy} from "./why.mjs";

const byId = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

async function main() {
    showEmbedded();
    checkBrowser();
    const [parts, simulator] = await Promise.all([loadParts(), loadSimulator()]);
    const lab = new Lab(new Remote(parts));
    followPrediction(lab, simulator);
    const terminal = showTerminal(lab, {
        root: byId("terminal"),
        keys: byId("keys"),
        reader: byId("reader"),
    });
    const view = showLanes(lab, {
        root: byId("lanes"),
        legend: byId("legend"),
        onSelect: (chosen) => lab.tell("select", chosen),
    });
    const looker = new Looker(lab);
    showWhy(lab, looker);
    showProcesses(lab, looker);
    showTransport(lab, view);
    const runAll = showComparison(lab, view, {
        parts,
        simulator,
        names: () => comparable(setup.policies),
        onCharts: showTimes(lab, view),
    });
    const setup = showEditor(lab, {simulator, runAll});
    const guess = showGuess(lab, {simulator, setup});
    showProblems(lab, {simulator, setup});
    showMessages(lab);
    const openLink = showShare(lab, setup, complain);
    openLink();
    if (!isEmbedded) terminal.focus();
    Object.assign(globalThis, {lab, view, setup, guess}); // for who looks into the console, and for tests
}

main()
    .catch(complain)
    .then(keepForOffline)
    .catch(() => {}); // it is there without that, too
