// A picture on a Leaflet map: places are pixels of the picture, zoom levels those of Deep Zoom.
import {element, tileUrl} from './api.js';

const L = window.L;

export const place = (x, y) => L.latLng(y, x);
export const bounds = at => L.latLngBounds(place(at.x, at.y), place(at.x + at.width, at.y + at.height));

function roundLength(um) {
  const power = 10 ** Math.floor(Math.log10(um));
  return [5, 2, 1].map(step => step * power).find(length => length <= um) ?? power;
}

// At most 150 screen pixels long; only where the pixel size is known.
const ScaleBar = L.Control.extend({
  onAdd(map) {
    const text = element('span'), bar = element('div');
    const box = element('div', {class: 'scale'}, text, bar);
    const draw = () => {
      const screenPerPixel = map.options.crs.scale(map.getZoom()) * map.options.crs.transformation._a;
      const umPerScreen = this.options.umPerPx / screenPerPixel;
      const um = roundLength(150 * umPerScreen);
      text.textContent = um >= 1000 ? `${um / 1000} mm` : `${um} µm`;
      bar.style.width = `${um / umPerScreen}px`;
    };
    map.on('zoomend', draw);
    draw();
    return box;
  },
});

export function openMap(box, picture, facts) {
  const [width, height] = facts.extent;
  const scale = 1 / 2 ** facts.top_level;
  const crs = L.extend({}, L.CRS.Simple, {transformation: new L.Transformation(scale, 0, scale, 0)});
  const whole = bounds({x: 0, y: 0, width, height});
  const map = L.map(box, {
    crs, minZoom: 0, maxZoom: facts.top_level + 3, zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90,
    attributionControl: false, maxBounds: whole.pad(0.5), preferCanvas: true,
  });
  L.tileLayer(tileUrl(picture), {
    tileSize: facts.tile_side, minZoom: 0, maxZoom: facts.top_level + 3, maxNativeZoom: facts.top_level,
    bounds: L.latLngBounds(place(0, 0), place(width - 0.01, height - 0.01)), noWrap: true, keepBuffer: 1,
  }).addTo(map);
  if (facts.um_per_px) new ScaleBar({position: 'bottomleft', umPerPx: facts.um_per_px[0]}).addTo(map);
  map.fitBounds(whole);
  window.msmvMap = map;  // for the browser's console and the tests
  return map;
}
