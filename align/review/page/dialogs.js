// Dialogs: a note on a doubt, and the text of a sentence.

import { byId } from "./dom.js";

export const isOpen = () => Boolean(document.querySelector("dialog[open]"));

const closed = (dialog) =>
  new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });

function open(dialog, end) {
  dialog.returnValue = "";
  dialog.showModal();
  end.onclick = () => dialog.close("");
  return closed(dialog);
}

const sendOnEnter = (dialog) => (event) => {
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    dialog.close("save");
  }
};

/** Ask for a note; undefined if the person changes their mind. */
export async function askNote() {
  const dialog = byId("note");
  const text = byId("note-text");
  text.value = "";
  text.onkeydown = sendOnEnter(dialog);
  const answer = await open(dialog, byId("end-note"));
  byId("grid").focus();
  return answer === "save" ? text.value : undefined;
}

/** Let the person edit a sentence; the command and its values, or undefined. */
export async function editSentence(id, before) {
  const dialog = byId("edit");
  const text = byId("edit-text");
  byId("edit-id").textContent = id;
  text.value = before;
  text.onkeydown = sendOnEnter(dialog);
  const split = byId("split-sentence");
  const hint = () => {
    split.disabled = text.value !== before || text.selectionStart === 0 || text.selectionStart >= before.length;
  };
  text.oninput = text.onkeyup = text.onclick = hint;
  byId("split-sentence").onclick = () => dialog.close("split");
  byId("merge-sentences").onclick = () => dialog.close("merge");
  const answer = open(dialog, byId("end-edit"));
  text.setSelectionRange(0, 0);
  hint();
  const result = await answer;
  byId("grid").focus();
  if (result === "split") {
    // The server counts code points.
    return { command: "split-sentence", values: { offset: [...before.slice(0, text.selectionStart)].length } };
  }
  if (result === "merge") return { command: "merge-sentences", values: {} };
  return result === "save" ? { command: "correct-text", values: { text: text.value } } : undefined;
}
