// A field: class, probabilities and votes; key regions, nuclei and activation maps over the picture.
import {activationUrl, ask, classTable, element, say} from './api.js';
import {bounds, place} from './map.js';

const L = window.L;
// Coarse to fine, as in the overlays of `msmv classify`; told apart by their dashes, too.
const kScales = [{color: '#0072b2', weight: 3}, {color: '#e69f00', weight: 3, dashArray: '10 6'},
  {color: '#d55e00', weight: 3, dashArray: '2 6'}, {color: '#000', weight: 2, dashArray: '12 4 2 4'}];

function regionLayers(answer) {
  return answer.views.map(voter => L.layerGroup(voter.windows.map((window, scale) =>
    L.rectangle(bounds(window), {...kScales[scale % kScales.length], fill: false, interactive: false}))));
}

function nucleiLayer(answer) {
  const renderer = L.canvas({padding: 0.3});
  return L.layerGroup(answer.nuclei.map(([x, y]) => L.circleMarker(place(x, y),
    {renderer, radius: 4, weight: 1.5, color: '#000', fillColor: '#ffef5c', fillOpacity: 0.6, interactive: false})));
}

function toggle(text, map, layer, isOn) {
  const set = on => (on ? layer.addTo(map) : layer.remove());
  set(isOn);
  return element('label', {}, element('input', {type: 'checkbox', checked: isOn,
    onchange: event => set(event.target.checked)}), ` ${text}`);
}

function voterTable(answer, layers, map) {
  const rows = answer.views.map((voter, i) => {
    const box = element('input', {type: 'checkbox', 'aria-label': `Show the windows of ${voter.view}`,
      onchange: event => (event.target.checked ? layers[i].addTo(map) : layers[i].remove())});
    box.checked = i === 0;
    if (i === 0) layers[i].addTo(map);
    const best = Math.max(...voter.scores);
    return element('tr', {}, element('th', {scope: 'row'}, element('label', {}, box, ` ${voter.view}`)),
      element('td', {}, voter.class), element('td', {}, best.toFixed(3)),
      element('td', {}, voter.windows.map(window => window.nuclei ?? '').join(', ')));
  });
  return element('table', {class: 'numbers voters'}, element('thead', {}, element('tr', {},
    ...['View', 'Vote', 'Score', 'Nuclei'].map(title => element('th', {scope: 'col'}, title)))),
  element('tbody', {}, ...rows));
}

function activationBox({map, picture, facts}, answer, query) {
  let overlay = null;
  const [width, height] = facts.extent;
  const slider = element('input', {type: 'range', min: 0, max: 100, value: 55, 'aria-label': 'Opacity of the activation map',
    oninput: () => overlay?.setOpacity(slider.value / 100)});
  const choice = element('select', {'aria-label': 'Class whose activation map is shown', onchange: () => {
    overlay?.remove();
    overlay = null;
    if (choice.value === '') return;
    say('Computing the activation map …');
    overlay = L.imageOverlay(activationUrl(picture, choice.value, query),
      bounds({x: 0, y: 0, width, height}), {opacity: slider.value / 100});
    overlay.on('load', () => say(''));
    overlay.on('error', () => say('The activation map cannot be had', true));
    overlay.addTo(map);
  }}, element('option', {value: ''}, 'no activation map'),
  ...answer.classes.map((one, i) => element('option', {value: i}, `what speaks for ${one.name}`)));
  return element('fieldset', {class: 'activation'}, element('legend', {}, 'Why'), choice, slider,
    element('p', {class: 'hint'}, 'Vermilion: speaks for the class. Hatched blue: speaks against it.'));
}

function sizeForm(context) {
  const [min, max] = context.facts.um_per_px_limits;
  const input = element('input', {type: 'number', min, max, step: 'any', required: true, 'aria-label': 'Micrometres per pixel'});
  return element('form', {onsubmit: event => {
    event.preventDefault();
    context.aside.querySelector('.answer')?.remove();
    classify(context, `mpp=${encodeURIComponent(input.value)}`);
  }}, element('p', {}, 'The file says no pixel size: 0.42 µm was assumed. Known better?'), input, ' µm per pixel ',
  element('button', {}, 'Classify again'));
}

async function classify(context, query) {
  const {map, aside, picture, row, facts} = context;
  const box = element('div', {class: 'answer'});
  aside.append(box);
  say('Classifying …');
  let answer;
  try {
    answer = await ask(`/api/pictures/${picture}/diagnosis${query ? '?' + query : ''}`);
    say('');
  } catch (fault) {
    say(fault.message, true);
    return;
  }
  if (answer.fault || answer.unfit) {
    box.append(element('h2', {}, 'No class'), element('p', {class: 'fault'}, answer.fault || answer.unfit));
    return;
  }
  const votes = answer.votes.map(String);
  box.append(element('h2', {}, 'Class'), element('p', {class: 'verdict'}, answer.class),
    classTable(answer.classes, 'Probability', answer.scores, [{title: 'Votes', values: votes}]));
  if (row?.model && row.model !== answer.model) {
    box.append(element('p', {class: 'hint'}, `The run's table says ${row.class ?? row.status}: it was made by another model. --model shows that one.`));
  }
  const layers = regionLayers(answer), nuclei = nucleiLayer(answer);
  box.append(element('h2', {}, 'Views and their key regions'), voterTable(answer, layers, map),
    element('p', {class: 'hint'}, 'Windows: solid coarse, dashed finer, dotted finest.'),
    toggle(`Nuclei (${answer.nuclei.length})`, map, nuclei, false));
  if (answer.explains) box.append(activationBox(context, answer, query ? '&' + query : ''));
  box.append(element('p', {class: 'hint'},
    `${answer.um_per_px[0].toFixed(4)} µm per pixel (${answer.um_per_px_source}), ${answer.precision}, model ${answer.model.slice(0, 8)}`));
  if (!facts.um_per_px) box.append(sizeForm(context));
}

export async function showField(context) {
  await classify(context, '');
}
