/* What the cards say in English of numbers and days. */
Object.assign(((globalThis.cajPractice ??= {}).words ??= {}), {
  notUnderstood: (word) => `“${word}” was not understood; write the number alone.`,
  oneDigitMore: "Close: give one digit more.",
  sign: "the sign is the other way round.",
  hundredth: "this is a hundredth of the answer; multiply a share by 100 to get per cent.",
  hundredfold: "this is a hundred times the answer; the question asks for a share of one, not for per cent.",
  factor: (by) => `the digits are right, but you are off by a factor of ${by}; look at the unit.`,
  months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  noDay: (day, month, year) => `there is no day ${day} in month ${month} of ${year}.`,
  dayToo: "give the day too.",
  twoDays: (text, one, other) => `${text} can mean ${one.day} ${one.name} or ${other.day} ${other.name}; write ${one.iso} or ${other.iso}.`,
});
