// Which view is shown is what the address says behind #: / the collections, /c/N a collection,
// /c/N/R a case of it, /p/K a picture that was dropped.
import {ask, element, entitle, overview, say, thumbnail, upload} from './api.js';
import {newState, order, showTable} from './table.js';
import {showPicture} from './picture.js';

const main = document.getElementById('main');
const loaded = new Map();  // collections by number, with the state of their tables
let collections = [], keys = {}, map = null, turn = 0;

async function collection(number) {
  if (!loaded.has(number)) loaded.set(number, {data: await ask(`/api/collections/${number}`), state: newState()});
  return loaded.get(number);
}

function showHome() {
  main.className = 'home';
  entitle('Viewer');
  const kinds = {pictures: 'picture', fields: 'case', slides: 'slide'};
  main.replaceChildren(element('ul', {class: 'cards'}, ...collections.map((one, i) => element('li', {}, element('a', {href: `#/c/${i}`},
    thumbnail(one.picture, 320),
    element('strong', {class: 'name'}, one.title), element('div', {}, `${one.rows} ${kinds[one.kind]}${one.rows === 1 ? '' : 's'}${one.kind === 'pictures' ? '' : ' of a run'}`))))));
}

async function showCase(number, row, ownKeys) {
  const {data, state} = await collection(number);
  if (!data.rows[row]) throw new Error('There is no such case.');
  const shown = order(data, state);
  state.selected = Math.max(0, shown.indexOf(row));
  const at = {collection: number, row, kind: data.kind, labels: data.labels, keys: ownKeys,
    order: shown.includes(row) ? shown : data.rows.map((one, i) => i)};
  entitle(data.rows[row].name);
  return showPicture(main, data.rows[row].picture, at, data.rows[row], data.classes);
}

async function show() {
  const [, kind, first, second] = location.hash.split('/');
  const mine = ++turn;
  map?.remove();
  map = null;
  keys = {};
  say('');
  try {
    let shown = null;
    if (kind === 'p') shown = await showPicture(main, Number(first), null, null, []);
    else if (kind === 'c' && second !== undefined) shown = await showCase(Number(first), Number(second), keys);
    else if (kind === 'c') {
      const {data, state} = await collection(Number(first));
      if (data.rows.length === 1 && data.kind === 'pictures') { location.replace(`#/c/${first}/0`); return; }
      document.getElementById('title').textContent = data.title;
      showTable(main, Number(first), data, state, keys);
    } else if (collections.length === 1) location.replace('#/c/0');
    else showHome();
    if (mine === turn) map = shown;
    else shown?.remove();  // another address was gone to meanwhile
  } catch (fault) {
    if (mine === turn) say(fault.message, true);
  }
}

async function take(file) {
  if (!file) return;
  say(`Reading ${file.name} …`);
  try {
    location.hash = `#/p/${(await upload(file)).picture}`;
  } catch (fault) { say(fault.message, true); }
}

document.addEventListener('keydown', event => {
  const isTyping = event.target.matches('input[type=search], input[type=number], select, textarea');
  const isMap = event.target.closest?.('.map') && event.key.startsWith('Arrow');
  const isOwn = event.key === 'Enter' && event.target.matches('a, button, summary');
  if (isTyping || isMap || isOwn || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});
document.getElementById('file').addEventListener('change', event => { take(event.target.files[0]); event.target.value = ''; });
for (const kind of ['dragenter', 'dragover']) {
  document.addEventListener(kind, event => { event.preventDefault(); document.body.classList.add('dropping'); });
}
document.addEventListener('dragleave', event => { if (!event.relatedTarget) document.body.classList.remove('dropping'); });
document.addEventListener('drop', event => {
  event.preventDefault();
  document.body.classList.remove('dropping');
  take(event.dataTransfer.files[0]);
});
window.addEventListener('hashchange', show);

try {
  collections = await overview();
  await show();
} catch (fault) {
  say(fault.message, true);
}
