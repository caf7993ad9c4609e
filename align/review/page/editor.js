// The editor: what is in focus, what commands do, and what is asked of the server.

import { showAgain } from "./again.js";
import { Refused, get, post } from "./api.js";
import { askNote, editSentence } from "./dialogs.js";
import { byId } from "./dom.js";
import { markFound, openSearch } from "./found.js";
import { keysNumber } from "./keys.js";
import { showKeys } from "./keys_dialog.js";
import { List } from "./list.js";
import { idsOf, rowOf, showChoices } from "./row.js";
import { state } from "./state.js";
import { endHint, notice, say, sayWhy, showPlace, showStatus, showTitles } from "./status.js";
import { Strip } from "./strip.js";

const MOST_SKIPPED = 500;

const drawn = new WeakMap();

export const list = new List(
  (first, last) => get("rows", { version: state.version.id, first, last }),
  render,
  () => list.count && list.show(state.focus.row, { always: true }),
);
const strip = new Strip((row) => focusRow(row, { always: true }));

/** The element of a row; it stays the same as long as nothing that it shows changes, but for the trace of a change. */
function render(data) {
  const context = contextOf(data);
  const shownNow = [context.focused, context.sentence, list.count, [...state.picked].join(" "), keysNumber()];
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
// Focus.

export async function focusRow(row, { always = false, sentence = 0 } = {}) {
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

export function inSight() {
  markFound(state.queue);
  strip.at(state.focus.row, list.span());
}

// The queue.

export async function go(step = 1, { skip = false } = {}) {
  const at = state.focus.id;
  if (skip && at) state.skipped = [...state.skipped.filter((id) => id !== at), at].slice(-MOST_SKIPPED);
  const values = { version: state.version.id, queue: state.queue, step, skipped: state.skipped.join(" ") };
  if (at) values.at = at;
  if (state.queue === "search") {
    values.pattern = byId("pattern").value;
    if (byId("regex").checked) values.regex = "1";
  }
  const place = await get("go", values);
  showPlace(place, state.queue);
  if (place.row === null) {
    say(state.queue === "search" ? "Nothing found." : "Nothing is left in this queue.");
    return false;
  }
  await focusRow(place.row);
  return true;
}

// Commands.

const LINK_COMMANDS = new Set(["merge-next", "merge-previous", "split", "swap", "source-up", "source-down", "target-up", "target-down", "unlink", "link"]);

export let waiting = 0;
let last = Promise.resolve();

/** Do commands one after the other, however quickly they are given. */
export function run(command, more = {}) {
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

const SIMPLE = {
  "row-next": () => focusRow(state.focus.row + 1),
  "row-back": () => focusRow(state.focus.row - 1),
  top: () => focusRow(0, { always: true }),
  bottom: () => focusRow(list.count - 1, { always: true }),
  "queue-next": () => go(1, { skip: true }),
  "queue-back": () => go(-1),
  search: openSearch,
  help: () => showKeys(() => list.draw()),
  save: async () => {
    show(await post("save"));
    if (!state.corpus.fault) say("The TEI files are written.");
  },
  undo: againOrBack,
  redo: againOrBack,
  accept: acceptAgain,
};

async function againOrBack(command) {
  return after(await post(command, { revision: state.corpus.revision }), { undone: command });
}

async function perform(command, more) {
  if (!state.version) return undefined;
  if (SIMPLE[command]) return SIMPLE[command](command);
  const data = focusedRow();
  if (!data) return undefined;
  if (command === "sentence-next" || command === "sentence-back") return moveSentence(data, command === "sentence-next" ? 1 : -1);
  if (command === "pick") return sentences(data)[state.focus.sentence] && pick(sentences(data)[state.focus.sentence][0]);
  if (!state.corpus.writable && command === "confirm") return go(1);
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
    const proposal = await after(await send("choose", data, { links: idsOf(chosen) }));
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

export async function failed(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.status === 0 || error.status === 401) return notice(error.message);
  if (error.status === 409) {
    await reload();
    return sayWhy(error.message);
  }
  return sayWhy(error.message);
}

// Links around a correction, aligned again.

async function proposeAgain(answer) {
  const { moved, links } = await get("again", { version: answer.version, ids: answer.touched.join(" ") });
  if (!moved) return false;
  state.again = { version: answer.version, ids: answer.touched };
  showAgain(links, state.corpus.pivot, state.version);
  return true;
}

async function acceptAgain() {
  if (!state.again) return undefined;
  const { version, ids } = state.again;
  const answer = await post("again", { revision: state.corpus.revision, version, ids });
  await after(answer, { stay: true });
  return go(1);
}

export function dismissAgain() {
  state.again = null;
  byId("again").hidden = true;
}

// What is always in sight.

export function show(status) {
  Object.assign(state.corpus, status);
  showStatus(state);
}

async function loadStrip() {
  strip.set(await get("strip", { version: state.version.id }).catch(() => ({ cells: [], total: 0 })));
  inSight();
}

// Versions.

export async function setVersion(id, row = 0) {
  state.version = state.corpus.versions.find((each) => each.id === id);
  state.trend = [];
  state.skipped = [];
  state.picked.clear();
  byId("version").value = id;
  showTitles(state);
  list.reset();
  state.focus = { row, id: null, sentence: 0 };
  show({});
  await list.refresh(row);
  await loadStrip();
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
