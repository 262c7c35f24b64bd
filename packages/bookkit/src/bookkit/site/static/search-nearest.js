/* The word of the book that is nearest to one that stands nowhere in it. */
(() => {
  const { places } = window.cajSearch, spellings = window.cajSpellings, { WORD, fold } = window.cajWords;
  const EXERCISE = 2;

  /* The distance of two words: letters to add, leave out, change or swap. */
  function distance(a, b) {
    const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
    for (let i = 1; i <= a.length; i++) {
      const row = (rows[i] = [i]);
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], rows[i - 2][j - 2] + 1);
      }
    }
    return rows[a.length][b.length];
  }

  /* Each word of the book as it is mostly written, with how often it stands there; names first. */
  let written;
  function vocabulary() {
    if (written) return written;
    written = new Map();
    const add = (text, named) => {
      for (const [word] of text.matchAll(WORD)) {
        const known = written.get(fold(word));
        if (known) known.count++;
        else written.set(fold(word), { word, named, count: 1 });
      }
    };
    for (const [form] of spellings) add(form, true);
    for (const form of spellings.flat()) add(form, true);
    for (const [, kind, , , heading, text] of places) if (kind !== EXERCISE) add(`${heading} ${text}`, false);
    return written;
  }

  /* A name before another word, a frequent one before a rare one. */
  function nearest(asked) {
    const word = fold(asked);
    const most = word.length < 4 ? 0 : word.length < 6 ? 1 : word.length < 12 ? 2 : 3;
    let best;
    for (const [other, { word: shown, named, count }] of vocabulary()) {
      if (Math.abs(other.length - word.length) > most) continue;
      const far = distance(word, other);
      if (far > most) continue;
      const rank = [far, -Number(named), -count];
      const first = best?.rank.findIndex((value, i) => value !== rank[i]) ?? -1;
      if (!best || (first >= 0 && rank[first] < best.rank[first])) best = { shown, rank };
    }
    return best?.shown;
  }

  window.cajNearest = nearest;
})();
