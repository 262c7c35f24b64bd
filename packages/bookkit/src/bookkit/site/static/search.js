/* Find places of the book by words in any spelling, script, case and width; MiniSearch does the ranking. */
(() => {
  const { places, spellings } = window.cajSearch;
  const [PAGE, KIND, ANCHOR, TITLE, HEADING, TEXT] = [0, 1, 2, 3, 4, 5];
  const SHOWN = 50, EXERCISE = 2, FEW = 3, LENGTH = 240;
  const WEIGHT = [2, 1, 0.5], SOURCES = 0.3, NAMED = 5; // chapters, guides, exercises; the list of all sources; what bears the name
  const EASTERN = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー々]+/gu; // written without spaces
  const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}ʻʼ’‘'ー々]*/gu;
  const english = new PorterStemmer(), russian = new RussianStemmer();

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/ё/g, "е").replace(/ー/g, ""); // ナザルバーエフ, ナザルバエフ: one name

  function stem(word) {
    if (/\p{Script=Cyrillic}/u.test(word)) {
      for (let short; (short = russian.stemWord(word)) !== word; ) word = short; // Назарбаева, Назарбаев: one stem
      return word;
    }
    return english.stemWord(word.normalize("NFD").replace(/\p{M}/gu, ""));
  }

  /* What a text is found by: stems of its words, and pairs of the characters of those in kana and Chinese characters. */
  function words(text) {
    return [...fold(text).matchAll(WORD)].flatMap(([word]) => {
      const pairs = (word.match(EASTERN) ?? []).flatMap((run) => (run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2))));
      const rest = word.replace(EASTERN, " ").replace(/[ʻʼ’‘']/g, "").split(" ").filter(Boolean).map(stem);
      return [...pairs, ...rest];
    });
  }

  let built;
  function engine() {
    if (built) return built;
    built = new MiniSearch({ idField: "id", fields: ["title", "text"], tokenize: words, processTerm: (term) => term });
    built.addAll(places.map((place, id) => ({ id, title: `${place[HEADING]} ${place[TITLE]}`, text: place[TEXT] })));
    return built;
  }

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
    for (const place of places) if (place[KIND] !== EXERCISE) add(`${place[HEADING]} ${place[TEXT]}`, false);
    return written;
  }

  /* The word of the book that is nearest to one that stands nowhere in it: a name before another word, a frequent one before a rare one. */
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

  /* The query with the right word for each that stands nowhere, as typed or begun; undefined when there is none. */
  function meant(query) {
    let changed = false;
    const better = query.replace(WORD, (word) => {
      if (words(word).length !== 1 || ways(word).some((way) => engine().search(way, options).length)) return word;
      const other = nearest(word);
      changed ||= other !== undefined;
      return other ?? word;
    });
    return changed ? better : undefined;
  }

  const within = (some, all) => some.length > 0 && some.every((word) => all.includes(word));

  /* The query, and the query with each name in it spelt in each other way. */
  function ways(query) {
    const asked = words(query), found = new Set([query]);
    for (const group of spellings)
      for (const form of group) {
        const own = words(form);
        const rest = within(own, asked) ? (fold(query).match(WORD) ?? []).filter((word) => !within(words(word), own)).join(" ") : null;
        if (rest !== null) group.forEach((other) => found.add(`${rest} ${other}`.trim()));
        else if (own.length > 1 && own.length < 4 && asked.length < own.length && asked.join().length > 3 && within(asked, own)) group.forEach((other) => found.add(other));
      }
    return [...found].slice(0, 60);
  }

  const options = {
    combineWith: "AND",
    boost: { title: 3 },
    prefix: (term) => term.length > 3,
    weights: { prefix: 0.3, fuzzy: 0.2 },
    boostDocument: (id) => (places[id][PAGE] === "guides/references" ? SOURCES : WEIGHT[places[id][KIND]]),
  };

  function find(query) {
    const all = ways(query);
    const titles = new Set(all.map((way) => words(way).join(" ")));
    const named = ({ id, score }) => (titles.has(words(places[id][HEADING]).join(" ")) ? NAMED : 1) * score; // what has this very name comes first
    const exact = engine().search({ combineWith: "OR", queries: all.map((way) => ({ ...options, queries: [way] })) }).sort((a, b) => named(b) - named(a));
    if (exact.length >= FEW) return { results: exact, near: false };
    const known = new Set(exact.map((result) => result.id));
    const near = engine().search(query, { ...options, fuzzy: (term) => (term.length > 4 ? 0.25 : false) }).filter((result) => !known.has(result.id));
    return { results: [...exact, ...near], near: exact.length === 0 && near.length > 0 };
  }

  /* A piece of the prose around the first word found, with the words found marked. */
  function snippet(text, terms) {
    const hits = [...text.matchAll(WORD)].filter(([word]) => words(word).some((term) => terms.has(term)));
    const from = Math.max(0, text.lastIndexOf(" ", Math.max(0, (hits[0]?.index ?? 0) - LENGTH / 4)) + 1);
    const to = text.length - from > LENGTH ? text.lastIndexOf(" ", from + LENGTH) : text.length;
    const line = document.createElement("p");
    line.className = "context";
    let at = from;
    for (const hit of hits) {
      if (hit.index < at || hit.index + hit[0].length > to) continue;
      line.append(text.slice(at, hit.index), Object.assign(document.createElement("mark"), { textContent: hit[0] }));
      at = hit.index + hit[0].length;
    }
    line.append(text.slice(at, Math.max(at, to)));
    if (from > 0) line.prepend("… ");
    if (to < text.length) line.append(" …");
    return line;
  }

  function item({ id, terms }) {
    const place = places[id];
    const link = Object.assign(document.createElement("a"), { href: `${place[PAGE]}.html#${place[ANCHOR]}`, textContent: place[HEADING] });
    const entry = document.createElement("li");
    entry.append(link);
    if (place[TITLE] !== place[HEADING]) entry.append(Object.assign(document.createElement("span"), { className: "caj-page", textContent: place[TITLE] }));
    entry.append(snippet(place[TEXT], new Set(terms)));
    return entry;
  }

  function list(results) {
    const all = document.createElement("ul");
    all.className = "search";
    all.append(...results.map(item));
    return all;
  }

  const counted = ({ length }) => (length > SHOWN ? `The best ${SHOWN} of ${length} places` : length === 1 ? "1 place" : `${length} places`);

  function show(query) {
    const suggested = meant(query);
    const { results, near } = find(suggested ?? query);
    const best = results.slice(0, SHOWN);
    const [main, exercises] = [best.filter(({ id }) => places[id][KIND] !== EXERCISE), best.filter(({ id }) => places[id][KIND] === EXERCISE)];
    const said = document.querySelector("#search-said");
    if (suggested) {
      const link = Object.assign(document.createElement("a"), { href: `?q=${encodeURIComponent(suggested)}`, textContent: suggested });
      said.replaceChildren(`“${query}” stands nowhere in this book. Did you mean `, link, `? ${counted(results)}:`);
    } else if (!results.length) said.textContent = `Nothing was found for “${query}”. Try fewer words, or another spelling.`;
    else said.textContent = near ? `“${query}” stands nowhere in this book. ${counted(results)} with a spelling near to it:` : `${counted(results)} for “${query}”:`;
    const box = document.querySelector("#search-results");
    box.replaceChildren(list(main));
    if (exercises.length) box.append(Object.assign(document.createElement("h2"), { textContent: "In the exercises" }), list(exercises));
  }

  const query = new URLSearchParams(location.search).get("q")?.trim();
  const field = document.querySelector(".bd-search-container input[name=q]");
  if (query) {
    field.value = query;
    show(query);
  } else field.focus();
})();
