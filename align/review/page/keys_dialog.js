// The list of all keys, where each can be changed.

import { byId, element } from "./dom.js";
import { commands, keysOf, lettersWork, nameOf, pressed, resetKeys, setKeys, setLetters, words } from "./keys.js";

let waiting = null;

function draw(focused) {
  const rows = commands.map((command) =>
    element(
      "div",
      { class: "key" },
      element("span", { id: `key-${command}` }, nameOf(command)),
      element(
        "button",
        {
          type: "button",
          "data-key": command,
          "aria-describedby": `key-${command}`,
          class: waiting === command ? "waiting" : "",
          onclick: () => {
            waiting = waiting === command ? null : command;
            draw(command);
          },
        },
        ...(waiting === command ? ["press a key"] : keysOf(command).map((key) => element("kbd", {}, words(key)))),
        waiting !== command && !keysOf(command).length && "none",
      ),
    ),
  );
  byId("keys").querySelector(".keys").replaceChildren(...rows);
  byId("letters").checked = lettersWork();
  if (focused) byId("keys").querySelector(`[data-key="${focused}"]`).focus();
}

/** Show the keys; `changed` is called when the dialog is closed. */
export function showKeys(changed) {
  const dialog = byId("keys");
  waiting = null;
  draw();
  byId("letters").onchange = (event) => setLetters(event.target.checked);
  byId("reset-keys").onclick = () => {
    resetKeys();
    draw();
  };
  byId("end-keys").onclick = () => dialog.close();
  dialog.onkeydown = (event) => {
    if (!waiting) return;
    const key = pressed(event);
    event.preventDefault();
    event.stopPropagation();
    if (!key) return;
    const command = waiting;
    if (key !== "Escape") setKeys(command, [key]);
    waiting = null;
    draw(command);
  };
  dialog.onclose = () => {
    byId("grid").focus();
    changed();
  };
  dialog.showModal();
}
