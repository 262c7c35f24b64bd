/* How a number is read, and what usually leads from the right one to another: the rules of caj.written and caj.checks. Only pages that ask for one load this. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  const COUNT = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
  const TIMES = { thousand: 1e3, million: 1e6, mn: 1e6, billion: 1e9, bn: 1e9, trillion: 1e12 };
  const PERCENT = / ?(?:%|per ?cent|pct|percentage points?)\.?(?= |$)/;
  const ABOUT = /^(?:[=≈~]|(?:about|around|circa|ca\.?|roughly|approximately)(?= )) ?/;
  const say = () => P.words;

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
    let text = P.clean(given, notes).replace(/[−–—‒﹣]/g, "-").toLowerCase().replace(ABOUT, "");
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
    if (values.length && odd) P.stop(say().notUnderstood([...odd].slice(0, 30).join("")));
    return values.length && values.every(Number.isFinite) ? values : P.stop(say().wanted.number);
  }

  /* Whether a number is the right one with too few digits. */
  function rounded(number, right) {
    const round = (value, places) => Number(value.toFixed(places));
    const places = [0, 1, 2, 3, 4, 5, 6].find((digits) => round(number, digits) === number) ?? 7;
    const far = Math.abs(number - right);
    return number !== 0 && far < 0.1 * Math.abs(right) && far <= 0.5 * 10 ** -places && number !== round(right, 9);
  }

  /* What usually leads from the right number to this one: another unit, a factor, a sign. */
  function slip(number, right, within) {
    if (!right) return "";
    if (P.close(-number, right, within)) return P.words.sign;
    if (P.close(number * 100, right, within)) return P.words.hundredth;
    if (P.close(number / 100, right, within)) return P.words.hundredfold;
    const by = [1e3, 1e6, 1e9].find((factor) => P.close(number * factor, right, 0, 1e-3) || P.close(number / factor, right, 0, 1e-3));
    return by ? P.words.factor(by.toLocaleString("en")) : "";
  }

  /* Whether a number that is wrong is near the right one in a way that can be told: [status, sentence]. */
  function near(number, right, within) {
    if (rounded(number, right)) return ["unread", P.words.oneDigitMore];
    const why = slip(number, right, within);
    return why ? ["wrong", P.words.because(why)] : [];
  }

  (P.kinds ??= {}).number = { read: numbers, near };
})();
