// The page: its controls, its keys, and its start.

import { get, post } from "./api.js";
import { isOpen } from "./dialogs.js";
import { byId, element, icon } from "./dom.js";
import { dismissAgain, failed, focusRow, go, inSight, list, run, setVersion, show, waiting } from "./editor.js";
import { markFound, openSearch } from "./found.js";
import { commandOf, shown } from "./keys.js";
import { state } from "./state.js";
import { endHint, notice, showHint } from "./status.js";

const ALWAYS = "teialign-review-always";

function closeSearch() {
  byId("search").hidden = true;
  if (state.queue === "search") byId("queue").value = state.queue = "uncertain";
  markFound(state.queue);
  byId("grid").focus();
}

async function startSearch() {
  if (!byId("pattern").value) return;
  state.queue = "search";
  byId("queue").querySelector("[value=search]").hidden = false;
  byId("queue").value = "search";
  await run("queue-next");
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
  if (corpus.writable) showHint();
  byId("grid").focus({ preventScroll: true });
  if (!(await go(1))) await focusRow(0);
  document.body.classList.add("ready");
}

start().catch(failed);
