// What is always in sight: figures, titles of the columns, and messages.

import { byId, element } from "./dom.js";
import { shown } from "./keys.js";

const HINT = "teialign-review-hint";

export const say = (text) => {
  const toast = byId("toast");
  toast.textContent = text;
  toast.classList.toggle("shown", Boolean(text));
  clearTimeout(say.timer);
  if (text) say.timer = setTimeout(() => toast.classList.remove("shown"), 5000);
};

export function notice(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
}

/** Show how far the review is: what is expected wrong, what can be undone, and whether all is saved. */
export function showStatus(state) {
  const { figures, undo, redo, saved, fault, writable, by } = state.corpus;
  const own = figures.versions[state.version.id];
  const wrong = own.expected < 0.05 ? "0" : own.expected < 10 ? own.expected.toFixed(1) : Math.round(own.expected).toLocaleString("en");
  byId("wrong").textContent = wrong;
  byId("wrong-label").textContent = "wrong links expected";
  const whole = state.corpus.versions.length > 1 ? ` · ${figures.expected.toFixed(1)} in all versions` : "";
  byId("progress").textContent = `${own.reviewed.toLocaleString("en")} of ${own.links.toLocaleString("en")} reviewed${whole}`;
  if (state.trend.at(-1) !== own.expected) state.trend = [...state.trend, own.expected].slice(-200);
  drawTrend(state.trend);
  for (const [name, what] of [["undo", undo], ["redo", redo]]) {
    byId(name).disabled = !what || !writable;
    byId(name).title = what ? `${name === "undo" ? "Undo" : "Redo"}: ${what.replaceAll("-", " ")}` : `Nothing to ${name}`;
  }
  byId("saved").textContent = !writable ? "Read only" : saved ? "Everything is saved" : "Every decision is kept; the TEI files follow shortly";
  byId("person").textContent = writable && by !== "anonymous" ? by : "";
  notice(fault || (writable ? "" : "The folder of the corpus cannot be written: you can look at everything, and change nothing."));
}

function drawTrend(trend) {
  const most = Math.max(...trend, 0.1);
  const step = 72 / Math.max(1, trend.length - 1);
  const points = trend.map((value, place) => `${(place * step).toFixed(1)},${(23 - (22 * value) / most).toFixed(1)}`);
  document.querySelector("#expected polyline").setAttribute("points", trend.length > 1 ? points.join(" ") : `0,1 72,1`);
}

/** Show where in the queue one is. */
export function showPlace({ row, position, total }, queue) {
  byId("position").textContent = row === null ? "none left" : `${(position + 1).toLocaleString("en")} of ${total.toLocaleString("en")}`;
  if (queue === "search") byId("found").textContent = total ? `${total.toLocaleString("en")} found` : "nothing found";
}

/** Say why something was not done. */
export const sayWhy = (reason) => say(reason.charAt(0).toUpperCase() + reason.slice(1) + (reason.endsWith(".") ? "" : "."));

/** Show what is in the columns. */
export function showTitles(state) {
  const { pivot, versions } = state.corpus;
  const others = versions.filter((each) => each !== state.version);
  document.documentElement.style.setProperty("--others", others.length);
  document.body.classList.toggle("several", others.length > 0);
  const title = (version) => element("span", { lang: version.language, dir: version.direction }, element("b", { lang: "en", dir: "ltr" }, version.id), ` ${version.title}`);
  byId("titles").replaceChildren(element("span"), title(pivot), element("span"), title(state.version), ...others.map(title));
}

/** Tell a person who sees the page for the first time what to do. */
export function showHint() {
  if (localStorage.getItem(HINT) === "seen") return;
  byId("hint").querySelector("span").replaceChildren(
    "This is the link that the aligner is least sure of. Press ",
    element("kbd", {}, shown("confirm")),
    " if it is right, or choose what is right below it. Everything can be undone.",
  );
  byId("hint").hidden = false;
}

export function endHint() {
  byId("hint").hidden = true;
  localStorage.setItem(HINT, "seen");
}
