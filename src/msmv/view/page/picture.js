// One case: the picture on the left, what is known of it on the right; steps to the next one.
import {ask, element, entitle, say, setLabel} from './api.js';
import {openMap} from './map.js';
import {showField} from './field.js';
import {showSlide} from './slide.js';

function steps(aside, at) {
  if (!at || at.order.length < 2) return;
  const here = at.order.indexOf(at.row);
  const go = by => {
    const next = at.order[here + by];
    if (next !== undefined) location.hash = `#/c/${at.collection}/${next}`;
  };
  aside.append(element('div', {class: 'steps'},
    element('button', {onclick: () => go(-1), disabled: here <= 0}, '← Previous'),
    element('span', {}, `${here + 1} of ${at.order.length}`),
    element('button', {onclick: () => go(1), disabled: here >= at.order.length - 1}, 'Next →')),
    element('p', {class: 'hint'}, element('kbd', {}, 'k'), ' previous, ', element('kbd', {}, 'j'), ' next, ',
      element('a', {href: `#/c/${at.collection}`}, 'back to the table'), ' ', element('kbd', {}, 'Esc')));
  at.keys.k = () => go(-1);
  at.keys.j = () => go(1);
  at.keys.Escape = () => { location.hash = `#/c/${at.collection}`; };
}

// The reader's own label of a case; a key of its number sets it, 0 takes it away.
export function labelBox(at, classes, row, onset = () => {}) {
  const choices = ['', ...classes.map(one => one.name)];
  const set = async label => {
    try {
      await setLabel(at.collection, at.row, label);
      row.label = label;
      box.querySelectorAll('input').forEach(input => { input.checked = input.value === label; });
      say(label ? `Labelled ${label}; saved to ${at.labels.file}` : 'The label is taken away');
      onset();
    } catch (fault) { say(fault.message, true); }
  };
  const box = element('fieldset', {}, element('legend', {}, 'Your label'), ...choices.map((name, i) =>
    element('label', {}, element('input', {type: 'radio', name: 'label', value: name,
      checked: (row.label || '') === name, onchange: () => set(name)}),
    ' ', element('kbd', {}, String(i)), ` ${name || 'none'}`)));
  choices.slice(0, 10).forEach((name, i) => { at.keys[String(i)] = () => set(name); });
  return box;
}

// `at`: where the case stands in its collection, if it is in one.
export async function showPicture(main, picture, at, row, classes) {
  main.className = '';
  const box = element('div', {class: 'map', role: 'application',
    'aria-label': 'The picture: arrow keys move it, plus and minus zoom'});
  const aside = element('aside', {'aria-label': 'What is known of the picture'});
  main.replaceChildren(element('div', {class: 'case'}, box, aside));
  steps(aside, at);
  if (row?.message) {
    aside.append(element('p', {class: row.status === 'ok' ? 'hint' : 'fault'}, `${row.status}: ${row.message}`));
  }
  if (picture === null || picture === undefined) {
    aside.append(element('p', {class: 'fault'}, 'The picture is not at hand: give its folder to msmv view, too, or --root.'));
    return null;
  }
  const facts = await ask(`/api/pictures/${picture}`);
  entitle(row?.name ?? facts.name);
  if (at && at.labels && classes.length) aside.append(labelBox(at, classes, row));
  const map = openMap(box, picture, facts);
  const context = {map, aside, picture, facts, at, row, classes};
  if (at?.kind === 'slides') await showSlide(context);
  else if (facts.kind === 'field') await showField(context);
  else aside.append(element('p', {}, 'A whole slide: msmv slides classifies it tile by tile; ',
    'give its output folder to msmv view to see the results here.'));
  return map;
}
