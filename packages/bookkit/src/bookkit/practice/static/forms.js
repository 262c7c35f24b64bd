/* How an answer is read: the rules of caj.forms and caj.written, for what is typed into a field. A test gives both the same answers. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  const LONGEST = 500;
  const ALIKE = Object.fromEntries([..."асеорхуіѕјԁһԛԝАВСЕНКМОРТХУІЅЈαοΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"].map((letter, place) => [letter, "aceopxyisjdhqwABCEHKMOPTXYISJaoABEZHIKMNOPTYX"[place]]));
  const QUOTES = "\"'`´“”„‟‘’‚«»‹›「」『』";
  const COUNT = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
  const TIMES = { thousand: 1e3, million: 1e6, mn: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12 };
  const PERCENT = / ?(?:%|per ?cent|pct|percentage points?)\.?(?= |$)/;
  const ABOUT = /^(?:[=≈~]|(?:about|around|circa|ca\.?|roughly|approximately)(?= )) ?/;
  const MONTH = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|jun(?:e)?|jul(?:y)?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
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

  const grouped = (digits, by) => (new RegExp(`^[0-9]{1,3}(?:\\${by}[0-9]{3})+$`).test(digits) ? digits.replaceAll(by, "") : "?");

  /* The readings of digits with points and commas: 1,079 has two, 1.079 one, 33/1 one, 1,2,3 none. */
  function written(text) {
    const parts = text.split(/ ?[/⁄] ?/);
    if (parts.length === 2) {
      const [above, below] = parts.map(written);
      return above.length && below.length && below[0] ? [above[0] / below[0]] : [];
    }
    const part = /^([+-]?)((?:[0-9][0-9.,]*|[.,][0-9]+))(e[+-]?[0-9]{1,3})?$/i.exec(text.replace(/(?<=[0-9])_(?=[0-9])/g, ""));
    if (!part) return [];
    const [, sign, body, power = ""] = part;
    const count = (sign) => body.split(sign).length - 1;
    let bodies = [body];
    if (body.includes(".") && body.includes(",")) {
      const at = Math.max(body.lastIndexOf("."), body.lastIndexOf(","));
      bodies = [`${grouped(body.slice(0, at), body[at] === "." ? "," : ".")}.${body.slice(at + 1)}`];
    } else if (count(",") > 1 || count(".") > 1) bodies = [grouped(body, body.includes(",") ? "," : ".")];
    else if (body.includes(",")) bodies = [...("0,".includes(body[0]) ? [] : [grouped(body, ",")]), body.replace(",", ".")];
    return bodies.filter((digits) => /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(digits)).map((digits) => Number(sign + digits + power));
  }

  function split(text) {
    const [first] = text.split(" ", 1);
    if (COUNT.includes(first)) return [String(COUNT.indexOf(first)), text.slice(first.length)];
    const part = /^[+-]?[0-9.,_]+(?:e[+-]?[0-9]+)?(?: ?[/⁄] ?[0-9.,_]+)?/.exec(text);
    return part ? [part[0].replace(/[.,]+$/, ""), text.slice(part[0].length)] : [text, ""];
  }

  /* All readings of a written number with or without unit, the book's own first. */
  function numbers(given, notes) {
    let text = clean(given, notes).replace(/[−–—‒﹣]/g, "-").toLowerCase().replace(ABOUT, "");
    text = text.replace(/^([+-]?) ?(?:us ?)?[$€¥£] ?/, "$1").replace(/([0-9])[ '_](?=[0-9]{3}(?![0-9]))/g, "$1").replace(/^([+-]) /, "$1");
    let [number, rest] = split(text);
    let values = written(number);
    if (PERCENT.exec(rest)?.index === 0) {
      values = values.concat(values.map((value) => value / 100));
      rest = rest.replace(PERCENT, "");
    }
    const words = rest.replaceAll("$", " usd ").replaceAll("¥", " yen ").replaceAll("€", " euro ").match(/[^ .,/]+/g) ?? [];
    if (words.length && Object.hasOwn(TIMES, words[0])) {
      const factor = TIMES[words.shift()];
      values = values.concat(values.map((value) => value * factor));
    }
    const odd = words.find((word) => !P.units.includes(word));
    if (values.length && odd) stop(say().notUnderstood([...odd].slice(0, 30).join("")));
    return values.length && values.every(Number.isFinite) ? values : stop(say().wanted.number);
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

  function stamp(year, month, day) {
    const [y, m, d] = [Number(year), Number(month), Number(day)];
    const date = new Date(0);
    date.setUTCFullYear(y, m - 1, d);
    if (y < 1 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) stop(say().noDay(d, m, year));
    return `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
  }
  const monthOf = (name) => say().months.findIndex((full) => full.toLowerCase().startsWith(name.slice(0, 3))) + 1;

  /* A day in any usual way of writing; asked back for two meanings, for a month or year alone, and for no day at all. */
  function day(given, notes) {
    const text = clean(given, notes).toLowerCase().replace(/ ?日$/, "").replace(/ ?[年月] ?/g, "-").replace(/[ t]00:00(?::00)?$/, "");
    let p = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(text) ?? /^([0-9]{4})[-/. ]{1,2}([0-9]{1,2})[-/. ]{1,2}([0-9]{1,2})$/.exec(text);
    if (p) return stamp(p[1], p[2], p[3]);
    if ((p = new RegExp(`^([0-9]{1,2})(?:st|nd|rd|th)?[. -]{1,2}(?:of )?(${MONTH})[.,]?[ -]([0-9]{4})$`).exec(text))) return stamp(p[3], monthOf(p[2]), p[1]);
    if ((p = new RegExp(`^(${MONTH})\\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})$`).exec(text))) return stamp(p[3], monthOf(p[1]), p[2]);
    if ((p = /^([0-9]{1,2})([./-]) ?([0-9]{1,2})[./-] ?([0-9]{4})$/.exec(text))) {
      const [first, second, year] = [Number(p[1]), Number(p[3]), p[4]];
      if (p[2] === "." || (second <= 12 && 12 < first) || first === second) return stamp(year, second, first);
      if (first <= 12 && 12 < second) return stamp(year, first, second);
      const named = (iso) => ({ iso, day: Number(iso.slice(8)), name: say().months[Number(iso.slice(5, 7)) - 1] });
      stop(say().twoDays(text, named(stamp(year, second, first)), named(stamp(year, first, second))));
    }
    stop(new RegExp(`^(?:(?:(?:${MONTH})\\.?,? )?[0-9]{4}|[0-9]{4}-[0-9]{1,2}-?)$`).test(text) ? say().dayToo : say().wanted.date);
  }

  const READERS = { number: numbers, letter: (given, notes) => [letter(given, notes)], text: (given, notes) => [word(given, notes)], set: sets, date: (given, notes) => [day(given, notes)] };

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
    if (kind === "date") return `${Number(reading.slice(8))} ${say().months[Number(reading.slice(5, 7)) - 1]} ${Number(reading.slice(0, 4))}`;
    return typeof reading === "number" ? digits(reading) : reading;
  }

  function told(given, kind, reading) {
    if (Array.isArray(given)) return given.some((part) => !reading.includes(fold(part.trim())));
    if (kind === "date") return !/^\s*\d{4}-\d\d-\d\d\s*$/.test(given);
    return (kind === "letter" || kind === "text" ? fold(given.trim()) : given.trim()) !== shown(reading, kind);
  }

  /* What an answer says, if one of this kind is asked for: {readings, told, notes} or {ask}. */
  function read(given, kind) {
    const notes = [];
    try {
      const readings = READERS[kind](given, notes);
      return { readings, told: told(given, kind, readings[0]), notes: unique(notes), ask: "" };
    } catch (error) {
      if (!(error instanceof Unread)) throw error;
      return { readings: [], told: false, notes: unique(notes), ask: error.message };
    }
  }

  Object.assign(P, { read, shown, digits });
})();
