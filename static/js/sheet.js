// The plan one draws on: metres and places, closer and further away, where one looks.
// `torg.sheet` is what outline.js draws on.
window.torg = window.torg || {};

((torg) => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const CLOSEST_M = 4;
  const element = document.querySelector("[data-outline]");
  if (!element) return;

  const width = Number(element.dataset.width);
  const height = Number(element.dataset.height);
  const [nw, ne, sw] = element.dataset.cornersOf
    .split(";")
    .map((pair) => pair.split(",").map(Number));
  const box = element.viewBox.baseVal;
  const kept = `torg-view ${location.pathname} ${element.dataset.outline}`;
  const signs = element.querySelectorAll("[data-sign]");
  let changed = () => {};

  // Between the plan and the earth: good to a few centimetres on one square.

  function toPlace([x, y]) {
    const u = x / width;
    const v = y / height;
    return [
      nw[0] + u * (ne[0] - nw[0]) + v * (sw[0] - nw[0]),
      nw[1] + u * (ne[1] - nw[1]) + v * (sw[1] - nw[1]),
    ];
  }

  function toPlan([lon, lat]) {
    const a = ne[0] - nw[0];
    const b = sw[0] - nw[0];
    const c = ne[1] - nw[1];
    const d = sw[1] - nw[1];
    const det = a * d - b * c;
    const e = lon - nw[0];
    const f = lat - nw[1];
    return [((d * e - b * f) / det) * width, ((a * f - c * e) / det) * height];
  }

  // Metres a pixel; a page that is not laid out yet has none.
  function unit() {
    const { width: across, height: down } = element.getBoundingClientRect();
    return across && down ? Math.max(box.width / across, box.height / down) : 1;
  }

  function spot(event) {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      element.getScreenCTM().inverse()
    );
    return [at.x, at.y];
  }

  function shape(parent, name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    parent.append(made);
    return made;
  }

  // Where one looks stays from page to page.

  function look() {
    const px = unit();
    for (const sign of signs) {
      sign.setAttribute("transform", `translate(${sign.dataset.sign}) scale(${px})`);
    }
    changed();
  }

  function keep() {
    const [lon, lat] = toPlace(middle());
    sessionStorage.setItem(kept, JSON.stringify([lon, lat, box.width, box.height]));
    look();
  }

  function restore() {
    const stored = JSON.parse(sessionStorage.getItem(kept) || "null");
    if (!stored) return;
    const [x, y] = toPlan(stored);
    if (x < 0 || y < 0 || x > width || y > height) return;
    [box.width, box.height] = [stored[2], stored[3]];
    [box.x, box.y] = [x - box.width / 2, y - box.height / 2];
  }

  function middle() {
    return [box.x + box.width / 2, box.y + box.height / 2];
  }

  function zoom(way, at) {
    const factor = way > 0 ? 1 / 1.4 : 1.4;
    const most = 3 * Math.max(width, height);
    if (box.width * factor < CLOSEST_M || box.width * factor > most) return;
    const [x, y] = at || middle();
    box.x = x + (box.x - x) * factor;
    box.y = y + (box.y - y) * factor;
    box.width *= factor;
    box.height *= factor;
    keep();
  }

  function pan(x, y) {
    box.x += x;
    box.y += y;
    keep();
  }

  function lookAt(ring) {
    const pad = Math.max(ring.width, ring.height) / 2 + 20;
    box.x = ring.x - pad;
    box.y = ring.y - pad;
    box.width = ring.width + 2 * pad;
    box.height = ring.height + 2 * pad;
    keep();
  }

  // What is at the edge of the view comes into it.
  function show([x, y]) {
    const edge = 0.05 * Math.min(box.width, box.height);
    const right = Math.max(0, x - (box.x + box.width - edge)) + Math.min(0, x - (box.x + edge));
    const down = Math.max(0, y - (box.y + box.height - edge)) + Math.min(0, y - (box.y + edge));
    if (right || down) pan(right, down);
  }

  for (const key of document.querySelectorAll("[data-zoom]")) {
    key.addEventListener("click", () => zoom(Number(key.dataset.zoom)));
  }
  for (const key of document.querySelectorAll("[data-pan]")) {
    const [x, y] = key.dataset.pan.split(" ").map(Number);
    key.addEventListener("click", () => pan((x * box.width) / 4, (y * box.height) / 4));
  }
  element.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1 : -1, spot(event));
    },
    { passive: false }
  );

  restore();
  torg.sheet = {
    element,
    toPlace,
    toPlan,
    unit,
    spot,
    shape,
    middle,
    zoom,
    pan,
    lookAt,
    show,
    begin(draw) {
      changed = draw;
      new ResizeObserver(look).observe(element);
      look();
    },
  };
})(window.torg);
