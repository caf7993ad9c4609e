// The heights of all rows, in a tree that adds up those before a row in logarithmic time.

export class Heights {
  constructor(count, height) {
    this.usual = height;
    this.fill(new Float64Array(count).fill(height));
  }

  fill(values) {
    this.values = values;
    this.tree = new Float64Array(values.length + 1);
    for (let place = 1; place <= values.length; place += 1) {
      this.tree[place] += values[place - 1];
      const next = place + (place & -place);
      if (next <= values.length) this.tree[next] += this.tree[place];
    }
  }

  get count() {
    return this.values.length;
  }

  get total() {
    return this.offset(this.count);
  }

  set(row, height) {
    const more = height - this.values[row];
    if (!more) return;
    this.values[row] = height;
    for (let place = row + 1; place <= this.count; place += place & -place) this.tree[place] += more;
  }

  /** The height of all rows before a row. */
  offset(row) {
    let sum = 0;
    for (let place = row; place > 0; place -= place & -place) sum += this.tree[place];
    return sum;
  }

  /** The row at a height. */
  find(height) {
    let place = 0;
    let left = height;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.count))); step; step = Math.floor(step / 2)) {
      if (place + step <= this.count && this.tree[place + step] <= left) {
        place += step;
        left -= this.tree[place];
      }
    }
    return Math.max(0, Math.min(place, this.count - 1));
  }

  /** Keep the heights of what did not change when rows are added or removed from a row on. */
  resize(count, from) {
    if (count === this.count) return;
    const values = new Float64Array(count).fill(this.usual);
    const start = Math.max(0, Math.min(from, count, this.count));
    values.set(this.values.subarray(0, start));
    const kept = Math.min(this.count, count) - start;
    if (kept > 0) values.set(this.values.subarray(this.count - kept), count - kept);
    this.fill(values);
  }
}
