/* What a text is found by: names without their case endings, stems of other words, pairs of characters where a script has no spaces. */
(() => {
  const { declined } = window.cajSearch;
  const EASTERN = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー々]+/gu; // written without spaces
  const WORD = /[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}ʻʼ’‘'ー々]*/gu;
  const SHORTEST = 3, LONGEST_ENDING = 5;
  // Endings of names in -а or -я; in -й or -ь; in a consonant; and those that languages with suffixes hang on any name.
  const OPEN = /^(?:[аяыиеую]|[оеая][йю])$/u, SOFT = /^(?:[йьяюеи]|[ео]м)$/u, HARD = /^(?:[ауеыи]|[оеы]м|о[вйю]|а[мх]|ами)$/u;
  const TURKIC = /^(?:[ндт][ыіи](?:ң|н|нг)?|[гғкқндт][ае]н?|[мбп]ен|ро|[иӣ])$/u;
  const english = new PorterStemmer(), russian = new RussianStemmer();

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/ё/g, "е").replace(/ー/g, ""); // ナザルバーエフ, ナザルバエフ: one name
  const cyrillic = (word) => /\p{Script=Cyrillic}/u.test(word);
  const plain = (word) => (/^[a-z0-9]*$/.test(word) || cyrillic(word) ? word : word.normalize("NFD").replace(/\p{M}/gu, ""));

  /* What stays of each name in all cases: the name, and the endings that may follow. */
  const bases = new Map();
  for (const name of declined.map(fold)) {
    const shorter = /[ая]$/u.test(name) ? OPEN : /[йь]$/u.test(name) ? SOFT : null;
    if (shorter) bases.set(name.slice(0, -1), [name, [shorter]]);
    bases.set(name, [name, shorter || /[еиоуыэюӣ]$/u.test(name) ? [TURKIC] : [HARD, TURKIC]]);
  }

  /* The name that a word is, in whatever case: Токаевым is Токаев. */
  function nominative(word) {
    for (let cut = 0; cut <= LONGEST_ENDING && cut < word.length; cut++) {
      const [name, endings] = bases.get(word.slice(0, word.length - cut)) ?? [];
      if (word === name || endings?.some((ending) => ending.test(word.slice(word.length - cut)))) return name;
    }
  }

  const known = new Map(); // each word met, and its stem
  function stem(word) {
    const bare = plain(word);
    if (!known.has(bare)) known.set(bare, cyrillic(bare) ? nominative(bare) ?? declension(bare) : english.stemWord(bare));
    return known.get(bare);
  }

  /* A family name that no table holds has one more ending than other words: Путинова, Путинов. */
  function declension(word) {
    const once = russian.stemWord(word);
    return /[ое]в$/u.test(once) ? russian.stemWord(once) : once;
  }

  function words(text) {
    return [...fold(text).matchAll(WORD)].flatMap(([word]) => {
      const pairs = (word.match(EASTERN) ?? []).flatMap((run) => (run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2))));
      const rest = word.replace(EASTERN, " ").replace(/[ʻʼ’‘']/g, "").split(" ").filter(Boolean).map(stem);
      return [...pairs, ...rest];
    });
  }

  /* The stems of all words met that begin as this one does, but for its own. */
  function begun(typed) {
    const start = plain(fold(typed));
    if (start.length < SHORTEST) return [];
    const found = new Set([...known].filter(([word]) => word.startsWith(start)).map(([, stemmed]) => stemmed));
    words(typed).forEach((own) => found.delete(own));
    return [...found];
  }

  window.cajWords = { WORD, fold, words, begun };
})();
