/* The verdict on an answer: the rules of caj.checks, from what the build declared. In Node, globalThis.cajPractice.judge is the same. */
(() => {
  const P = (globalThis.cajPractice ??= {});

  const close = (left, right, within = 0, relative = 1e-9) => left === right || Math.abs(left - right) <= Math.max(relative * Math.max(Math.abs(left), Math.abs(right)), within);
  const key = (items) => items.map((item) => `${typeof item} ${item}`).sort().join("\n");

  /* Whether two readings say the same: numbers up to a tolerance, all else exactly. */
  function agree(left, right, within) {
    if (Array.isArray(right)) return key(left) === key(right);
    return typeof right === "number" ? close(left, right, within) : left === right;
  }

  const blank = (value) => value == null || (Array.isArray(value) ? !value.length : !String(value).trim());

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
    if (close(-number, right, within)) return P.words.sign;
    if (close(number * 100, right, within)) return P.words.hundredth;
    if (close(number / 100, right, within)) return P.words.hundredfold;
    const by = [1e3, 1e6, 1e9].find((factor) => close(number * factor, right, 0, 1e-3) || close(number / factor, right, 0, 1e-3));
    return by ? P.words.factor(by.toLocaleString("en")) : "";
  }

  /* {status, say, value}: status is open, unread (asked back, no try), correct or wrong; value is what was read. */
  function judge(question, answer) {
    const { kind, within = 0, mistakes = [], hint = "", praise = "" } = question;
    if (blank(answer)) return { status: "open", say: P.words.open };
    const form = P.read(answer, kind);
    const verdict = (status, sentence, value, read = form, as = kind) => ({ status, value, say: [sentence.trim(), ...read.notes, ...(read.told ? [P.words.readAs(P.shown(value, as))] : [])].join(" ") });
    const fitting = (read, wanted) => read.readings.find((reading) => agree(reading, wanted, within));
    const found = fitting(form, question.answer);
    if (found !== undefined) return verdict("correct", `${P.words.correct} ${praise}`, found);
    for (const mistake of mistakes) {
      const as = mistake.kind ?? kind;
      const own = P.read(answer, as);
      const hit = fitting(own, mistake.value);
      if (hit !== undefined) return verdict("wrong", P.words.because(mistake.say), hit, own, as);
    }
    if (form.ask) return { status: "unread", say: [P.words.unread(form.ask), ...form.notes].join(" ") };
    const [value] = form.readings;
    if (kind === "number") {
      if (rounded(value, question.answer)) return verdict("unread", P.words.oneDigitMore, value);
      const why = slip(value, question.answer, within);
      if (why) return verdict("wrong", P.words.because(why), value);
    }
    return verdict("wrong", P.words.because(P.words.differs(hint)), value);
  }

  Object.assign(P, { judge, blank });
})();
