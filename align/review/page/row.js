// One link as a row, and what can be done with it when it is in focus.

import { element, icon, percent, ring } from "./dom.js";
import { nameOf, shown } from "./keys.js";

const key = (command) => {
  const text = shown(command);
  return text && element("kbd", {}, text);
};

/** A button for a command, with its key. */
function commandButton(command, label, sign, run, extra = {}) {
  const known = command.startsWith("choose-") ? label : nameOf(command);
  return element(
    "button",
    { type: "button", "data-command": command, title: known, onclick: () => run(command), ...extra },
    sign && icon(sign),
    element("span", {}, label),
    key(command),
  );
}

function sentence(context, [id, text, cut], place, side, last, index) {
  const { focused, row, total, run, choose } = context;
  const picked = context.picked.has(id);
  const current = focused && context.sentence === index;
  const up = focused && place === 0 && row > 0;
  const down = focused && last && row < total - 1;
  const mover = (direction) =>
    element(
      "button",
      {
        type: "button",
        class: `move ${direction}`,
        tabindex: -1,
        "aria-label": `Move ${id} ${direction}`,
        title: direction === "up" ? "Move up to the previous link" : "Move down to the next link",
        onclick: (event) => {
          event.stopPropagation();
          run(`${side}-${direction}`);
        },
      },
      icon(direction),
    );
  return element(
    "p",
    {
      class: ["s", picked && "picked", current && "current"].filter(Boolean).join(" "),
      "data-id": id,
      onclick: (event) => choose(row, index, event),
    },
    text,
    cut && element("em", { class: "cut" }, " … the sentence is longer"),
    up && mover("up"),
    down && mover("down"),
  );
}

function cell(context, sentences, side, version, first) {
  const { focused, run } = context;
  const made = element("div", { role: "gridcell", class: `cell ${side}`, lang: version.language, dir: version.direction });
  sentences.forEach((each, place) => {
    if (focused && place) {
      made.append(
        element(
          "button",
          {
            type: "button",
            class: "cut-here",
            tabindex: -1,
            "aria-label": `Split before ${each[0]}`,
            onclick: (event) => {
              event.stopPropagation();
              run("split", { before: [each[0]] });
            },
          },
          element("span", { lang: "en", dir: "ltr" }, icon("cut"), "split here"),
        ),
      );
    }
    made.append(sentence(context, each, place, side, place === sentences.length - 1, first + place));
  });
  if (!sentences.length) made.append(element("p", { class: "none", lang: "en", dir: "ltr" }, "no counterpart"));
  return made;
}

const STATUS = {
  confirmed: ["check", "confirmed"],
  corrected: ["pencil", "corrected"],
  given: ["given", "given"],
};

function mark(data) {
  const made = element("div", { role: "gridcell", class: `mark ${data.status}` });
  if (data.p === undefined) {
    const [sign, word] = STATUS[data.status];
    made.append(icon(sign), element("span", { title: `by ${data.by}` }, word));
  } else {
    made.classList.add(data.p < 0.5 ? "weak" : data.p < 0.9 ? "fair" : "sure");
    made.append(ring(data.p), element("span", { class: "p" }, element("span", { class: "unseen" }, "probability "), percent(data.p)));
  }
  const type = `${data.source.length}–${data.target.length}`;
  const signs = [
    type !== "1–1" && element("span", { class: "type", title: "Numbers of sentences" }, type),
    data.crossing && element("span", { class: "type", title: "Crosses other links" }, icon("cross"), element("span", { class: "unseen" }, "crossing")),
    data.bookmark && element("span", { class: "flag", title: "Bookmark" }, icon("bookmark"), element("span", { class: "unseen" }, "bookmark")),
    data.doubt !== undefined && element("span", { class: "flag doubt", title: data.doubt || "Doubtful" }, icon("doubt"), element("span", { class: "unseen" }, "doubtful")),
  ].filter(Boolean);
  if (signs.length) made.append(element("div", { class: "signs" }, ...signs));
  return made;
}

function actions(data, context) {
  const { run, writable } = context;
  const reviewed = data.p === undefined && data.status !== "given";
  const several = data.source.length > 1 || data.target.length > 1;
  const linked = data.source.length > 0 && data.target.length > 0;
  return element(
    "div",
    { class: "actions", role: "toolbar", "aria-label": "Decide" },
    commandButton("confirm", reviewed ? "Next" : "Confirm", "check", run, { class: "main" }),
    writable && commandButton("merge-previous", "Merge above", "join", run),
    writable && commandButton("merge-next", "Merge below", "join", run),
    writable && several && commandButton("split", "Split", "cut", run),
    writable && linked && commandButton("unlink", context.picked.size ? "Unlink chosen" : "Unlink", "unlink", run),
    writable && context.picked.size > 1 && commandButton("link", `Link ${context.picked.size} chosen`, "link", run, { class: "main" }),
    writable && commandButton("swap", "Swap", "swap", run),
    element("span", { class: "space" }),
    writable && commandButton("doubt", data.doubt === undefined ? "Doubtful" : "No doubt", "doubt", run, { class: "quiet" }),
    writable && commandButton("bookmark", data.bookmark ? "No bookmark" : "Bookmark", "bookmark", run, { class: "quiet" }),
    writable && commandButton("edit", "Edit text", "pencil", run, { class: "quiet" }),
  );
}

function choice(each, number, data, context) {
  const own = new Set([...data.source, ...data.target].map(([id]) => id));
  const side = (sentences, version) =>
    element(
      "span",
      { class: "side", lang: version.language, dir: version.direction },
      ...sentences.flatMap(([id, text], place) => [
        place > 0 && " ",
        element("span", { class: own.has(id) ? "own" : "near" }, text.slice(0, 300)),
      ]).filter(Boolean),
      !sentences.length && element("span", { class: "none", lang: "en", dir: "ltr" }, "no counterpart"),
    );
  const how = [element("kbd", {}, String(number)), element("span", { class: "p" }, percent(each.p))];
  const links = each.links.map((link, place) =>
    element(
      "span",
      { class: "link" },
      side(link.source, context.pivot),
      element("span", { class: "tie" }, ...(place ? ["—"] : how)),
      side(link.target, context.version),
    ),
  );
  return element(
    "li",
    {},
    element(
      "button",
      {
        type: "button",
        class: "choice",
        "data-command": `choose-${number}`,
        onclick: () => context.run(`choose-${number}`),
      },
      ...links,
    ),
  );
}

function choices(data, context) {
  const known = context.choices;
  if (!known || !context.writable) return undefined;
  if (!known.ready) {
    return element("p", { class: "waiting" }, known.fault ? `No suggestions: ${known.fault}` : "Other possibilities are being worked out …");
  }
  if (!known.choices.length) return undefined;
  return element(
    "div",
    { class: "choices" },
    element("h2", {}, "Or choose what is right"),
    element("ol", {}, ...known.choices.slice(0, 9).map((each, place) => choice(each, place + 1, data, context))),
  );
}

/** Put the alternatives of a link into its row, and leave all else in it as it is. */
export function showChoices(row, data, context) {
  const panel = row?.querySelector(".panel");
  panel?.querySelector(".choices, .waiting")?.remove();
  panel?.append(choices(data, context) ?? "");
}

/** Return the links of an alternative by the ids of their sentences. */
export const idsOf = (choice) =>
  choice.links.map((link) => ({ source: link.source.map(([id]) => id), target: link.target.map(([id]) => id) }));

/** Return the row of a link. */
export function rowOf(data, context) {
  const made = element(
    "div",
    {
      role: "row",
      class: `row ${data.status}${context.focused ? " focused" : ""}${context.touched ? " touched" : ""}`,
      id: `row-${data.row}`,
      "aria-rowindex": data.row + 1,
      "aria-selected": context.focused ? "true" : "false",
      onclick: () => context.choose(data.row),
    },
    element("div", { role: "gridcell", class: "number" }, String(data.row + 1)),
    cell(context, data.source, "source", context.pivot, 0),
    mark(data),
    cell(context, data.target, "target", context.version, data.source.length),
  );
  (data.others ?? []).forEach((sentences, place) => {
    const version = context.others[place];
    made.append(
      element(
        "div",
        { role: "gridcell", class: "cell other", lang: version.language, dir: version.direction },
        ...sentences.map(([id, text]) => element("p", { class: "s", "data-id": id }, text)),
      ),
    );
  });
  if (context.focused) {
    made.append(
      element(
        "div",
        { role: "gridcell", class: "panel" },
        data.doubt && element("p", { class: "note" }, icon("doubt"), data.doubt),
        ...(data.faults ?? []).map((text) => element("p", { class: "note fault" }, icon("given"), text)),
        actions(data, context),
        choices(data, context),
      ),
    );
  }
  return made;
}

/** Return a row whose content has not come yet. */
export const emptyRow = (row) =>
  element(
    "div",
    { role: "row", class: "row empty", id: `row-${row}`, "aria-rowindex": row + 1 },
    element("div", { role: "gridcell", class: "number" }, String(row + 1)),
    element("div", { role: "gridcell", class: "cell" }, "…"),
  );
