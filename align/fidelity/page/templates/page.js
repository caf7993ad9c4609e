"use strict";
const form = document.querySelector(".filters");
const texts = document.querySelector(".texts");
const rows = [...texts.querySelectorAll("article")];
const status = form.querySelector("[role=status]");
const severities = ["minor", "major", "critical"];
form.hidden = false;

// For each link, the sentences in it.
const linked = new Map();
for (const sentence of texts.querySelectorAll(".s")) {
  for (const link of sentence.dataset.l.split(" ")) {
    if (!linked.has(link)) linked.set(link, []);
    linked.get(link).push(sentence);
  }
}
let lit = [];
function light(sentence) {
  for (const old of lit) old.classList.remove("lit");
  lit = sentence ? sentence.dataset.l.split(" ").flatMap((link) => linked.get(link) ?? []) : [];
  for (const now of lit) now.classList.add("lit");
}
texts.addEventListener("pointerover", (event) => light(event.target.closest(".s") ?? document.activeElement.closest(".s")));
texts.addEventListener("focusin", (event) => light(event.target.closest(".s")));
texts.addEventListener("pointerleave", () => light(document.activeElement.closest(".s")));

// Tab reaches one sentence of the texts; the arrow keys go on from there.
let current = texts.querySelector(".s");
if (current) current.tabIndex = 0;
function go(element) {
  if (!element) return;
  if (element.matches(".s")) {
    current.tabIndex = -1;
    current = element;
    current.tabIndex = 0;
  }
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest" });
}
function beside(row, step) {
  let at = rows.indexOf(row) + step;
  while (rows[at]?.hidden) at += step;
  return rows[at];
}
texts.addEventListener("click", (event) => {
  const sentence = event.target.closest(".s");
  if (sentence && getSelection().isCollapsed) go(sentence);
});
texts.addEventListener("keydown", (event) => {
  const sentence = event.target.closest(".s");
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "n") find(1);
  else if (event.key === "p") find(-1);
  else if (sentence && event.key.startsWith("Arrow")) {
    const cell = sentence.parentElement;
    const row = cell.closest("article");
    const cells = [...row.querySelectorAll(":scope > div")];
    const column = cells.indexOf(cell);
    const forward = event.key === "ArrowDown" || event.key === "ArrowRight" ? 1 : -1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const siblings = [...cell.querySelectorAll(".s")];
      let next = siblings[siblings.indexOf(sentence) + forward];
      for (let other = row; !next && (other = beside(other, forward)); ) {
        const inside = [...other.querySelectorAll(":scope > div")[column].querySelectorAll(".s")];
        next = inside[forward > 0 ? 0 : inside.length - 1];
      }
      go(next);
    } else {
      let at = column + forward;
      while (cells[at] && !cells[at].querySelector(".s")) at += forward;
      go(cells[at]?.querySelector(".s"));
    }
  } else return;
  event.preventDefault();
});

// Filters: findings that are not selected are neither underlined nor listed.
const remarks = [...texts.querySelectorAll(".remarks li")];
const marks = [...texts.querySelectorAll(".s mark")];
function filter() {
  const chosen = new FormData(form);
  const rules = new Set(chosen.getAll("rule"));
  const least = severities.indexOf(chosen.get("severity"));
  const most = Number(chosen.get("confidence"));
  const words = chosen.get("text").toLocaleLowerCase();
  form.elements.shown.value = most.toFixed(2);
  const shown = new Set();
  for (const remark of remarks) {
    remark.hidden = !rules.has(remark.dataset.rule) || severities.indexOf(remark.dataset.severity) < least;
    if (!remark.hidden) shown.add(remark.id);
  }
  for (const mark of marks) mark.classList.toggle("off", !mark.dataset.f.split(" ").some((id) => shown.has(id)));
  let left = 0;
  for (const row of rows) {
    row.hidden =
      (chosen.has("found") && !row.querySelector(".remarks li:not([hidden])")) ||
      Number(row.dataset.confidence) > most ||
      (words !== "" && !row.textContent.toLocaleLowerCase().includes(words));
    if (!row.hidden) left += 1;
  }
  const plural = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
  status.textContent = `${left} of ${plural(rows.length, "row")}, ${shown.size} of ${plural(remarks.length, "finding")}`;
}
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();

let found = -1;
function find(step) {
  const at = remarks.indexOf(document.activeElement);
  if (at >= 0) found = at;
  const visible = (remark) => remark && !remark.hidden && !remark.closest("article").hidden;
  let next = found + step;
  while (remarks[next] && !visible(remarks[next])) next += step;
  if (!remarks[next]) return;
  found = next;
  go(remarks[next]);
  const mark = marks.find((each) => each.dataset.f.split(" ").includes(remarks[next].id));
  light(mark?.closest(".s"));
}
form.elements.next.addEventListener("click", () => find(1));
form.elements.previous.addEventListener("click", () => find(-1));

// A click on the heat strip goes to the row at that place.
const strips = document.querySelector(".strips");
strips.addEventListener("click", (event) => {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(strips.getScreenCTM().inverse());
  const sentence = Math.floor((point.x / 1000) * Number(strips.dataset.count)) + 1;
  const row = rows.findLast((each) => Number(each.dataset.first) <= Math.max(sentence, 1));
  go(row?.querySelector(".s"));
});

// A picture is saved with the colours that the page has now.
for (const button of document.querySelectorAll(".save")) {
  button.addEventListener("click", () => {
    const svg = button.closest("figure").querySelector("svg");
    const copy = svg.cloneNode(true);
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    const own = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((element, number) => {
      const style = getComputedStyle(own[number]);
      for (const name of ["fill", "stroke", "stroke-width", "font-family", "font-size"]) {
        element.setAttribute(name, style.getPropertyValue(name));
      }
    });
    const address = URL.createObjectURL(new Blob([copy.outerHTML], { type: "image/svg+xml" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `${svg.dataset.name}.svg`;
    link.click();
    URL.revokeObjectURL(address);
  });
}
