/* Find places of the book by words in any spelling, script, case and width; MiniSearch does the ranking. */
(() => {
  const { places, persons } = window.cajSearch, spellings = window.cajSpellings;
  const [PAGE, KIND, ANCHOR, TITLE, HEADING, TEXT] = [0, 1, 2, 3, 4, 5];
  const SHOWN = 50, EXERCISE = 2, OTHER = 3, FEW = 3, LENGTH = 240;
  const WEIGHT = [2, 1, 0.5, 0.1], SOURCES = 0.1, BEGUN = 0.3, NAMED = 5; // chapters, guides, exercises, other languages; the list of all sources; words begun; what bears the name
  const { WORD, fold, words, begun } = window.cajWords, nearest = window.cajNearest;

  let built;
  function engine() {
    if (built) return built;
    built = new MiniSearch({ idField: "id", fields: ["title", "text"], tokenize: words, processTerm: (term) => term });
    built.addAll(places.map((place, id) => ({ id, title: `${place[HEADING]} ${place[TITLE]}`, text: place[TEXT] })));
    return built;
  }

  /* The query with the right word for each that stands nowhere, as typed or begun; undefined when there is none. */
  function meant(query) {
    let changed = false;
    const better = query.replace(WORD, (word) => {
      if (words(word).length !== 1 || search(word, named(word)).length) return word;
      const other = nearest(word);
      changed ||= other !== undefined;
      return other ?? word;
    });
    return changed ? better : undefined;
  }

  const within = (some, all) => some.length > 0 && some.every((word) => all.includes(word));
  const same = (some, all) => within(some, all) && within(all, some);

  let parsed;
  const groups = () => (parsed ??= spellings.map((group) => group.map((form) => ({ form, own: words(form) }))));

  /* The names that stand in a query, else those of which it is a part: their forms, and what of the query they are. */
  function named(query) {
    const asked = words(query);
    const said = (forms) => forms.filter(({ own }) => within(own, asked)).flatMap(({ own }) => own);
    const whole = groups().map((forms) => ({ forms, whole: true, said: said(forms) })).filter((name) => name.said.length);
    if (whole.length || asked.join().length < (/\p{Script=Han}/u.test(query) ? 2 : 4)) return whole;
    return groups().filter((forms) => forms.some(({ own }) => own.length < 4 && within(asked, own))).map((forms) => ({ forms, said: asked }));
  }

  /* One word of a query: itself, the names that it is said in, spelt in each way, and what begins with it. */
  function anyWay(word, names) {
    const own = words(word);
    const forms = new Set(names.filter(({ said }) => said.some((one) => own.includes(one))).flatMap(({ forms }) => forms.map(({ form }) => form)));
    const spelt = [word, ...forms].map((form) => ({ combineWith: "AND", queries: [form] }));
    const longer = { tokenize: (text) => text.split(" "), boostTerm: () => BEGUN, queries: [begun(word).join(" ")] };
    return { combineWith: "OR", queries: [...spelt, longer] };
  }

  /* A page in another language is for those who write in its script. */
  const SCRIPTS = [/\p{Script=Cyrillic}/u, /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}]/u];
  const reads = (query, heading) => SCRIPTS.some((script) => script.test(query) && script.test(heading));

  function options(query) {
    const weight = (place) => (place[PAGE] === "guides/references" ? SOURCES : place[KIND] === OTHER && reads(query, place[HEADING]) ? 1 : WEIGHT[place[KIND]]);
    return { combineWith: "AND", boost: { title: 3 }, weights: { fuzzy: 0.2 }, boostDocument: (id) => weight(places[id]) };
  }

  const search = (query, names) => engine().search({ ...options(query), queries: (query.match(WORD) ?? []).map((word) => anyWay(word, names)) });

  /* How near a heading is to a query: 2 if it is all that was asked, 1 if a name begun or in part. */
  function nearness(query, names) {
    const asked = words(query), typed = fold(query);
    const begins = ({ form }) => typed.length > 2 && fold(form).startsWith(typed);
    const headings = (some) => new Set(some.flatMap((forms) => forms.map(({ own }) => own.join(" "))));
    const known = names.map(({ forms }) => forms);
    const exact = headings(known.filter((forms) => forms.some(({ own }) => same(own, asked)))).add(asked.join(" "));
    const close = headings([...known, ...groups().filter((forms) => forms.some(begins))]);
    return (place) => {
      const heading = words(place[HEADING]).join(" ");
      return exact.has(heading) ? 2 : Number(close.has(heading));
    };
  }

  /* The rows of the persons whom a query names, whatever else it says. */
  function rowsOf(names) {
    const forms = names.filter(({ whole }) => whole).flatMap(({ forms }) => forms.map(({ form }) => form));
    const asked = new Set(persons.filter((person) => forms.includes(person)));
    return asked.size ? engine().search({ combineWith: "OR", queries: forms }, { filter: ({ id }) => asked.has(places[id][HEADING]) }) : [];
  }

  function find(query) {
    const names = named(query), near = nearness(query, names), people = rowsOf(names);
    const first = new Set(people.map(({ id }) => id));
    const rest = search(query, names).filter(({ id }) => !first.has(id)).map((result) => ({ ...result, near: near(places[result.id]) }));
    const value = ({ near, score }) => score * (near ? NAMED : 1);
    const exact = [...people, ...rest.sort((a, b) => (b.near === 2) - (a.near === 2) || value(b) - value(a))];
    if (exact.length >= FEW) return { results: exact, near: false };
    const known = new Set(exact.map(({ id }) => id));
    const guessed = engine().search(query, { ...options(query), fuzzy: (term) => (term.length > 4 ? 0.25 : false) }).filter(({ id }) => !known.has(id));
    return { results: [...exact, ...guessed], near: exact.length === 0 && guessed.length > 0 };
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

  const counted = ({ length }) => bookWord(length > SHOWN ? "search.best" : length === 1 ? "search.place" : "search.places", { count: length, shown: SHOWN });

  function show(query) {
    const suggested = meant(query);
    const { results, near } = find(suggested ?? query);
    const best = results.slice(0, SHOWN);
    const [main, exercises] = [best.filter(({ id }) => places[id][KIND] !== EXERCISE), best.filter(({ id }) => places[id][KIND] === EXERCISE)];
    const said = document.querySelector("#search-said");
    if (suggested) {
      const link = Object.assign(document.createElement("a"), { href: `?q=${encodeURIComponent(suggested)}`, textContent: suggested });
      said.replaceChildren(`${bookWord("search.nowhere", { query })} ${bookWord("search.meant")} `, link, `? ${counted(results)}:`);
    } else if (!results.length) said.textContent = bookWord("search.nothing", { query });
    else said.textContent = near ? `${bookWord("search.nowhere", { query })} ${bookWord("search.near")} ${counted(results)}:` : `${bookWord("search.for", { query, count: counted(results) })}:`;
    const box = document.querySelector("#search-results");
    box.replaceChildren(list(main));
    if (exercises.length) box.append(Object.assign(document.createElement("h2"), { textContent: bookWord("search.exercises") }), list(exercises));
  }

  const query = new URLSearchParams(location.search).get("q")?.trim();
  const field = document.querySelector(".bd-search-container input[name=q]");
  if (query) {
    field.value = query;
    show(query);
    document.addEventListener("bookwords", () => show(query));
  } else field.focus();
})();
