// What the page knows: the corpus, the version under review, what is in focus, what is chosen.

export const state = {
  corpus: null,
  version: null,
  focus: { row: 0, id: null, sentence: 0 },
  picked: new Set(),
  choices: null,
  touched: new Set(),
  queue: "uncertain",
  skipped: [],
  again: null,
  trend: [],
};
