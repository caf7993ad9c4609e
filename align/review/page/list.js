// The list of all links: only the rows in sight, and some around them, are there.

import { byId } from "./dom.js";
import { Heights } from "./heights.js";
import { emptyRow } from "./row.js";

const PAGE = 60;
const MOST_PAGES = 30;
const AROUND = 500;
const USUAL_HEIGHT = 64;

const margin = (row) => (row.classList.contains("focused") ? parseFloat(getComputedStyle(row).marginTop) : 0);

export class List {
  /**
   * @param fetchRows gives the rows from one number to another, and how many there are.
   * @param render gives the element of a row.
   * @param resized is called when the width or the height of the list has changed.
   */
  constructor(fetchRows, render, resized) {
    this.fetchRows = fetchRows;
    this.render = render;
    this.grid = byId("grid");
    this.sizer = byId("sizer");
    this.window = byId("window");
    this.heights = new Heights(0, USUAL_HEIGHT);
    this.pages = new Map();
    this.loading = new Map();
    this.round = 0;
    this.grid.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => {
      if (this.width !== this.grid.clientWidth) this.forgetHeights();
      this.draw();
      resized();
    }).observe(this.grid);
  }

  get count() {
    return this.heights.count;
  }

  /** Forget all rows, as after another version was chosen. */
  reset() {
    this.pages.clear();
    this.loading.clear();
    this.round += 1;
    this.heights = new Heights(0, USUAL_HEIGHT);
    this.grid.scrollTop = 0;
  }

  forgetHeights() {
    this.width = this.grid.clientWidth;
    this.heights = new Heights(this.count, USUAL_HEIGHT);
  }

  row(number) {
    return this.pages.get(Math.floor(number / PAGE))?.[number % PAGE];
  }

  /** Get the rows around one anew after a change; until they are here, those before stay in sight. */
  async refresh(around, changedFrom) {
    this.round += 1;
    this.loading.clear();
    const round = this.round;
    const [first, last] = this.span();
    const wanted = new Set([around, first, last].map((row) => Math.floor(Math.max(0, row) / PAGE)));
    const found = new Map(await Promise.all([...wanted].map(async (page) => [page, await this.ask(page)])));
    if (round !== this.round) return;
    this.pages = new Map([...found].map(([page, answer]) => [page, answer.rows]));
    this.heights.resize([...found.values()].at(-1).total, changedFrom ?? around);
    this.draw();
  }

  async ask(page) {
    return this.fetchRows(page * PAGE, (page + 1) * PAGE);
  }

  loadRow(row) {
    return this.load(Math.floor(row / PAGE));
  }

  /** Get a page of rows, unless it is there. */
  load(page) {
    if (this.pages.has(page)) return Promise.resolve();
    if (!this.loading.has(page)) this.loading.set(page, this.get(page));
    return this.loading.get(page);
  }

  async get(page) {
    const round = this.round;
    const answer = await this.ask(page).catch(() => undefined);
    if (round !== this.round) return;
    this.loading.delete(page);
    if (!answer) return;
    this.pages.set(page, answer.rows);
    for (const old of this.pages.keys()) {
      if (this.pages.size <= MOST_PAGES) break;
      if (Math.abs(old - page) > 2) this.pages.delete(old);
    }
    this.draw();
  }

  /** The first and the last row that are to be there. */
  span() {
    const top = this.grid.scrollTop;
    return [this.heights.find(Math.max(0, top - AROUND)), this.heights.find(top + this.grid.clientHeight + AROUND)];
  }

  /** Draw the rows in sight; one of them keeps its place on the screen while heights become known. */
  draw() {
    if (!this.count) {
      this.window.replaceChildren();
      this.sizer.style.height = "0";
      return;
    }
    const [first, last] = this.span();
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) this.load(page);
    const held = this.held ?? this.heights.find(this.grid.scrollTop);
    const before = this.heights.offset(held) - this.grid.scrollTop;
    const rows = [];
    for (let row = first; row <= last; row += 1) {
      const data = this.row(row);
      rows.push(data ? this.render(data) : emptyRow(row));
    }
    this.replace(rows);
    this.window.style.transform = `translateY(${this.heights.offset(first)}px)`;
    const tops = [...rows.map((row) => row.offsetTop - margin(row)), this.window.offsetHeight];
    rows.forEach((row, place) => {
      if (!row.classList.contains("empty")) this.heights.set(first + place, tops[place + 1] - tops[place]);
    });
    this.sizer.style.height = `${this.heights.total}px`;
    this.window.style.transform = `translateY(${this.heights.offset(first)}px)`;
    const after = this.heights.offset(held) - before;
    if (Math.abs(after - this.grid.scrollTop) > 0.5) this.grid.scrollTop = after;
    this.grid.setAttribute("aria-rowcount", this.count);
  }

  /** Put rows in place of those that are there; a row that stays the same keeps its element. */
  replace(rows) {
    const kept = new Set(rows);
    for (const child of [...this.window.children]) if (!kept.has(child)) child.remove();
    rows.forEach((row, place) => {
      if (this.window.children[place] !== row) this.window.insertBefore(row, this.window.children[place] ?? null);
    });
  }

  /** Bring a row into sight, a third from the top unless it is in sight already. */
  show(row, { always = false } = {}) {
    const height = this.grid.clientHeight;
    const top = this.heights.offset(row);
    const shownFrom = this.grid.scrollTop + 24;
    const shownTo = this.grid.scrollTop + height * 0.62;
    if (always || top < shownFrom || top > shownTo) this.grid.scrollTop = Math.max(0, top - height * 0.28);
    const held = this.held;
    this.held = row;
    this.draw();
    // What can be done with the row is at its end: that is in sight, too, unless the row is higher than the window.
    const start = this.heights.offset(row) - 12;
    const end = this.heights.offset(row + 1) + 12;
    if (end > this.grid.scrollTop + height) this.grid.scrollTop = Math.min(start, end - height);
    this.draw();
    this.held = held;
  }
}
