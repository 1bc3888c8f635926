// A slide of a run: heat map by class, probabilities under the pointer, regions to review.
import {ask, classTable, element, percent, regionUrl} from './api.js';
import {bounds} from './map.js';

const L = window.L;

// Lines whose direction tells the class, so that colour is not alone.
function hatch(context, label, x, y, width, height) {
  const step = 14, angle = [0, 1, 2, 3][label % 4];
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = 'rgba(0, 0, 0, .5)';
  context.lineWidth = 1.5;
  context.beginPath();
  for (let at = -height; at < width + height; at += step) {
    if (angle === 0) { context.moveTo(x + at, y); context.lineTo(x + at, y + height); }
    if (angle === 1) { context.moveTo(x, y + at); context.lineTo(x + width, y + at); }
    if (angle === 2) { context.moveTo(x + at, y); context.lineTo(x + at + height, y + height); }
    if (angle === 3) { context.moveTo(x + at, y + height); context.lineTo(x + at + height, y); }
  }
  context.stroke();
  context.restore();
}

// The map as a picture: of one class its probability as opacity; of all the likeliest, hatched.
function drawHeat(results, classes, shown, threshold) {
  const [width, height] = results.extent, tiles = results.tiles;
  const scale = Math.min(2048 / Math.max(width, height), 140 / tiles.width[0]);
  const canvas = element('canvas', {width: Math.ceil(width * scale), height: Math.ceil(height * scale)});
  const context = canvas.getContext('2d');
  let count = 0;
  for (let i = 0; i < tiles.minx.length; i++) {
    const label = shown === '' ? tiles.label[i] : Number(shown);
    const score = tiles.probs[i * classes.length + label];
    if (score === undefined || score < threshold) continue;
    count++;
    const at = [tiles.minx[i] * scale, tiles.miny[i] * scale, tiles.width[i] * scale, tiles.height[i] * scale];
    context.globalAlpha = shown === '' ? 0.35 + 0.65 * score : score;
    context.fillStyle = classes[label].colour;
    context.fillRect(...at);
    context.globalAlpha = 1;
    if (shown === '') hatch(context, label, ...at);
  }
  return {url: canvas.toDataURL(), count};
}

function heatBox({map, classes}, results) {
  const [width, height] = results.extent;
  const overlay = L.imageOverlay('', bounds({x: 0, y: 0, width, height}), {opacity: 0.5, className: 'heat'}).addTo(map);
  const count = element('p', {class: 'hint count', role: 'status'});
  const choice = element('select', {'aria-label': 'Class of the heat map'}, element('option', {value: ''}, 'the likeliest of each tile'),
    ...classes.map((one, i) => element('option', {value: i}, one.name)));
  const threshold = element('input', {type: 'range', min: 0, max: 100, value: 0, 'aria-label': 'Least probability in percent'});
  const opacity = element('input', {type: 'range', min: 0, max: 100, value: 50, 'aria-label': 'Opacity of the heat map in percent'});
  const draw = () => {
    const drawn = drawHeat(results, classes, choice.value, threshold.value / 100);
    overlay.setUrl(drawn.url);
    count.textContent = `${drawn.count} of ${results.tiles.minx.length} tiles, probability from ${threshold.value} %`;
  };
  choice.addEventListener('change', draw);
  threshold.addEventListener('input', draw);
  opacity.addEventListener('input', () => overlay.setOpacity(opacity.value / 100));
  draw();
  return element('fieldset', {class: 'heatmap'}, element('legend', {}, 'Heat map'), choice,
    element('label', {}, 'Least probability', threshold), element('label', {}, 'Opacity', opacity), count);
}

// Tiles by where they are, to find those under the pointer without looking at all.
function finder(tiles) {
  const side = Math.max(...tiles.width.slice(0, 1), 1), buckets = new Map();
  const name = (x, y) => `${Math.floor(x / side)},${Math.floor(y / side)}`;
  tiles.minx.forEach((x, i) => {
    for (const [dx, dy] of [[0, 0], [1, 0], [0, 1], [1, 1]]) {
      const bucket = name(x + dx * (tiles.width[i] - 1), tiles.miny[i] + dy * (tiles.height[i] - 1));
      const list = buckets.get(bucket) ?? buckets.set(bucket, []).get(bucket);
      if (list.at(-1) !== i) list.push(i);
    }
  });
  return (x, y) => (buckets.get(name(x, y)) ?? []).find(i => x >= tiles.minx[i] && y >= tiles.miny[i] &&
    x < tiles.minx[i] + tiles.width[i] && y < tiles.miny[i] + tiles.height[i]);
}

function pointerBox({map, classes}, results) {
  const find = finder(results.tiles), tooltip = L.tooltip({direction: 'right', offset: [14, 0]});
  const box = element('p', {class: 'hint pointer'}, 'Move the pointer over a tile, or the map under its middle, for its probabilities.');
  const tell = (latlng, isPointer) => {
    const i = find(latlng.lng, latlng.lat);
    if (i === undefined) { tooltip.remove(); return; }
    const text = classes.map((one, k) => `${one.name} ${percent(results.tiles.probs[i * classes.length + k])}`).join(', ');
    box.textContent = `Tile ${i + 1}: ${text}; tissue ${percent(results.tiles.tissue[i])}`;
    if (isPointer) tooltip.setLatLng(latlng).setContent(element('span', {}, text)).addTo(map);
  };
  map.on('mousemove', event => tell(event.latlng, true));
  map.on('mouseout', () => tooltip.remove());
  map.on('moveend', () => tell(map.getCenter(), false));  // for who moves it by the keyboard
  return box;
}

function reviewBox({map, classes, picture}, results) {
  const mark = L.layerGroup().addTo(map);
  const fly = region => {
    const at = bounds({x: region.minx, y: region.miny, width: region.width, height: region.height});
    mark.clearLayers();
    L.rectangle(at, {color: '#000', weight: 4, fill: false}).addTo(mark);
    L.rectangle(at, {color: '#fff', weight: 2, dashArray: '6 6', fill: false}).addTo(mark);
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isStill) map.fitBounds(at.pad(0.3)); else map.flyToBounds(at.pad(0.3), {duration: 0.8});
  };
  const buttons = results.review.map(region => {
    const score = region.probs[classes.findIndex(one => one.name === region.for)];
    const text = `${region.for} ${region.rank}: ${percent(score)}`;
    return element('button', {onclick: () => fly(region)},
      element('img', {src: regionUrl(picture, region, 160), alt: '', loading: 'lazy'}), element('span', {}, text));
  });
  return element('div', {}, element('h2', {}, 'Look here first'), element('div', {class: 'review'}, ...buttons));
}

function outlineToggle({map}, results) {
  const layer = L.layerGroup(results.outline.map(polygon => L.polygon(polygon.map(([x, y]) => [y, x]),
    {color: '#000', weight: 2, dashArray: '8 4', fill: false, interactive: false}))).addTo(map);
  return element('label', {}, element('input', {type: 'checkbox', checked: true,
    onchange: event => (event.target.checked ? layer.addTo(map) : layer.remove())}), ' Outline of the tissue');
}

export async function showSlide(context) {
  const {aside, at, row, classes} = context;
  const results = await ask(`/api/collections/${at.collection}/slides/${at.row}`);
  if (!context.facts.um_per_px && results.um_per_px) context.facts.um_per_px = results.um_per_px;
  if (row.scores) {
    aside.append(element('h2', {}, 'Tissue by class'),
      classTable(classes, 'Share', row.scores, [{title: 'mm²', values: row.mm2.map(area => area.toFixed(2))}]),
      element('p', {class: 'hint'}, `${row.tissue_mm2.toFixed(2)} mm² of tissue, ${row.tiles} tiles. Tile classifier, not validated on slides.`));
  }
  if (results.outline.length) aside.append(outlineToggle(context, results));
  if (results.tiles?.minx.length) aside.append(heatBox(context, results), pointerBox(context, results));
  if (results.review.length) aside.append(reviewBox(context, results));
}
