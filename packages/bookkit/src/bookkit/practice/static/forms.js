/* How an answer is read: the rules of caj.forms and caj.written, for what is ticked or typed into a field; numbers and days have files of their own. A test gives both the same answers. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  const LONGEST = 500;
  const ALIKE = Object.fromEntries([..."асеорхуіѕјԁһԛԝАВСЕНКМОРТХУІЅЈαοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"].map((letter, place) => [letter, "aceopxyisjdhqwABCEHKMOPTXYISJaoABEZHIKMNOPTYX"[place]]));
  const QUOTES = "\"'`´“”„‟‘’‚«»‹›「」『』";
  const say = () => P.words;

  class Unread extends Error {}
  const stop = (message) => { throw new Unread(message); };
  const fold = (text) => text.toUpperCase().toLowerCase();

  /* Letters of other scripts that look like Latin ones, read as these; untouched where not all of them do. */
  function latin(text, notes) {
    const odd = [...text].filter((letter) => /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(letter));
    if (!odd.length || !odd.every((letter) => ALIKE[letter])) return text;
    notes.push(say().lookAlike(odd[0], /\p{Script=Greek}/u.test(odd[0]) ? "Greek" : "Cyrillic", ALIKE[odd[0]]));
    return [...text].map((letter) => ALIKE[letter] ?? letter).join("");
  }

  /* Text without what typing adds: quotation marks, brackets, wide letters, odd spaces. */
  function clean(raw, notes) {
    if ([...raw].length > LONGEST) stop(say().tooLong);
    let text = raw.replace(/[\u200b-\u200f\u2060\ufeff]/g, "");
    if (/[\uff01-\uff5e]/.test(text)) notes.push(say().fullWidth);
    text = text.normalize("NFKC").replace(/\s+/g, " ").trim();
    for (let before = null; text !== before; ) {
      before = text;
      const [first, last] = [text[0], text[text.length - 1]];
      if (text.length > 1 && ((QUOTES.includes(first) && QUOTES.includes(last)) || ["()", "[]", "{}"].includes(first + last))) text = text.slice(1, -1).trim();
      text = text.replace(/^[([]?(\p{L})[)\].:,]$/u, "$1");
    }
    return latin(text.replace(/[’ʼʻ‘`´]/g, "'"), notes);
  }

  function word(given, notes) {
    const text = fold(clean(given, notes).replace(/[.,;:!?]+$/, "").trim());
    return /(?=\p{L})[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text) ? stop(say().latinOnly) : text;
  }

  function letter(given, notes) {
    const text = word(given, notes);
    return /^\p{L}$/u.test(text) ? text : stop(say().wanted.letter);
  }

  const item = (given, notes) => {
    const text = word(given, notes);
    return /^[+-]?[0-9]{1,15}(?:\.[0-9]+)?$/.test(text) ? Number(text) + 0 : text;
  };
  const unique = (items) => [...new Set(items)];

  /* A set written as text: items between commas, semicolons, lines or "and"; else between spaces. An array is what was ticked. */
  function sets(given, notes) {
    if (Array.isArray(given)) return [unique(given.map((part) => item(part, notes)))];
    if ([...given].length > LONGEST) stop(say().tooLong);
    const text = given.normalize("NFKC").trim().replace(/^(?:set\(|[{[(])+|[)}\]]+$/g, "").trim();
    const parts = text.split(/[,;\n、]|\s+and\s+|\s+&\s+/).filter((part) => part.trim());
    const all = [unique(parts.map((part) => item(part, notes)))];
    if (parts.length === 1) all.push(unique(text.split(/\s+/).map((part) => item(part, notes))));
    return all;
  }

  const READERS = { letter: (given, notes) => [letter(given, notes)], text: (given, notes) => [word(given, notes)], set: sets };

  /* Ten digits as Python writes them with the format "g". */
  function digits(number) {
    let [mantissa, power] = number.toExponential(9).split("e");
    power = Number(power);
    const short = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
    if (power < -4 || power >= 10) return `${short(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
    return Object.is(number, -0) ? "-0" : short(number.toFixed(9 - power));
  }

  /* A reading for a sentence. */
  function shown(reading, kind) {
    if (Array.isArray(reading)) return reading.map((part) => shown(part)).sort().join(", ") || say().nothing;
    if (P.kinds[kind]?.shown) return P.kinds[kind].shown(reading);
    return typeof reading === "number" ? digits(reading) : reading;
  }

  function told(given, kind, reading) {
    if (Array.isArray(given)) return given.some((part) => !reading.includes(fold(part.trim())));
    if (P.kinds[kind]?.plain) return !P.kinds[kind].plain.test(given);
    return (kind === "letter" || kind === "text" ? fold(given.trim()) : given.trim()) !== shown(reading, kind);
  }

  /* What an answer says, if one of this kind is asked for: {readings, told, notes} or {ask}. */
  function read(given, kind) {
    const notes = [];
    try {
      const readings = (READERS[kind] ?? P.kinds[kind].read)(given, notes);
      return { readings, told: told(given, kind, readings[0]), notes: unique(notes), ask: "" };
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      return { readings: [], told: false, notes: unique(notes), ask: error.message };
    }
  }

  Object.assign(P, { read, shown, digits, clean, stop, can: (kind) => Boolean(READERS[kind] ?? P.kinds[kind]) });
})();
