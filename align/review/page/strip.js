// A strip of the whole text: where it is doubtful, what is reviewed, and where one is.

import { byId } from "./dom.js";

const canvas = byId("strip");

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export class Strip {
  constructor(go) {
    this.cells = [];
    this.total = 0;
    this.focus = 0;
    this.sight = [0, 0];
    canvas.addEventListener("pointerdown", (event) => {
      const place = event.offsetY / canvas.clientHeight;
      if (this.total) go(Math.min(this.total - 1, Math.floor(place * this.total)));
    });
    new ResizeObserver(() => this.draw()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  set({ cells, total }) {
    this.cells = cells;
    this.total = total;
    this.draw();
  }

  at(focus, sight) {
    this.focus = focus;
    this.sight = sight;
    this.draw();
  }

  draw() {
    const scale = devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width || !height) return;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    pen.scale(scale, scale);
    const y = (row) => (this.total ? (row / this.total) * height : 0);
    pen.fillStyle = colour("--sight");
    pen.fillRect(0, y(this.sight[0]), width, Math.max(3, y(this.sight[1]) - y(this.sight[0])));
    const step = height / Math.max(1, this.cells.length);
    const inner = width - 8;
    this.cells.forEach(([doubt, reviewed], place) => {
      const top = place * step;
      if (reviewed) {
        pen.fillStyle = colour("--done");
        pen.fillRect(0, top, 3, Math.max(1, step * reviewed));
      }
      if (doubt > 0.02) {
        pen.fillStyle = colour(doubt > 0.5 ? "--weak" : "--fair");
        pen.fillRect(5, top, Math.max(1, inner * doubt), Math.max(1, step - (step > 3 ? 1 : 0)));
      }
    });
    pen.fillStyle = colour("--ink");
    pen.fillRect(0, Math.max(0, y(this.focus + 0.5) - 1), width, 2);
  }
}
