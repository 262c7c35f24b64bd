/* Words of a filter in every spelling that the book knows; the list is fetched when somebody begins to type. */
(() => {
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const own = document.currentScript.src;
  let asked;

  /* The groups of spellings, once they are there. */
  window.cajSpellingsThere = () =>
    (asked ??= new Promise((done) => {
      const script = Object.assign(document.createElement("script"), { src: own.replace(/filter-words\.js.*/, "spellings.js") });
      script.onload = script.onerror = () => done();
      document.head.append(script);
    }));

  /* Whether a text holds some words, or a name that is spelt so elsewhere. */
  window.cajHolds = (words) => {
    const typed = fold(words);
    const groups = typed.length > 2 || /[^\x00-\x7f]/.test(typed) ? (window.cajSpellings ?? []).map((forms) => forms.map(fold)) : [];
    const forms = new Set([typed, ...groups.filter((forms) => forms.some((form) => form.startsWith(typed))).flat()]);
    return (text) => [...forms].some((form) => text.includes(form));
  };

  window.cajFold = fold;
})();
