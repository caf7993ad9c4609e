// The editor: what is in focus, what the keys do, and what is asked of the server.

import { Refused, get, post } from "./api.js";
import { byId, element, icon, percent } from "./dom.js";
import { commandOf, keysNumber, shown } from "./keys.js";
import { showKeys } from "./keys_dialog.js";
import { List } from "./list.js";
import { rowOf, showChoices } from "./row.js";
import { Strip } from "./strip.js";
import { askNote, editSentence, isOpen } from "./dialogs.js";

const ALWAYS = "teialign-review-always";
const HINT = "teialign-review-hint";
const MOST_SKIPPED = 500;

const state = {
  corpus: null,
  version: null,
  focus: { row: 0, id: null, sentence: 0 },
  picked: new Set(),
  choices: null,
  touched: new Set(),
  queue: "uncertain",
  skipped: [],
  again: null,
  trend: [],
};

const drawn = new WeakMap();

const list = new List(
  (first, last) => get("rows", { version: state.version.id, first, last }),
  render,
  () => list.count && list.show(state.focus.row, { always: true }),
);
const strip = new Strip((row) => focusRow(row, { always: true }));

/** The element of a row; it stays the same as long as nothing that it shows changes. */
function render(data) {
  const context = contextOf(data);
  const shownNow = [context.focused, context.sentence, context.touched, list.count, [...state.picked].join(" "), keysNumber()];
  const before = drawn.get(data);
  if (before && before.shown.every((value, place) => value === shownNow[place])) return before.element;
  const made = rowOf(data, context);
  drawn.set(data, { shown: shownNow, element: made });
  return made;
}

function contextOf(data) {
  const focused = data.row === state.focus.row;
  return {
    row: data.row,
    total: list.count,
    focused,
    sentence: focused ? state.focus.sentence : -1,
    picked: state.picked,
    touched: state.touched.has(data.id),
    choices: focused ? state.choices : null,
    writable: state.corpus.writable,
    pivot: state.corpus.pivot,
    version: state.version,
    others: state.corpus.versions.filter((each) => each !== state.version),
    run,
    choose,
  };
}

const focusedRow = () => list.row(state.focus.row);
const sentences = (data) => [...data.source, ...data.target];
const say = (text) => {
  const toast = byId("toast");
  toast.textContent = text;
  toast.classList.toggle("shown", Boolean(text));
  clearTimeout(say.timer);
  if (text) say.timer = setTimeout(() => toast.classList.remove("shown"), 5000);
};

function notice(text) {
  byId("notice").textContent = text;
  byId("notice").hidden = !text;
}

// Focus.

async function focusRow(row, { always = false, sentence = 0 } = {}) {
  if (!list.count) return;
  const wanted = Math.max(0, Math.min(row, list.count - 1));
  state.focus = { row: wanted, id: null, sentence };
  state.choices = null;
  list.held = wanted;
  list.show(wanted, { always });
  await list.loadRow(wanted);
  if (state.focus.row !== wanted) return;
  state.focus.id = focusedRow()?.id ?? null;
  list.show(wanted);
  list.held = undefined;
  byId("grid").setAttribute("aria-activedescendant", `row-${wanted}`);
  inSight();
  loadChoices();
}

function choose(row, sentence, event) {
  if (event && (event.ctrlKey || event.metaKey)) {
    const id = event.currentTarget.dataset.id;
    event.stopPropagation();
    return pick(id);
  }
  if (row !== state.focus.row) return focusRow(row, { sentence: sentence ?? 0 });
  if (sentence !== undefined && sentence !== state.focus.sentence) {
    state.focus.sentence = sentence;
    list.draw();
  }
  return undefined;
}

function pick(id) {
  if (!state.picked.delete(id)) state.picked.add(id);
  list.draw();
}

async function loadChoices() {
  const { row, id } = state.focus;
  if (!id) return;
  try {
    const known = await get("choices", { version: state.version.id, at: id });
    if (state.focus.row !== row || state.focus.id !== id) return;
    state.choices = known;
    const data = focusedRow();
    if (data) showChoices(document.getElementById(`row-${row}`), data, contextOf(data));
    list.show(row);
    if (!known.ready && !known.fault) setTimeout(() => state.focus.id === id && loadChoices(), 700);
  } catch (error) {
    failed(error);
  }
}

function inSight() {
  markFound();
  strip.at(state.focus.row, list.span());
}

// The queue.

async function go(step = 1, { skip = false } = {}) {
  const at = state.focus.id;
  if (skip && at) state.skipped = [...state.skipped.filter((id) => id !== at), at].slice(-MOST_SKIPPED);
  const values = { version: state.version.id, queue: state.queue, step, skipped: state.skipped.join(" ") };
  if (at) values.at = at;
  if (state.queue === "search") {
    values.pattern = byId("pattern").value;
    if (byId("regex").checked) values.regex = "1";
  }
  const place = await get("go", values);
  showPlace(place);
  if (place.row === null) {
    say(state.queue === "search" ? "Nothing found." : "Nothing is left in this queue.");
    return false;
  }
  await focusRow(place.row);
  return true;
}

function showPlace({ row, position, total }) {
  byId("position").textContent = row === null ? "none left" : `${(position + 1).toLocaleString("en")} of ${total.toLocaleString("en")}`;
  if (state.queue === "search") byId("found").textContent = total ? `${total.toLocaleString("en")} found` : "nothing found";
}

// Commands.

const LINK_COMMANDS = new Set(["merge-next", "merge-previous", "split", "swap", "source-up", "source-down", "target-up", "target-down", "unlink", "link"]);

let waiting = 0;
let last = Promise.resolve();

/** Do commands one after the other, however quickly they are given. */
function run(command, more = {}) {
  waiting += 1;
  document.body.dataset.busy = "true";
  last = last.then(async () => {
    try {
      await perform(command, more);
    } catch (error) {
      await failed(error);
    } finally {
      waiting -= 1;
      document.body.dataset.busy = String(waiting > 0);
    }
  });
  return last;
}

async function perform(command, more) {
  if (!state.version) return undefined;
  const data = focusedRow();
  switch (command) {
    case "row-next":
      return focusRow(state.focus.row + 1);
    case "row-back":
      return focusRow(state.focus.row - 1);
    case "top":
      return focusRow(0, { always: true });
    case "bottom":
      return focusRow(list.count - 1, { always: true });
    case "queue-next":
      return go(1, { skip: true });
    case "queue-back":
      return go(-1);
    case "search":
      return openSearch();
    case "help":
      return showKeys(() => list.draw());
    case "save":
      show(await post("save"));
      return say("The TEI files are written.");
    case "undo":
    case "redo":
      return after(await post(command, { revision: state.corpus.revision }), { undone: command });
    case "accept":
      return acceptAgain();
  }
  if (!data) return undefined;
  if (command === "sentence-next" || command === "sentence-back") return moveSentence(data, command === "sentence-next" ? 1 : -1);
  if (command === "pick") return sentences(data)[state.focus.sentence] && pick(sentences(data)[state.focus.sentence][0]);
  if (!state.corpus.writable) return say("The folder cannot be written; the corpus can only be looked at.");
  return decide(command, data, more);
}

async function decide(command, data, more) {
  const side = state.focus.sentence < data.source.length ? "source" : "target";
  const current = sentences(data)[state.focus.sentence];
  const reviewed = data.status === "confirmed" || data.status === "corrected";
  switch (command) {
    case "confirm":
      if (!reviewed) await after(await send("confirm", data), { stay: true });
      return go(1);
    case "confirm-all":
      return after(await send("confirm-all", data), { stay: true, told: "All up to here are confirmed." });
    case "up":
    case "down":
      return decide(`${side}-${command}`, data, more);
    case "doubt": {
      if (data.doubt !== undefined) return after(await send("doubt", data), { stay: true });
      const note = await askNote();
      return note === undefined ? undefined : after(await send("doubt", data, { note }), { stay: true });
    }
    case "edit":
      return current && edit(current[0]);
    case "link":
    case "unlink": {
      const ids = [...state.picked];
      const answer = await send(command, data, { ids });
      state.picked.clear();
      return after(answer);
    }
    case "split": {
      const inside = current && state.focus.sentence !== 0 && state.focus.sentence !== data.source.length;
      return after(await send("split", data, { before: more.before ?? (inside ? [current[0]] : []) }));
    }
  }
  if (command.startsWith("choose-")) {
    const chosen = state.choices?.choices?.[Number(command.slice(7)) - 1];
    if (!chosen) return undefined;
    const ids = (list) => list.map(([id]) => id);
    const links = chosen.links.map((link) => ({ source: ids(link.source), target: ids(link.target) }));
    const proposal = await after(await send("choose", data, { links }));
    return proposal ? undefined : go(1);
  }
  return after(await send(command, data));
}

const send = (command, data, more = {}) =>
  post("do", {
    revision: state.corpus.revision,
    version: state.version.id,
    at: data.id,
    command,
    again: byId("always").checked && (LINK_COMMANDS.has(command) || command === "choose"),
    ...more,
  });

/** Show what a decision did; return whether links around it are proposed. */
async function after(answer, { stay = false, undone, told } = {}) {
  show(answer);
  dismissAgain();
  endHint();
  if (answer.version && answer.version !== state.version.id) await setVersion(answer.version, answer.row);
  const row = stay ? state.focus.row : (answer.row ?? state.focus.row);
  state.touched = new Set(stay ? [] : answer.touched);
  state.focus = { row, id: null, sentence: 0 };
  state.choices = null;
  list.held = row;
  await list.refresh(row, answer.row);
  state.focus.row = Math.min(row, list.count - 1);
  state.focus.id = focusedRow()?.id ?? null;
  list.show(state.focus.row);
  list.held = undefined;
  state.touched = new Set();
  loadStrip();
  if (undone) say(`${undone === "undo" ? "Undone" : "Done again"}: ${named(answer)}`);
  else if (answer.moved) say(`${answer.moved === 1 ? "1 more link was" : `${answer.moved} more links were`} set right around it.`);
  else if (told) say(told);
  if (stay) return false;
  loadChoices();
  return !undone && !answer.moved && answer.touched ? proposeAgain(answer) : false;
}

const named = (answer) => (answer.changed ?? "the last decision").replaceAll("-", " ");

function moveSentence(data, step) {
  const count = sentences(data).length;
  state.focus.sentence = (state.focus.sentence + step + count) % count;
  list.draw();
}

async function edit(id) {
  const { text } = await get("sentence", { id });
  const wanted = await editSentence(id, text);
  if (!wanted) return;
  await after(await send(wanted.command, focusedRow(), { sentence: id, again: false, ...wanted.values }));
}

async function failed(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 0 || error.status === 401) return notice(error.message);
  if (error.status === 409) {
    await reload();
    return say(error.message);
  }
  const text = error.message;
  return say(text.charAt(0).toUpperCase() + text.slice(1) + (text.endsWith(".") ? "" : "."));
}

// Links around a correction, aligned again.

async function proposeAgain(answer) {
  const { moved, links } = await get("again", { version: answer.version, ids: answer.touched.join(" ") });
  if (!moved) return false;
  state.again = { version: answer.version, ids: answer.touched };
  const box = byId("again");
  box.querySelector("h2").textContent = `Aligned again around it, ${links.length === 1 ? "1 link would be" : `${links.length} links would be`} different`;
  const side = (each, version) => element("p", { lang: version.language, dir: version.direction }, each.map(([, text]) => text.slice(0, 200)).join(" ") || "—");
  box.querySelector(".links").replaceChildren(
    ...links.slice(0, 20).map((link) =>
      element("div", { class: "link" }, side(link.source, state.corpus.pivot), element("span", { class: "p" }, percent(link.p)), side(link.target, state.version)),
    ),
  );
  box.hidden = false;
  return true;
}

async function acceptAgain() {
  if (!state.again) return undefined;
  const { version, ids } = state.again;
  const answer = await post("again", { revision: state.corpus.revision, version, ids });
  await after(answer, { stay: true });
  return go(1);
}

function dismissAgain() {
  state.again = null;
  byId("again").hidden = true;
}

// What is always in sight.

function show(status) {
  Object.assign(state.corpus, status);
  const { figures, undo, redo, saved, fault, writable, by } = state.corpus;
  const own = figures.versions[state.version.id];
  const wrong = own.expected < 0.05 ? "0" : own.expected < 10 ? own.expected.toFixed(1) : Math.round(own.expected).toLocaleString("en");
  byId("wrong").textContent = wrong;
  byId("wrong-label").textContent = "wrong links expected";
  const whole = state.corpus.versions.length > 1 ? ` · ${figures.expected.toFixed(1)} in all versions` : "";
  byId("progress").textContent = `${own.reviewed.toLocaleString("en")} of ${own.links.toLocaleString("en")} reviewed${whole}`;
  if (state.trend.at(-1) !== own.expected) state.trend = [...state.trend, own.expected].slice(-200);
  drawTrend();
  for (const [name, what] of [["undo", undo], ["redo", redo]]) {
    byId(name).disabled = !what || !writable;
    byId(name).title = what ? `${name === "undo" ? "Undo" : "Redo"}: ${what.replaceAll("-", " ")}` : `Nothing to ${name}`;
  }
  byId("saved").textContent = !writable ? "Read only" : saved ? "Everything is saved" : "Every decision is kept; the TEI files follow shortly";
  byId("person").textContent = writable && by !== "anonymous" ? by : "";
  notice(fault || (writable ? "" : "The folder of the corpus cannot be written: you can look at everything, and change nothing."));
}

function drawTrend() {
  const most = Math.max(...state.trend, 0.1);
  const step = 72 / Math.max(1, state.trend.length - 1);
  const points = state.trend.map((value, place) => `${(place * step).toFixed(1)},${(23 - (22 * value) / most).toFixed(1)}`);
  document.querySelector("#expected polyline").setAttribute("points", state.trend.length > 1 ? points.join(" ") : `0,1 72,1`);
}

async function loadStrip() {
  strip.set(await get("strip", { version: state.version.id }).catch(() => ({ cells: [], total: 0 })));
  inSight();
}

// Versions, search, start.

async function setVersion(id, row = 0) {
  state.version = state.corpus.versions.find((each) => each.id === id);
  state.trend = [];
  state.skipped = [];
  state.picked.clear();
  byId("version").value = id;
  titles();
  list.reset();
  state.focus = { row, id: null, sentence: 0 };
  show({});
  await list.refresh(row);
  await loadStrip();
}

function endHint() {
  byId("hint").hidden = true;
  localStorage.setItem(HINT, "seen");
}

function titles() {
  const { pivot, versions } = state.corpus;
  const others = versions.filter((each) => each !== state.version);
  document.documentElement.style.setProperty("--others", others.length);
  document.body.classList.toggle("several", others.length > 0);
  const title = (version) => element("span", { lang: version.language, dir: version.direction }, element("b", { lang: "en", dir: "ltr" }, version.id), ` ${version.title}`);
  byId("titles").replaceChildren(element("span"), title(pivot), element("span"), title(state.version), ...others.map(title));
}

function openSearch() {
  byId("search").hidden = false;
  byId("pattern").focus();
  byId("pattern").select();
}

/** Mark what a search found in the rows in sight; a regular expression could take the page any time. */
function markFound() {
  if (!CSS.highlights) return;
  const wanted = state.queue === "search" && !byId("regex").checked ? byId("pattern").value.toLowerCase() : "";
  const ranges = [];
  if (wanted) {
    for (const sentence of byId("window").querySelectorAll(".cell .s")) {
      const node = sentence.firstChild;
      const text = node.textContent.toLowerCase();
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        if (at + wanted.length > node.length) break;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

function closeSearch() {
  byId("search").hidden = true;
  if (state.queue === "search") byId("queue").value = state.queue = "uncertain";
  markFound();
  byId("grid").focus();
}

async function startSearch() {
  if (!byId("pattern").value) return;
  state.queue = "search";
  byId("queue").querySelector("[value=search]").hidden = false;
  byId("queue").value = "search";
  await run("queue-next");
}

async function reload() {
  const before = state.version.id;
  state.corpus = await get("state");
  state.version = state.corpus.versions.find((each) => each.id === before) ?? state.corpus.versions[0];
  show({});
  await list.refresh(state.focus.row);
  await focusRow(state.focus.row);
  await loadStrip();
}

function wire() {
  for (const [id, sign, label, command] of [
    ["back", "back", "Back", "queue-back"],
    ["forth", "forth", "Skip to the next", "queue-next"],
    ["undo", "undo", "Undo", "undo"],
    ["redo", "redo", "Redo", "redo"],
    ["find", "find", "Search", "search"],
  ]) {
    byId(id).append(icon(sign), element("span", { class: "unseen" }, label));
    byId(id).title = `${label} (${shown(command)})`;
    byId(id).addEventListener("click", () => run(command));
  }
  byId("help").append(element("span", {}, "Keys"), element("kbd", {}, "?"));
  byId("help").addEventListener("click", () => run("help"));
  byId("accept").append(element("span", {}, "Accept"), element("kbd", {}, shown("accept")));
  byId("accept").addEventListener("click", () => run("accept"));
  byId("dismiss").append(element("span", {}, "Leave as it is"), element("kbd", {}, "Esc"));
  byId("dismiss").addEventListener("click", () => {
    dismissAgain();
    byId("grid").focus();
  });
  byId("always").checked = localStorage.getItem(ALWAYS) === "true";
  byId("always").addEventListener("change", (event) => {
    localStorage.setItem(ALWAYS, String(event.target.checked));
    if (event.target.checked) run("accept");
  });
  byId("version").addEventListener("change", async (event) => {
    await setVersion(event.target.value);
    state.focus.id = null;
    await go(1);
    byId("grid").focus();
  });
  byId("queue").addEventListener("change", async (event) => {
    state.queue = event.target.value;
    state.skipped = [];
    if (state.queue === "search") return openSearch();
    state.focus.id = null;
    await go(1).catch(failed);
    byId("grid").focus();
    return undefined;
  });
  byId("search").addEventListener("submit", (event) => {
    event.preventDefault();
    startSearch();
  });
  byId("end-search").addEventListener("click", closeSearch);
  byId("end-hint").addEventListener("click", () => {
    endHint();
    byId("grid").focus();
  });
  byId("grid").addEventListener("scroll", inSight, { passive: true });
  document.addEventListener("keydown", pressedKey);
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !state.corpus?.saved) post("save", {}, { keepalive: true }).catch(() => {});
  });
  setInterval(async () => {
    if (state.corpus?.saved || document.hidden || waiting) return;
    const fresh = await get("state").catch(() => null);
    if (fresh && fresh.revision === state.corpus.revision) show(fresh);
  }, 2000);
}

function pressedKey(event) {
  if (isOpen() || event.defaultPrevented) return;
  const { target } = event;
  if (event.key === "Escape") {
    if (target.closest("#search")) closeSearch();
    else if (state.again) dismissAgain();
    else if (state.picked.size) {
      state.picked.clear();
      list.draw();
    }
    byId("grid").focus();
    return;
  }
  const command = commandOf(event);
  const typing = target.closest("input, textarea, select");
  const onButton = target.closest("button") && ["Enter", " "].includes(event.key);
  if (!command || onButton || (typing && !["search", "save"].includes(command)) || (typing && !event.ctrlKey && !event.metaKey)) return;
  event.preventDefault();
  if (event.repeat && waiting) return;
  if (target.closest("button")) byId("grid").focus({ preventScroll: true });
  run(command);
}

async function start() {
  wire();
  state.corpus = await get("state");
  const { corpus } = state;
  document.title = `${corpus.name} — review`;
  byId("name").textContent = corpus.name;
  byId("pair").hidden = corpus.versions.length < 2;
  byId("version").append(...corpus.versions.map((each) => element("option", { value: each.id }, `${corpus.pivot.id} – ${each.id}`)));
  await setVersion(corpus.version || corpus.versions[0].id);
  if (corpus.messages.length) notice(corpus.messages.join(" "));
  if (localStorage.getItem(HINT) !== "seen" && corpus.writable) {
    byId("hint").querySelector("span").replaceChildren(
      "This is the link that the aligner is least sure of. Press ",
      element("kbd", {}, shown("confirm")),
      " if it is right, or choose what is right below it. Everything can be undone.",
    );
    byId("hint").hidden = false;
  }
  byId("grid").focus({ preventScroll: true });
  if (!(await go(1))) await focusRow(0);
  document.body.classList.add("ready");
}

start().catch(failed);
