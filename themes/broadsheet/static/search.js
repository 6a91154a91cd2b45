// The search page: words and filters to results, by the keyboard too. Pagefind is loaded when it is first used.
const form = document.getElementById('_search');
const input = form.elements.q;
const narrow = form.querySelector('.narrow');
const selects = [...narrow.querySelectorAll('select')];
const said = document.querySelector('.said');
const list = document.querySelector('.found');
const more = document.querySelector('.more');
const language = document.documentElement.lang;
const STEP = 10;
const ELSEWHERE = 0.5; // the weight of what is in another language than the page
const MARKED = /<mark>|<\/mark>/;

let engine; // a promise, once somebody searches
let results = [];
let shown = 0;
let turn = 0;
let wait = 0;

async function load() {
  const bundle = new URL(form.dataset.bundle, location.href).href;
  const entry = await (await fetch(`${bundle}pagefind-entry.json`)).json();
  const tags = Object.keys(entry.languages).sort((a, b) => isOurs(b) - isOurs(a) || a.localeCompare(b));
  const indexes = await Promise.all(tags.map((tag) => open(bundle, tag)));
  const parts = indexes.map((index, place) => ({ index, weight: isOurs(tags[place]) ? 1 : ELSEWHERE }));
  offer(await Promise.all(parts.map((part) => part.index.filters())));
  return parts;
}

// Each language has its own way of taking words apart, of which a module of Pagefind holds one; and it asks the document
// which one.
async function open(basePath, tag) {
  const pagefind = await import(`${basePath}pagefind.js?${tag}`);
  const root = document.documentElement;
  root.lang = tag;
  const index = pagefind.createInstance({ basePath, baseUrl: '/', excerptLength: 30, noWorker: true });
  root.lang = language;
  await index.init();
  return index;
}

function isOurs(tag) {
  return tag.split('-')[0] === language.toLowerCase().split('-')[0];
}

async function find(words, options) {
  const parts = await engine;
  const found = await Promise.all(parts.map((part) => part.index.search(words, options)));
  const all = found.flatMap(({ results }, place) =>
    results.map((result) => ({ result, score: words ? result.score * parts[place].weight : 0 })),
  );
  return all.sort((a, b) => b.score - a.score).map(({ result }) => result);
}

function offer(languages) {
  const filters = {};
  for (const [name, values] of languages.flatMap(Object.entries)) {
    filters[name] ??= {};
    for (const [value, count] of Object.entries(values)) filters[name][value] = (filters[name][value] ?? 0) + count;
  }
  const asked = new URLSearchParams(location.search);
  for (const select of selects) {
    const counts = Object.entries(filters[select.name] ?? {});
    const collator = new Intl.Collator(language, { numeric: true });
    counts.sort(([a], [b]) => (select.name === 'year' ? collator.compare(b, a) : collator.compare(a, b)));
    for (const [value, count] of counts) select.add(new Option(`${value} (${count})`, value));
    select.value = asked.get(select.name) ?? '';
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    select.parentElement.hidden = counts.length === 0;
  }
  narrow.hidden = selects.every((select) => select.parentElement.hidden);
}

async function search() {
  const mine = ++turn;
  const words = input.value.trim();
  try {
    if (!engine) said.textContent = form.dataset.busy;
    engine ??= load();
    await engine;
    const chosen = selects.filter((select) => select.value);
    remember(words, chosen);
    if (!words && chosen.length === 0) return clear();
    const filters = Object.fromEntries(chosen.map((select) => [select.name, select.value]));
    const sort = words ? undefined : { date: 'desc' };
    const found = await find(words || null, { filters, sort });
    if (mine !== turn) return;
    results = found;
    shown = 0;
    list.replaceChildren();
    said.textContent = results.length ? form.dataset.found.replace('%', results.length.toLocaleString(language)) : form.dataset.none;
    await show();
  } catch {
    engine = undefined;
    if (mine === turn) said.textContent = form.dataset.failed;
  }
}

function clear() {
  results = [];
  list.replaceChildren();
  said.textContent = '';
  more.hidden = true;
}

function remember(words, chosen) {
  const query = new URLSearchParams(words ? { q: words } : {});
  for (const select of chosen) query.set(select.name, select.value);
  const text = query.toString();
  history.replaceState(null, '', text ? `?${text}` : location.pathname);
}

async function show() {
  const mine = turn;
  const next = results.slice(shown, shown + STEP);
  const pages = await Promise.all(next.map((result) => result.data()));
  if (mine !== turn) return;
  list.append(...pages.map(row));
  shown += next.length;
  more.hidden = shown >= results.length;
}

function row(page) {
  const { meta } = page;
  const item = document.createElement('li');
  if (meta.lang && meta.lang !== language) Object.assign(item, { lang: meta.lang, dir: 'auto' });
  const title = document.createElement('h2');
  const link = document.createElement('a');
  link.href = page.url;
  link.textContent = meta.title;
  title.append(link);
  const facts = document.createElement('p');
  facts.className = 'facts';
  facts.textContent = [meta.kind, meta.authors, day(meta.date)].filter(Boolean).join(' · ');
  const excerpt = document.createElement('p');
  excerpt.append(...marked(page.excerpt));
  item.append(title, facts, excerpt);
  return item;
}

function day(date) {
  if (!date) return '';
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

// An excerpt is text but for its marks.
function marked(excerpt) {
  const plain = document.createElement('textarea');
  return excerpt.split(MARKED).map((part, place) => {
    plain.innerHTML = part;
    if (place % 2 === 0) return plain.value;
    const mark = document.createElement('mark');
    mark.textContent = plain.value;
    return mark;
  });
}

function links() {
  return [...list.querySelectorAll('a')];
}

function step(by) {
  const all = links();
  const at = all.indexOf(document.activeElement);
  if (at < 0 && by < 0) return;
  const to = at + by;
  if (to < 0) input.focus();
  else (all[to] ?? more.querySelector('button')).focus();
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(wait);
  search();
});
input.addEventListener('input', () => {
  clearTimeout(wait);
  wait = setTimeout(search, 200);
});
narrow.addEventListener('change', search);
more.addEventListener('click', async () => {
  const before = links().length;
  await show();
  links()[before]?.focus();
});
document.addEventListener('keydown', (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  const inside = event.target === input || list.contains(event.target);
  if (event.key === '/' && !event.target.matches('input, select, textarea')) input.focus();
  else if (event.key === 'Escape' && list.contains(event.target)) input.focus();
  else if (event.key === 'ArrowDown' && inside && links().length) step(1);
  else if (event.key === 'ArrowUp' && list.contains(event.target)) step(-1);
  else return;
  event.preventDefault();
});

const asked = new URLSearchParams(location.search);
if ([...asked.keys()].some((name) => name === 'q' || selects.some((select) => select.name === name))) {
  input.value = asked.get('q') ?? '';
  search();
}
