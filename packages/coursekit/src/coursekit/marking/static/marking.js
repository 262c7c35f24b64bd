// The marking page: keeps what is typed in this browser, writes manual.csv, asks before it is left with something in no file.
'use strict';

const COLUMNS = ['student', 'exercise', 'question', 'answer', 'of', 'points', 'comment', 'levels'];
const GIVEN = ['points', 'comment', 'levels'];
const BOX = `caj-marking ${location.pathname}`;
const data = JSON.parse(document.getElementById('data').textContent);
const articles = [...document.querySelectorAll('article')];
const saveButton = document.getElementById('save');
const state = document.getElementById('state');
let handle = null; // a file that is kept up to date, where the browser can
let writing = Promise.resolve();

const keyOf = row => row.slice(0, 4).join('\u0000');
const button = (words, action) => {
  const made = Object.assign(document.createElement('button'), {type: 'button', textContent: words});
  made.addEventListener('click', action);
  return made;
};

// ---- Entries: what a person gave one answer. `before` is what the page came with, `filed` what is in a file.

class Entry {
  constructor(row, before) {
    this.row = row;
    this.before = before;
    this.filed = JSON.stringify(before);
  }
  get key() { return keyOf(this.row); }
  get changed() { return JSON.stringify(this.now) !== JSON.stringify(this.before); }
  get unfiled() { return JSON.stringify(this.now) !== this.filed; }
  // An empty field says nothing to the program; a dash takes back what was said before.
  cells() { return [...this.row, ...GIVEN.map(name => this.now[name] || (this.before[name] ? '-' : ''))]; }
}

class OpenAnswer extends Entry {
  constructor(article) {
    const of = article.dataset;
    super([of.student, of.exercise, of.question, of.answer, of.of], {points: of.points, comment: of.comment, levels: of.levels});
    this.article = article;
    this.points = article.querySelector('.points');
    this.comment = article.querySelector('textarea');
    this.criteria = [...article.querySelectorAll('tbody tr')];
    this.computed = this.fromLevels();
    this.before.levels = this.levels(); // in the order of the rubric
    this.filed = JSON.stringify(this.before);
    article.addEventListener('input', event => this.typed(event));
    article.querySelector('.take').addEventListener('click', () => this.take({...this.now, points: this.fromLevels()}));
    article.querySelector('.alike')?.addEventListener('click', () => this.share());
    article.querySelector('.again')?.addEventListener('click', () => this.take({...this.now, points: of.again, comment: of.said}));
  }
  get now() { return {points: this.points.value.trim(), comment: this.comment.value.trim(), levels: this.levels()}; }
  get marked() { return this.points.value.trim() !== ''; }
  get wrong() {
    const value = this.points.value.normalize('NFKC').trim().replace(',', '.');
    return value !== '' && !(/^(\d+\.?\d*|\.\d+)$/.test(value) && Number(value) <= Number(this.row[4]));
  }
  chosen() { return this.criteria.map(row => row.querySelector('input:checked')); }
  levels() {
    const names = this.criteria.map(row => row.querySelector('th').textContent);
    return this.chosen().map((one, place) => one && `${names[place]}=${one.value}`).filter(Boolean).join('; ');
  }
  fromLevels() {
    const chosen = this.chosen();
    if (!chosen.length || !chosen.every(Boolean)) return '';
    const mean = chosen.reduce((sum, one) => sum + Number(one.value), 0) / chosen.length;
    return String(Math.round(mean * Number(this.row[4]) * 2 / Number(this.article.dataset.top)) / 2);
  }
  typed(event) {
    if (event.target.type === 'radio') {
      const computed = this.fromLevels();
      if (computed && ['', this.computed].includes(this.points.value.trim())) this.points.value = computed;
      this.computed = computed;
    }
    this.show();
    keep();
  }
  take(given) {
    for (const [place, row] of this.criteria.entries()) {
      const wanted = new Map(given.levels.split(';').map(pair => pair.trim().split('='))).get(row.querySelector('th').textContent);
      for (const input of row.querySelectorAll('input')) input.checked = input.value === wanted;
    }
    this.computed = this.fromLevels();
    this.points.value = given.points;
    this.comment.value = given.comment;
    this.show();
    keep();
  }
  show() {
    const computed = this.fromLevels();
    const differs = computed !== '' && computed !== this.points.value.trim().replace(',', '.');
    const hint = this.article.querySelector('.hint');
    hint.textContent = this.wrong ? `Points are a number from 0 to ${this.row[4]}.` : differs ? `The levels give ${computed}.` : '';
    this.article.querySelector('.take').hidden = !differs;
    this.points.setAttribute('aria-invalid', String(this.wrong));
    this.article.classList.toggle('marked', this.marked && !this.wrong);
  }
  share() {
    const others = open.filter(one => one !== this && one.article.dataset.same === this.article.dataset.same);
    const free = others.filter(one => !one.marked && !one.comment.value && !one.levels());
    for (const one of free) one.take(this.now);
    const stays = others.length - free.length;
    this.article.querySelector('.shared').textContent = `${free.length} got this mark${stays ? `; ${stays} already had something, which stays` : ''}.`;
  }
}

class Change extends Entry {
  constructor(row, before, now) { super(row, before); this.now = now; }
  get wrong() { return false; }
  take(given) { this.now = given; keep(); }
}

const open = articles.map(article => new OpenAnswer(article));
const marks = new Map(data.marks.map(([student, exercise, question, answer, of, automatic, points, comment]) =>
  [[student, exercise, question].join('\u0000'), {row: [student, exercise, question, answer, of], automatic, before: {points, comment, levels: ''}}]));
const changes = new Map();
for (const [key, mark] of marks) if (mark.before.points) changes.set(key, new Change(mark.row, mark.before, mark.before));
const entries = () => [...open, ...changes.values()];
let stray = []; // drafts that nobody has taken up yet

// ---- This browser keeps drafts until the page comes again with them in it.

function keep() {
  const drafts = entries().filter(one => one.changed).map(one => ({row: one.row, now: one.now, before: one.before, filed: !one.unfiled})).concat(stray);
  try {
    drafts.length ? localStorage.setItem(BOX, JSON.stringify(drafts)) : localStorage.removeItem(BOX);
    tell();
  } catch {
    tell('This browser keeps nothing: save the file often.');
  }
  if (handle) fileUp();
}

function restore() {
  let drafts = [];
  try { drafts = JSON.parse(localStorage.getItem(BOX) ?? '[]'); } catch { /* nothing was kept */ }
  const byKey = new Map(open.map(one => [one.key, one]));
  for (const draft of drafts) {
    const entry = byKey.get(keyOf(draft.row)) ?? changeOf(draft.row);
    if (!entry) { setAside(draft); continue; }
    const newer = JSON.stringify(entry.before) !== JSON.stringify(draft.before);
    if (newer && entry.before.points && JSON.stringify(entry.before) !== JSON.stringify(draft.now)) { offer(entry, draft); continue; }
    entry.take(draft.now);
    if (draft.filed) entry.filed = JSON.stringify(entry.now);
  }
  if (stray.length) document.getElementById('notes').textContent = `${stray.length} marks of this browser do not fit this page; none is lost.`;
  keep();
}

function changeOf(row) {
  const key = row.slice(0, 3).join('\u0000'), mark = marks.get(key);
  if (!mark || mark.row[3] !== row[3]) return null;
  if (!changes.has(key)) changes.set(key, new Change(mark.row, mark.before, mark.before));
  return changes.get(key);
}

function setAside(draft) {
  const row = [...draft.row, ...GIVEN.map(name => draft.now[name])].join('\u0000');
  if (!data.kept.some(one => one.join('\u0000') === row)) stray.push(draft); // else the program has it
}

function offer(entry, draft) {
  stray.push(draft);
  const note = entry.article?.querySelector('.shared');
  if (!note) return;
  const {points, comment} = draft.now;
  note.textContent = `Meanwhile this was marked elsewhere. You had here: ${points || 'no points'}${comment ? `, “${comment}”` : ''}. `;
  for (const [words, mine] of [['Take mine', true], ['Drop mine', false]]) note.append(button(words, () => {
    stray = stray.filter(one => one !== draft);
    note.textContent = '';
    mine ? entry.take(draft.now) : keep();
  }));
}

// ---- The file.

function sheet() {
  // As coursekit.spreadsheet.quoted does: no program that opens the file computes what a person wrote.
  const cell = value => `"${(/^'*[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const aside = stray.filter(draft => !open.some(one => one.key === keyOf(draft.row))).map(draft => [...draft.row, ...GIVEN.map(name => draft.now[name])]);
  const rows = [...entries().map(one => one.cells()), ...data.kept, ...aside];
  return '\ufeff' + [COLUMNS, ...rows].map(row => row.map(value => cell(String(value))).join(',')).join('\n') + '\n';
}

function filed() {
  for (const one of entries()) one.filed = JSON.stringify(one.now);
  keepQuietly();
}

function keepQuietly() { const kept = handle; handle = null; keep(); handle = kept; }

function save() {
  const wrong = open.find(one => one.wrong);
  if (wrong) { wrong.points.focus(); tell('Not saved: these points cannot be.'); return; }
  if (handle) { fileUp(); return; }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([sheet()], {type: 'text/csv'}));
  link.download = 'manual.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  filed();
  tell('manual.csv is in your downloads.');
}

function fileUp() {
  if (open.some(one => one.wrong)) { tell('Not in the file yet: points that cannot be.'); return; }
  const content = sheet();
  writing = writing.then(async () => {
    try {
      const file = await handle.createWritable();
      await file.write(content);
      await file.close();
      if (sheet() === content) { filed(); tell(`${handle.name} is up to date.`); }
    } catch {
      handle = null;
      tell('The file could not be written; save it again.');
    }
  });
}

async function connect() {
  try {
    handle = await window.showSaveFilePicker({suggestedName: 'manual.csv', types: [{accept: {'text/csv': ['.csv']}}]});
    fileUp();
  } catch { /* nothing was chosen */ }
}

function tell(words = '') {
  const done = open.filter(one => one.marked && !one.wrong).length, loose = entries().filter(one => one.unfiled).length;
  const where = loose ? `${loose} not in a file yet.` : entries().some(one => one.changed) ? 'All is in a file.' : '';
  state.textContent = [`${done} of ${open.length} marked.`, where, words].filter(Boolean).join(' ');
  saveButton.classList.toggle('due', loose > 0);
}

// ---- Marks of the tests that a person changes.

const form = document.getElementById('change');
let listChanges = () => {};
if (form) {
  const [student, question, points, reason] = ['student', 'question', 'points', 'reason'].map(name => form.elements[name]);
  const said = form.querySelector('output');
  const place = () => `${student.value}\u0000${question.value}`;
  const list = (select, pairs) => select.replaceChildren(...pairs.map(([value, words]) => new Option(words, value)));
  const unique = values => [...new Set(values)];
  const show = () => {
    const mark = marks.get(place());
    said.textContent = mark ? `The tests gave ${mark.automatic} of ${mark.row[4]}.` : '';
  };
  const questions = () => {
    const own = [...marks.values()].filter(mark => mark.row[0] === student.value);
    list(question, own.map(mark => [`${mark.row[1]}\u0000${mark.row[2]}`, `${mark.row[1]}: ${mark.row[2]}`]));
    show();
  };
  listChanges = () => document.getElementById('changed').replaceChildren(...[...changes].filter(([, one]) => one.now.points).map(([key, one]) => {
    const item = document.createElement('li');
    item.textContent = `${one.row[0]}, ${one.row[2]}: ${marks.get(key).automatic} by the tests, now ${one.now.points} of ${one.row[4]}. ${one.now.comment} `;
    item.append(button('Take back', () => { one.take({points: '', comment: '', levels: ''}); listChanges(); }));
    return item;
  }));
  form.addEventListener('submit', event => {
    event.preventDefault();
    const mark = marks.get(place()), value = points.value.normalize('NFKC').trim().replace(',', '.');
    const fits = /^(\d+\.?\d*|\.\d+)$/.test(value) && Number(value) <= Number(mark.row[4]);
    if (!fits) { said.textContent = `Points are a number from 0 to ${mark.row[4]}.`; points.focus(); return; }
    if (!reason.value.trim()) { said.textContent = 'Give a reason: the student reads it.'; reason.focus(); return; }
    changeOf(mark.row).take({points: value, comment: reason.value.trim(), levels: ''});
    points.value = reason.value = '';
    listChanges();
  });
  student.addEventListener('change', questions);
  question.addEventListener('change', show);
  list(student, unique([...marks.values()].map(mark => mark.row[0])).map(name => [name, data.names[name] ? `${name} ${data.names[name]}` : name]));
  questions();
}

// ---- Keys, and the way out.

let current = -1;

function go(place) {
  if (!articles[place]) return;
  current = place;
  articles[place].scrollIntoView({block: 'start'});
  articles[place].focus({preventScroll: true});
}

function goUnmarked() {
  const order = [...open.keys()].map(step => (current + 1 + step) % open.length);
  go(order.find(place => !open[place].marked) ?? -1);
}

function choose(digit) {
  const entry = open[current];
  const row = document.activeElement.closest('tbody tr') ?? entry?.criteria.find(one => !one.querySelector('input:checked')) ?? entry?.criteria[0];
  const input = row?.querySelector(`input[value="${digit}"]`);
  if (!input) return;
  input.click();
  (row.nextElementSibling?.querySelector('input') ?? entry.article).focus();
}

const KEYS = {j: () => go(current + 1), k: () => go(current - 1), n: goUnmarked, c: () => open[current]?.comment.focus()};

document.addEventListener('focusin', event => {
  const place = articles.indexOf(event.target.closest('article'));
  if (place >= 0) current = place;
});
document.addEventListener('keydown', event => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); save(); return; }
  const typing = event.target.matches('textarea, select, input:not([type=radio])');
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
  else if (/^\d$/.test(event.key)) { event.preventDefault(); choose(event.key); }
});
window.addEventListener('beforeunload', event => { if (entries().some(one => one.unfiled)) event.preventDefault(); });
saveButton.addEventListener('click', save);
document.getElementById('next').addEventListener('click', goUnmarked);
const connecting = document.getElementById('connect');
connecting.hidden = !window.showSaveFilePicker;
connecting.addEventListener('click', connect);
restore();
listChanges();
for (const one of open) one.show();
tell();
