/* Puts the cards of a page into their places, and the line on what is kept with its buttons. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  if (typeof document === "undefined") return;
  const { make, press, words } = P;
  const data = JSON.parse(document.querySelector("script.caj-questions")?.textContent ?? "{}");
  const folder = new URL(".", document.currentScript.src);
  P.edition = data.edition ?? P.edition;
  P.index = data.index ?? {};
  const asked = Object.fromEntries((data.questions ?? []).map((question) => [question.id, question]));

  /* A number of this reader, from which the order of choices follows. */
  let seed;
  P.seed = () => {
    try {
      seed ??= localStorage.getItem(`caj-reader|${P.place}`) ?? String(Math.random()).slice(2);
      localStorage.setItem(`caj-reader|${P.place}`, seed);
    } catch {
      seed ??= String(Math.random()).slice(2);
    }
    return seed;
  };

  const cards = [...document.querySelectorAll("[data-ask]")].filter((place) => P.can(asked[place.dataset.ask]?.kind)).map((place) => P.mount(place, asked[place.dataset.ask]));
  const answers = () => (data.pages ? Object.values(P.all()) : cards.map(({ question }) => P.load(question.id))).filter((record) => !P.blank(record.v));
  const total = () => (data.pages ? Object.keys(data.pages).length : cards.length);
  const news = make("p", { role: "status" });
  let redraw = () => {};

  /* A script beside this one, loaded when it is wanted; pages opened as files can do this too. */
  P.fetch = (source) =>
    new Promise((done, failed) => {
      const script = make("script", { src: source });
      script.onload = done;
      script.onerror = () => failed(new Error(words.noFile));
      document.head.append(script);
    });

  /* What the buttons do comes with the first press. */
  const does = (name) => async (...given) => {
    try {
      if (!P.actions) await P.fetch(new URL("practice-files.js", folder));
      await P.actions[name](...given);
    } catch (error) {
      P.tell(words.nothingTaken(error.message));
    }
  };

  /* The line "Your answers of 29 November", how far one is, and the buttons. */
  function panel(box) {
    const last = Math.max(0, ...answers().map((record) => record.t ?? 0));
    const line = make("p", {}, last ? words.back(new Date(last).toLocaleDateString("en-GB", { day: "numeric", month: "long" })) : words.fresh);
    const count = make("p", { class: "count" });
    const file = make("input", { type: "file", accept: ".json,application/json", hidden: true });
    file.addEventListener("change", () => file.files[0] && does("take")(file.files[0]).then(() => (file.value = "")));
    if (data.handin) P.handIn = does("handIn");
    const download = data.handin ? press(words.download, P.handIn, "btn") : null;
    box.append(make("h2", {}, words.mine), line, count, make("div", { class: "ask-row" }, download, press(words.save, does("save")), press(words.load, () => file.click()), press(data.pages ? words.clearAll : words.clear, does("clear")), file), news);
    box.hidden = false;
    redraw = () => {
      const now = answers();
      count.textContent = words.count(now.length, total(), now.filter((record) => record.s === "correct").length);
      if (!P.kept()) line.textContent = words.notKept;
    };
    redraw();
  }

  Object.assign(P, { data, cards, tell: (text) => (news.textContent = text), flush: () => cards.forEach((card) => card.keep()) });
  const box = document.querySelector(".ask-mine");
  if (box && total()) panel(box);
  document.addEventListener("caj:answer", () => redraw());
  document.addEventListener("caj:elsewhere", ({ detail }) => {
    cards.filter((card) => !detail.id || card.question.id === detail.id).forEach((card) => card.elsewhere());
    redraw();
  });
  addEventListener("pagehide", P.flush);
  addEventListener("beforeunload", (event) => {
    P.flush();
    if (!P.kept() && answers().length) event.preventDefault();
  });
  document.documentElement.dataset.practice = "ready";
  document.dispatchEvent(new CustomEvent("caj:ready"));
})();
