// The keys of all commands: their defaults, what the person changed, and their names on the screen.

const DEFAULTS = {
  confirm: { keys: ["Enter"], name: "Confirm, and go on" },
  "queue-next": { keys: ["n", "PageDown"], name: "Next to look at, without deciding" },
  "queue-back": { keys: ["p", "PageUp"], name: "Back to the one before" },
  "row-next": { keys: ["ArrowDown", "j"], name: "Next link of the text" },
  "row-back": { keys: ["ArrowUp", "k"], name: "Previous link of the text" },
  "sentence-next": { keys: ["ArrowRight"], name: "Next sentence of the link" },
  "sentence-back": { keys: ["ArrowLeft"], name: "Previous sentence of the link" },
  "merge-next": { keys: ["m"], name: "Merge with the next link" },
  "merge-previous": { keys: ["Shift+M"], name: "Merge with the previous link" },
  split: { keys: ["s"], name: "Split the link before the sentence" },
  up: { keys: ["Ctrl+ArrowUp", "Alt+ArrowUp"], name: "Move the first sentence up to the previous link" },
  down: { keys: ["Ctrl+ArrowDown", "Alt+ArrowDown"], name: "Move the last sentence down to the next link" },
  swap: { keys: ["x"], name: "Swap with the previous link" },
  unlink: { keys: ["u"], name: "Unlink: the chosen sentences, or all of the link" },
  pick: { keys: ["Space"], name: "Choose the sentence, to link it" },
  link: { keys: ["l"], name: "Link the chosen sentences" },
  doubt: { keys: ["d"], name: "Doubtful, with a note" },
  bookmark: { keys: ["b"], name: "Bookmark" },
  edit: { keys: ["e"], name: "Edit the sentence: its text, split, merge" },
  "confirm-all": { keys: ["Shift+Enter"], name: "Confirm all up to here" },
  undo: { keys: ["Ctrl+Z", "z"], name: "Undo" },
  redo: { keys: ["Ctrl+Shift+Z", "Ctrl+Y", "Shift+Z"], name: "Redo" },
  accept: { keys: ["a"], name: "Accept the links that were aligned again" },
  search: { keys: ["/", "Ctrl+F"], name: "Search" },
  save: { keys: ["Ctrl+S"], name: "Write the TEI files now" },
  top: { keys: ["Ctrl+Home", "Home"], name: "First link" },
  bottom: { keys: ["Ctrl+End", "End"], name: "Last link" },
  help: { keys: ["?"], name: "Keys" },
};

const STORED = "teialign-review-keys";
const LETTERS = "teialign-review-letters";
const SHOWN = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Enter: "⏎", Shift: "⇧", PageUp: "Page ↑", PageDown: "Page ↓" };

const read = (key, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
};

let changed = read(STORED, {});
let letters = read(LETTERS, true) !== false;

let number = 0;

/** A number that grows whenever a key changes. */
export const keysNumber = () => number;
export const commands = Object.keys(DEFAULTS);
export const nameOf = (command) => DEFAULTS[command].name;
export const keysOf = (command) => (Array.isArray(changed[command]) ? changed[command] : DEFAULTS[command].keys);
export const lettersWork = () => letters;

/** Return a key press as text, such as `Ctrl+Shift+Z`; empty for a modifier on its own. */
export function pressed(event) {
  if (["Control", "Shift", "Alt", "Meta", "Dead", "Unidentified"].includes(event.key)) return "";
  const letter = event.key.length === 1;
  const key = event.key === " " ? "Space" : letter && (event.ctrlKey || event.metaKey || event.shiftKey) ? event.key.toUpperCase() : event.key;
  const sign = letter && !/[\p{L}\p{N} ]/u.test(event.key);
  return [
    (event.ctrlKey || event.metaKey) && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && !sign && "Shift",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

const isSingle = (key) => /^(Shift\+)?.$/u.test(key);

/** Return the command of a key press; undefined if it has none, or is a single letter and these are off. */
export function commandOf(event) {
  const key = pressed(event);
  if (!key || (!letters && isSingle(key))) return undefined;
  const digit = /^[1-9]$/.exec(key);
  return commands.find((command) => keysOf(command).includes(key)) ?? (digit ? `choose-${digit[0]}` : undefined);
}

/** Return the first key of a command for the screen; empty if it has none that works. */
export function shown(command) {
  const key = command.startsWith("choose-") ? command.slice(7) : keysOf(command).find((each) => letters || !isSingle(each));
  if (!key || (!letters && isSingle(key))) return "";
  return words(key);
}

/** Return a key as it is written on the screen. */
export const words = (key) =>
  key.split("+").map((part) => SHOWN[part] ?? (part.length === 1 ? part.toUpperCase() : part)).join(" ").replace("⇧ ", "⇧");

export function setKeys(command, keys) {
  number += 1;
  for (const other of commands) {
    if (other !== command && keysOf(other).some((key) => keys.includes(key))) {
      changed[other] = keysOf(other).filter((key) => !keys.includes(key));
    }
  }
  changed[command] = keys;
  localStorage.setItem(STORED, JSON.stringify(changed));
}

export function setLetters(work) {
  number += 1;
  letters = work;
  localStorage.setItem(LETTERS, JSON.stringify(work));
}

export function resetKeys() {
  number += 1;
  changed = {};
  letters = true;
  localStorage.removeItem(STORED);
  localStorage.removeItem(LETTERS);
}
