// The rows of a collection as a table: sorted, filtered, stepped through by keys, labelled.
import {element, key, percent, say, setLabel, thumbnail} from './api.js';

const kRowsAtOnce = 200;
const confidence = row => (row.scores ? Math.max(...row.scores) : -1);
const agreement = row => (row.votes ? Math.max(...row.votes) / row.votes.reduce((a, b) => a + b, 0) : 1);

const kColumns = [
  {name: 'Case', of: row => row.name},
  {name: 'Status', of: row => row.status ?? ''},
  {name: 'Class', of: row => row.class ?? ''},
  {name: 'Confidence', of: confidence, kind: 'number'},
  {name: 'Agreement', of: agreement, kind: 'number', only: 'fields'},
  {name: 'Tissue mm²', of: row => row.tissue_mm2 ?? 0, kind: 'number', only: 'slides'},
  {name: 'Your label', of: row => row.label ?? '', only: 'fields'},
];

function passes(row, state) {
  return (!state.class || row.class === state.class) && (!state.status || row.status === state.status) &&
    (state.most >= 100 || confidence(row) * 100 <= state.most) &&
    (!state.disagree || agreement(row) < 1) &&
    (!state.label || (state.label === 'none' ? !row.label : state.label === 'other' ? row.label && row.label !== row.class : row.label)) &&
    (!state.text || row.name.toLowerCase().includes(state.text.toLowerCase()));
}

// The numbers of the rows as the table shows them now.
export function order(collection, state) {
  const column = kColumns.find(one => one.name === state.sort);
  const shown = collection.rows.map((row, i) => i).filter(i => passes(collection.rows[i], state));
  if (column) {
    const values = collection.rows.map(column.of);
    shown.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : a - b) * (state.down ? -1 : 1));
  }
  return shown;
}

export const newState = () => ({sort: '', down: false, class: '', status: '', most: 100, disagree: false, label: '', text: '', selected: 0});

function filters(collection, state, draw) {
  const select = (title, name, choices) => element('label', {}, title, element('br'),
    element('select', {name, onchange: event => { state[name] = event.target.value; draw(); }},
      ...choices.map(([value, text]) => element('option', {value, selected: state[name] === value}, text))));
  const boxes = [element('label', {}, 'Name', element('br'), element('input', {type: 'search', name: 'text', value: state.text,
    oninput: event => { state.text = event.target.value; draw(); }}))];
  if (collection.kind === 'pictures') return element('div', {class: 'filters'}, ...boxes);
  const states = [...new Set(collection.rows.map(row => row.status))];
  boxes.push(select('Class', 'class', [['', 'all'], ...collection.classes.map(one => [one.name, one.name])]),
    select('Status', 'status', [['', 'all'], ...states.map(one => [one, one])]));
  const text = element('span', {}, `${state.most} %`);
  boxes.push(element('label', {}, 'Confidence at most ', text, element('br'), element('input', {type: 'range', name: 'most', min: 0, max: 100, value: state.most,
    oninput: event => { state.most = Number(event.target.value); text.textContent = `${state.most} %`; draw(); }})));
  if (collection.kind === 'fields') {
    boxes.push(select('Label', 'label', [['', 'all'], ['none', 'not labelled'], ['some', 'labelled'], ['other', 'not as classified']]),
      element('label', {class: 'box'}, element('input', {type: 'checkbox', name: 'disagree', checked: state.disagree,
        onchange: event => { state.disagree = event.target.checked; draw(); }}), ' Views disagree'));
  }
  return element('div', {class: 'filters'}, ...boxes);
}

function cells(collection, number, row, columns, colours) {
  const shown = {
    'Case': () => element('td', {class: 'name'}, element('a', {href: `#/c/${number.collection}/${number.row}`}, row.name),
      row.message ? element('div', {class: row.status === 'ok' ? 'hint' : 'fault'}, row.message) : ''),
    'Status': () => element('td', {}, row.status ?? ''),
    'Class': () => element('td', {}, row.class ? key(colours[row.class]) : '', row.class ?? ''),
    'Confidence': () => element('td', {class: 'number'}, row.scores ? percent(confidence(row)) : ''),
    'Agreement': () => element('td', {class: 'number'}, row.votes ? `${Math.max(...row.votes)} of ${row.votes.reduce((a, b) => a + b, 0)}` : ''),
    'Tissue mm²': () => element('td', {class: 'number'}, (row.tissue_mm2 ?? 0).toFixed(2)),
    'Your label': () => element('td', {class: 'label'}, row.label ?? ''),
  };
  return columns.map(column => shown[column.name]());
}

function rowElement(collection, at, row, columns, colours, isSelected) {
  const picture = thumbnail(row.picture, 160, {loading: 'lazy'});
  return element('tr', {'aria-selected': String(isSelected), 'data-row': at.row}, element('td', {}, picture),
    ...cells(collection, at, row, columns, colours));
}

function header(columns, state, draw) {
  return element('tr', {}, element('th', {}, ''), ...columns.map(column => {
    const sorted = state.sort !== column.name ? 'none' : state.down ? 'descending' : 'ascending';
    const arrow = {none: '', ascending: ' ▲', descending: ' ▼'}[sorted];
    return element('th', {scope: 'col', class: column.kind, 'aria-sort': sorted}, element('button', {onclick: () => {
      state.down = state.sort === column.name && !state.down;
      state.sort = column.name;
      draw();
    }}, column.name + arrow));
  }));
}

export function showTable(main, number, collection, state, keys) {
  main.className = 'table';
  const columns = kColumns.filter(column => (collection.kind === 'pictures' ? column.name === 'Case' : !column.only || column.only === collection.kind));
  const colours = Object.fromEntries(collection.classes.map(one => [one.name, one.colour]));
  const count = element('p', {role: 'status', class: 'hint count'}), head = element('thead'), body = element('tbody');
  let most = kRowsAtOnce;
  const more = element('button', {onclick: () => { most += kRowsAtOnce; draw(); }}, 'Show more rows');
  const draw = () => {
    const shown = order(collection, state);
    state.selected = Math.min(state.selected, Math.max(0, shown.length - 1));
    head.replaceChildren(header(columns, state, draw));
    body.replaceChildren(...shown.slice(0, most).map((row, i) =>
      rowElement(collection, {collection: number, row}, collection.rows[row], columns, colours, i === state.selected)));
    count.textContent = `${shown.length} of ${collection.rows.length} cases`;
    more.hidden = shown.length <= most;
  };
  const select = by => {
    const shown = order(collection, state);
    state.selected = Math.min(Math.max(0, state.selected + by), Math.max(0, shown.length - 1));
    if (state.selected >= most) most = state.selected + kRowsAtOnce;
    draw();
    body.children[state.selected]?.scrollIntoView({block: 'nearest'});
  };
  keys.j = keys.ArrowDown = () => select(1);
  keys.k = keys.ArrowUp = () => select(-1);
  keys.Enter = () => {
    const row = order(collection, state)[state.selected];
    if (row !== undefined) location.hash = `#/c/${number}/${row}`;
  };
  if (collection.labels) {
    ['', ...collection.classes.map(one => one.name)].slice(0, 10).forEach((label, i) => {
      keys[String(i)] = async () => {
        const row = order(collection, state)[state.selected];
        if (row === undefined) return;
        try {
          await setLabel(number, row, label);
          collection.rows[row].label = label;
          say(label ? `${collection.rows[row].name}: ${label}` : `${collection.rows[row].name}: no label`);
          draw();
        } catch (fault) { say(fault.message, true); }
      };
    });
  }
  draw();
  const hint = element('p', {class: 'hint'}, element('kbd', {}, 'j'), ' ', element('kbd', {}, 'k'), ' choose a row, ',
    element('kbd', {}, 'Enter'), ' opens it', collection.labels ? `; ${collection.classes.map((one, i) => `${i + 1} ${one.name}`).join(', ')}, 0 none: your label` : '');
  const manifest = collection.labels ? element('p', {class: 'hint'}, `Labels are saved to ${collection.labels.file}: msmv train --data ${collection.labels.file}` +
    (collection.labels.root ? ` --root ${collection.labels.root}` : '')) : null;
  main.replaceChildren(filters(collection, state, draw), count, hint,
    element('table', {class: 'cases'}, head, body), more, ...(manifest ? [manifest] : []));
}
