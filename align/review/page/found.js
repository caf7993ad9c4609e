// The search, and what it found in the rows in sight.

import { byId } from "./dom.js";

/** Mark what a search found in the rows in sight; a regular expression could take the page any time. */
export function markFound(queue) {
  if (!CSS.highlights) return;
  const wanted = queue === "search" && !byId("regex").checked ? byId("pattern").value.toLowerCase() : "";
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

export function openSearch() {
  byId("search").hidden = false;
  byId("pattern").focus();
  byId("pattern").select();
}
