/* What the buttons below the cards do: save, load, clear, hand in. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  if (typeof document === "undefined") return;
  const { words, tell, cards, data } = P;

  function save() {
    P.flush();
    P.download(`answers-${P.edition}.json`, JSON.stringify(P.exported(), null, 1), "application/json");
  }

  async function take(file) {
    let given;
    try {
      given = JSON.parse(await file.text());
    } catch {
      throw new Error(words.noAnswers);
    }
    const { taken, older } = P.imported(given);
    cards.forEach((card) => card.put(P.load(card.question.id)));
    dispatchEvent(new StorageEvent("storage", { key: null })); // texts and code of this page follow
    tell(words.loaded(taken, older));
  }

  function clear() {
    if (!confirm(data.pages ? words.sureAll : words.sure)) return;
    for (const id of data.pages ? Object.keys(P.all()) : cards.map((card) => card.question.id)) P.drop(id);
    cards.forEach((card) => card.put({}));
    document.dispatchEvent(new CustomEvent("caj:answer", { detail: { id: "", progress: P.progress(data.chapter) } }));
    tell(data.pages ? words.clearedAll : words.cleared);
  }

  /* The page's own notebook; where pages are files it comes as a script, for a browser fetches none. */
  async function notebook() {
    if (location.protocol !== "file:") return (await fetch(new URL(data.handin.notebook, document.baseURI))).json();
    await P.fetch(new URL(data.handin.script, document.baseURI));
    return globalThis.cajNotebook;
  }

  async function handIn() {
    P.flush();
    tell(words.making);
    try {
      const work = window.cajWork, questions = cards.map((card) => card.question);
      const book = await notebook();
      const { notebook: mine, count, own } = P.filled(work ? await work.filled(book) : book, questions, (question) => P.load(question.id).v, (id) => work?.get(id));
      const texts = data.open.filter((name) => work?.get(name)?.trim()).length;
      const name = `${data.chapter}.ipynb`;
      P.download(name, `${JSON.stringify(mine, null, 1)}\n`, "application/x-ipynb+json");
      tell(words.made(name, count + texts, questions.length + data.open.length) + (own.length ? words.ownCode(own.join(", ")) : ""));
    } catch (error) {
      tell(words.notMade(error.message));
    }
  }

  P.actions = { save, take, clear, handIn };
})();
