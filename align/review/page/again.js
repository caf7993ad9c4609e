// What would change if the links around a correction were aligned again.

import { byId, element, percent } from "./dom.js";

const MOST = 20;

/** Show links that would be different. */
export function showAgain(links, pivot, version) {
  const box = byId("again");
  box.querySelector("h2").textContent = `Aligned again, ${links.length === 1 ? "1 link" : `${links.length} links`} around it would be different`;
  const side = (each, of) => element("p", { lang: of.language, dir: of.direction }, each.map(([, text]) => text.slice(0, 200)).join(" ") || "—");
  box.querySelector(".links").replaceChildren(
    ...links.slice(0, MOST).map((link) =>
      element("div", { class: "link" }, side(link.source, pivot), element("span", { class: "p" }, percent(link.p)), side(link.target, version)),
    ),
  );
  box.hidden = false;
}
