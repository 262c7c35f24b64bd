/* What the buttons below the cards say in English. */
Object.assign(globalThis.cajPractice.words, {
  due: (number) => (number ? `${number} ${number === 1 ? "question is" : "questions are"} due. Ten at a time is enough.` : "Nothing is due. What you answer comes back here after 1, 7 and 21 days."),
  sureAll: "Clear your answers on all pages? This cannot be undone.",
  clearedAll: "Your answers on all pages were cleared.",
  of: (number, total) => `${number} of ${total}`,
  compare: "Compare with a model answer",
  model: "One strong answer. Yours may differ: judge it by the levels above.",
  first: (number) => `A model answer waits here until you have written ${number} words.`,
  sure: "Clear your answers on this page? This cannot be undone.",
  cleared: "Your answers on this page were cleared.",
  loaded: (number, older) => `${number} ${number === 1 ? "answer was" : "answers were"} taken from the file.${older ? ` ${older} ${older === 1 ? "is" : "are"} newer here and stayed.` : ""}`,
  noAnswers: "this is no file of answers of this book",
  making: "Making your notebook.",
  made: (name, count, total) => `${name} holds ${count} of ${total} answers. Hand it in as your course asks.`,
  ownCode: (titles) => ` Your own Python stands in ${titles}, not the answer of the card.`,
  notMade: (why) => `The notebook could not be made (${why}). Save your answers as a file instead.`,
});
