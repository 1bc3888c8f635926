// What the server is asked, and small helpers to build the page with.

let session = '';

async function answer(response) {
  const text = await response.text();
  let json = {};
  try { json = JSON.parse(text); } catch { json = {error: text}; }
  if (!response.ok) throw new Error(json.error || `the viewer answers ${response.status}`);
  return json;
}

async function reach(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error('The viewer does not answer: is msmv view still running?');
  }
}

export async function ask(path) {
  return answer(await reach(path));
}

export async function overview() {
  const all = await ask('/api');
  session = all.session;
  return all.collections;
}

// The server answers writing requests only with this header, which other sites cannot send.
export async function setLabel(collection, row, label) {
  return answer(await reach(`/api/collections/${collection}/labels/${row}`,
    {method: 'PUT', headers: {'X-Msmv': '1', 'Content-Type': 'text/plain'}, body: label}));
}

export async function upload(file) {
  return answer(await reach(`/api/pictures?name=${encodeURIComponent(file.name)}`,
    {method: 'POST', headers: {'X-Msmv': '1', 'Content-Type': 'application/octet-stream'}, body: file}));
}

// Pictures stay in the browser's cache under a name that changes with each start of the server.
export const tileUrl = picture => `/api/pictures/${picture}/tiles/{z}/{x}_{y}.jpg?v=${session}`;
const thumbnailUrl = (picture, side) => `/api/pictures/${picture}/thumbnail.jpg?side=${side}&v=${session}`;
export const regionUrl = (picture, at, side) =>
  `/api/pictures/${picture}/region.jpg?x=${at.minx}&y=${at.miny}&width=${at.width}&height=${at.height}&side=${side}&v=${session}`;
export const activationUrl = (picture, label, query) =>
  `/api/pictures/${picture}/activation/${label}.png?v=${session}${query}`;

// element('button', {class: 'x', onclick: f}, 'text', child): text is never read as HTML.
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== undefined && value !== null) made.setAttribute(name, value);
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

// A small picture of a case; a picture that can't be read has none.
export function thumbnail(picture, side, attributes = {}) {
  if (picture === null) return '';
  const image = element('img', {src: thumbnailUrl(picture, side), alt: '', ...attributes});
  image.addEventListener('error', () => image.remove());
  return image;
}

export const percent = share => `${(100 * share).toFixed(1)} %`;

export function key(colour) {
  const square = element('span', {class: 'key', 'aria-hidden': 'true'});
  square.style.background = colour;
  return square;
}

// A table of the classes: name, share as a bar and as a number, and further columns.
// `what` the shares are of: a class's probability, its part of the tissue.
export function classTable(classes, what, shares, further = []) {
  const titles = ['Class', '', what, ...further.map(column => column.title)];
  const head = element('tr', {}, ...titles.map(title => element(title ? 'th' : 'td', {scope: title ? 'col' : null}, title)));
  const rows = classes.map((one, i) => {
    const bar = element('span', {class: 'bar', 'aria-hidden': 'true'});
    bar.style.width = `${Math.max(0, 3.6 * shares[i])}em`;
    bar.style.background = one.colour;
    return element('tr', {}, element('th', {scope: 'row'}, one.name), element('td', {class: 'bars'}, bar),
      element('td', {}, percent(shares[i])), ...further.map(column => element('td', {}, column.values[i])));
  });
  return element('table', {class: 'numbers'}, element('thead', {}, head), element('tbody', {}, ...rows));
}

// The name of what is shown, without its folders, which the pointer tells.
export function entitle(path) {
  const title = document.getElementById('title');
  title.textContent = path.slice(path.lastIndexOf('/') + 1);
  title.title = path;
}

export function say(text, isFault = false) {
  const message = document.getElementById('message');
  message.textContent = text;
  message.className = isFault ? 'fault' : '';
}
