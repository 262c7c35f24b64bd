/* The verdict on an answer: the rules of caj.checks, from what the build declared. In Node, globalThis.cajPractice.judge is the same. */
(() => {
  const P = (globalThis.cajPractice ??= {});
  P.kinds ??= {}; // what the kinds need that few pages ask: {judge, control}

  const close = (left, right, within = 0, relative = 1e-9) => left === right || Math.abs(left - right) <= Math.max(relative * Math.max(Math.abs(left), Math.abs(right)), within);
  const key = (items) => items.map((item) => `${typeof item} ${item}`).sort().join("\n");

  /* Whether two readings say the same: numbers up to a tolerance, all else exactly. */
  function agree(left, right, within) {
    if (Array.isArray(right)) return key(left) === key(right);
    return typeof right === "number" ? close(left, right, within) : left === right;
  }

  const blank = (value) => value == null || (Array.isArray(value) ? !value.length : !String(value).trim());

  /* {status, say, value}: status is open, unread (asked back, no try), correct or wrong; value is what was read. */
  function judge(question, answer) {
    const { kind, within = 0, mistakes = [], praise = "" } = question;
    const look = question.look ? P.words.look(question.look) : "";
    if (blank(answer)) return { status: "open", say: P.words.open };
    if (P.kinds[kind]?.judge) return P.kinds[kind].judge(question, answer, look);
    const form = P.read(answer, kind);
    const verdict = (status, sentence, value, read = form, as = kind) => ({ status, value, say: [sentence.trim(), ...read.notes, ...(read.told ? [P.words.readAs(P.shown(value, as))] : [])].join(" ") });
    const fitting = (read, wanted) => read.readings.find((reading) => agree(reading, wanted, within));
    const found = fitting(form, question.answer);
    if (found !== undefined) return verdict("correct", `${P.words.correct} ${praise}`, found);
    for (const mistake of mistakes) {
      if (mistake.has) {
        const held = form.readings.find((reading) => reading.includes(mistake.has));
        if (held) return verdict("wrong", P.words.because(mistake.say), held);
        continue;
      }
      const as = mistake.kind ?? kind;
      const own = P.read(answer, as);
      const hit = fitting(own, mistake.value);
      if (hit !== undefined) return verdict("wrong", P.words.because(mistake.say), hit, own, as);
    }
    if (form.ask) return { status: "unread", say: [P.words.unread(form.ask), ...form.notes].join(" ") };
    const [value] = form.readings;
    const [status, near] = P.kinds[kind]?.near?.(value, question.answer, within) ?? [];
    if (status) return verdict(status, near, value);
    const beside = kind !== "set" ? P.words.differs : value.every((item) => question.answer.includes(item)) ? P.words.missing : P.words.stray;
    return verdict("wrong", P.words.because(`${beside} ${look}`), value);
  }

  Object.assign(P, { judge, blank, close });
})();
