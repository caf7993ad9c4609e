// Elements and icons. Texts are only ever put in as text.

export const byId = (id) => document.getElementById(id);

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || value === null) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

const ICONS = {
  back: "M10 3 5 8l5 5",
  forth: "m6 3 5 5-5 5",
  undo: "M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6",
  redo: "m10 3 3 3-3 3M13 6H6.500a3.500 3.500 0 0 0 0 7H10",
  find: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.600 10.600 14 14",
  check: "m3 8.500 3.500 3.500L13 4.500",
  pencil: "M11 2.500 13.500 5 5.500 13l-3 .5.5-3z",
  up: "M8 13V3M4 7l4-4 4 4",
  down: "M8 3v10M4 9l4 4 4-4",
  join: "M3 4h10M3 12h10M8 4v8",
  cut: "M2 8h3M7 8h2M11 8h3M8 2v3M8 11v3",
  unlink: "M6.500 9.500l3-3M7 4.500 8.500 3A3 3 0 0 1 13 7.500L11.500 9M9 11.500 7.500 13A3 3 0 0 1 3 8.500L4.500 7M3 3l2 2M11 11l2 2",
  link: "M6.500 9.500l3-3M7 4.500 8.500 3A3 3 0 0 1 13 7.500L11.500 9M9 11.500 7.500 13A3 3 0 0 1 3 8.500L4.500 7",
  swap: "M4 3v9M1.500 9.500 4 12l2.500-2.500M12 13V4M9.500 6.500 12 4l2.500 2.500",
  doubt: "M5.500 6a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .7-1 1.700M8 12.800v.2",
  bookmark: "M4 2.500h8v11l-4-3-4 3z",
  given: "M3 3h7l3 3v7H3z",
  cross: "M3 4c5 0 5 8 10 8M3 12c5 0 5-8 10-8",
};

export function icon(name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 16 16");
  made.setAttribute("aria-hidden", "true");
  made.classList.add("icon");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  made.append(path);
  return made;
}

/** A ring that is closed as far as a probability goes: certainty as a shape, not as a colour alone. */
export function ring(probability) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 20 20");
  made.setAttribute("aria-hidden", "true");
  made.classList.add("ring");
  for (const [name, share] of [["whole", 1], ["part", probability]]) {
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    circle.setAttribute("class", name);
    circle.setAttribute("cx", 10);
    circle.setAttribute("cy", 10);
    circle.setAttribute("r", 8);
    circle.setAttribute("pathLength", 100);
    circle.setAttribute("stroke-dasharray", `${(100 * share).toFixed(1)} 100`);
    made.append(circle);
  }
  return made;
}

export const percent = (probability) =>
  probability >= 0.995 && probability < 1 ? "> 99 %" : probability < 0.01 ? "< 1 %" : `${Math.round(100 * probability)} %`;
