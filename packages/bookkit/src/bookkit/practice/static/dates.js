/* How a day is read: the rules of caj.written. Only pages that ask for one load this. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  // In English and in Russian; Russian capitals that look like Latin ones were read as these.
  const MONTHS = [
    "jan(?:uary)?|янв(?:ар[ья])?", "feb(?:ruary)?|фев(?:р(?:ал[ья])?)?", "mar(?:ch)?|мар(?:та?)?|mapta?", "apr(?:il)?|апр(?:ел[ья])?",
    "may|ма[йя]", "june?|июн[ья]?", "july?|июл[ья]?", "aug(?:ust)?|авг(?:уста?)?",
    "sep(?:t(?:ember)?)?|сен(?:т(?:ябр[ья])?)?|ceht", "oct(?:ober)?|окт(?:ябр[ья])?|okt", "nov(?:ember)?|ноя(?:б(?:р[ья])?)?", "dec(?:ember)?|дек(?:абр[ья])?",
  ];
  const MONTH = MONTHS.join("|");
  const say = () => P.words;

  function stamp(year, month, day) {
    const [y, m, d] = [Number(year), Number(month), Number(day)];
    const date = new Date(0);
    date.setUTCFullYear(y, m - 1, d);
    if (y < 1 || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) P.stop(say().noDay(d, m, year));
    return `${String(y).padStart(4, "0")}-${String(m).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
  }
  const monthOf = (name) => MONTHS.findIndex((names) => new RegExp(`^(?:${names})$`).test(name)) + 1;

  /* A day in any usual way of writing; asked back for two meanings, for a month or year alone, and for no day at all. */
  function day(given, notes) {
    const text = P.clean(given, notes).toLowerCase().replace(/ ?日$/, "").replace(/ ?[年月] ?/g, "-").replace(/[ t]00:00(?::00)?$/, "").replace(/([0-9]) ?г(?:ода|\.)?$/, "$1");
    let p = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(text) ?? /^([0-9]{4})[-/. ]{1,2}([0-9]{1,2})[-/. ]{1,2}([0-9]{1,2})$/.exec(text);
    if (p) return stamp(p[1], p[2], p[3]);
    if ((p = new RegExp(`^([0-9]{1,2})(?:st|nd|rd|th)?[. -]{0,2}(?:of )?(${MONTH})[.,]?[ -]?([0-9]{4})$`).exec(text))) return stamp(p[3], monthOf(p[2]), p[1]);
    if ((p = new RegExp(`^(${MONTH})\\.? ?([0-9]{1,2})(?:(?:st|nd|rd|th),? ?|,? |,)([0-9]{4})$`).exec(text))) return stamp(p[3], monthOf(p[1]), p[2]);
    if ((p = new RegExp(`^([0-9]{4})[., -]{0,2}(${MONTH})[. -]{0,2}([0-9]{1,2})$`).exec(text))) return stamp(p[1], monthOf(p[2]), p[3]);
    if ((p = /^([0-9]{1,2})([./-]) ?([0-9]{1,2})[./-] ?([0-9]{4})$/.exec(text))) {
      const [first, second, year] = [Number(p[1]), Number(p[3]), p[4]];
      if (p[2] === "." || (second <= 12 && 12 < first) || first === second) return stamp(year, second, first);
      if (first <= 12 && 12 < second) return stamp(year, first, second);
      const named = (iso) => ({ iso, day: Number(iso.slice(8)), name: say().months[Number(iso.slice(5, 7)) - 1] });
      P.stop(say().twoDays(text, named(stamp(year, second, first)), named(stamp(year, first, second))));
    }
    P.stop(new RegExp(`^(?:(?:(?:${MONTH})\\.?,? ?)?[0-9]{4}|[0-9]{4}-[0-9]{1,2}-?)$`).test(text) ? say().dayToo : say().wanted.date);
  }

  const shown = (reading) => `${Number(reading.slice(8))} ${say().months[Number(reading.slice(5, 7)) - 1]} ${Number(reading.slice(0, 4))}`;

  (P.kinds ??= {}).date = { read: (given, notes) => [day(given, notes)], shown, plain: /^\s*\d{4}-\d\d-\d\d\s*$/ };
})();
