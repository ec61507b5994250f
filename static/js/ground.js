// Points on a picture and on a map: by click, by keys, or typed. What is typed is what is sent.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const form = document.querySelector("[data-ground]");
  const sheets = [...document.querySelectorAll("[data-pane]")];
  if (!form || !sheets.length) return;

  const rows = [...form.querySelectorAll("[data-point]")].map((element) => ({
    element,
    x: element.querySelector("[data-x]"),
    y: element.querySelector("[data-y]"),
    place: element.querySelector("[data-place]"),
  }));
  const panes = sheets.map((sheet) => pane(sheet));
  let chosen = null;

  // A pane knows how its own units and what is typed belong together.

  function pane(sheet) {
    const name = sheet.dataset.pane;
    const size = [Number(sheet.dataset.width), Number(sheet.dataset.height)];
    const corners = sheet.dataset.cornersOf.split(";").map((pair) => pair.split(",").map(Number));
    const isMap = name === "map";
    return {
      name,
      sheet,
      size,
      isMap,
      box: sheet.viewBox.baseVal,
      layer: sheet.querySelector("[data-layer]"),
      says: document.querySelector(`[data-says="${name}"]`),
      cross: null,
      press: null,
      read: isMap ? (row) => fromPlace(row, size, corners) : fromPixels,
      write: isMap ? (row, at) => toPlace(row, at, size, corners) : toPixels,
      takes: (row) => (isMap ? row.place : row.x),
    };
  }

  function fromPixels(row) {
    const at = [row.x.value, row.y.value].map((text) => Number.parseFloat(text.replace(",", ".")));
    return at.every(Number.isFinite) ? at : null;
  }

  function toPixels(row, [x, y]) {
    row.x.value = x.toFixed(1);
    row.y.value = y.toFixed(1);
  }

  function fromPlace(row, [width, height], [nw, ne, sw]) {
    const pair =
      row.place && row.place.value.match(/^\s*(-?\d{1,3}\.\d+)[\s,;]+(-?\d{1,3}\.\d+)\s*$/);
    if (!pair) return null;
    const [a, b, c, d] = [ne[0] - nw[0], sw[0] - nw[0], ne[1] - nw[1], sw[1] - nw[1]];
    const det = a * d - b * c;
    const e = Number(pair[2]) - nw[0];
    const f = Number(pair[1]) - nw[1];
    return [((d * e - b * f) / det) * width, ((a * f - c * e) / det) * height];
  }

  function toPlace(row, [x, y], [width, height], [nw, ne, sw]) {
    const u = x / width;
    const v = y / height;
    const lon = nw[0] + u * (ne[0] - nw[0]) + v * (sw[0] - nw[0]);
    const lat = nw[1] + u * (ne[1] - nw[1]) + v * (sw[1] - nw[1]);
    row.place.value = `${lat.toFixed(7)}, ${lon.toFixed(7)}`;
  }

  // Which point is next: the one chosen, else the first that lacks something here.

  function next(where) {
    const free = rows.filter((row) => where.takes(row));
    if (chosen && free.includes(chosen)) return chosen;
    return free.find((row) => !where.takes(row).value.trim()) || null;
  }

  function choose(row) {
    chosen = row;
    for (const each of rows) each.element.classList.toggle("is-chosen", each === row);
    draw();
  }

  function set(where, at) {
    const row = next(where);
    if (!row) return;
    where.write(row, at);
    // Both clicks of a point belong together: it stays chosen until it has both.
    const other = panes.find((each) => each !== where && each.takes(row));
    choose(other && !other.takes(row).value.trim() ? row : null);
  }

  // Drawing

  function unit(where) {
    const shown = where.sheet.getBoundingClientRect();
    return Math.max(where.box.width / shown.width, where.box.height / shown.height);
  }

  function made(parent, name, attributes, text) {
    const element = document.createElementNS(SVG, name);
    for (const key of Object.keys(attributes)) element.setAttribute(key, attributes[key]);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  }

  function draw() {
    for (const where of panes) drawPane(where);
  }

  function drawPane(where) {
    const px = unit(where);
    where.layer.replaceChildren();
    rows.forEach((row, nth) => {
      const at = where.takes(row) && where.read(row);
      if (at) drawPoint(where, at, nth + 1, px, row);
    });
    if (where.cross) drawCross(where, where.cross, "drawn-cross", px);
    const row = next(where);
    where.says.textContent = row
      ? where.says.dataset.words.replace("{n}", String(rows.indexOf(row) + 1))
      : "";
  }

  function drawPoint(where, at, nth, px, row) {
    drawCross(where, at, "drawn-cross", px);
    const odd = row.element.classList.contains("is-odd") ? " is-odd" : "";
    const sign = made(where.layer, "g", {
      class: `ground-sign${row === chosen ? " is-chosen" : ""}${odd}`,
      transform: `translate(${at[0] + 14 * px} ${at[1] - 14 * px}) scale(${px})`,
    });
    made(sign, "circle", { r: 11 });
    made(sign, "text", { y: 5 }, String(nth));
  }

  function drawCross(where, [x, y], name, px) {
    const arm = 10 * px;
    const d = `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}`;
    made(where.layer, "path", { class: `${name}-edge`, d, "stroke-width": 5 * px });
    made(where.layer, "path", { class: name, d, "stroke-width": 2 * px });
  }

  // Clicking sets the point, pulling moves the pane.

  function spot(where, event) {
    const point = new DOMPoint(event.clientX, event.clientY);
    const at = point.matrixTransform(where.sheet.getScreenCTM().inverse());
    return [at.x, at.y];
  }

  function zoom(where, way, at) {
    const factor = way > 0 ? 1 / 1.5 : 1.5;
    const { box } = where;
    const longest = Math.max(...where.size);
    if (box.width * factor < longest / 200 || box.width * factor > 3 * longest) return;
    const [x, y] = at || where.cross || [box.x + box.width / 2, box.y + box.height / 2];
    box.x = x + (box.x - x) * factor;
    box.y = y + (box.y - y) * factor;
    box.width *= factor;
    box.height *= factor;
    drawPane(where);
  }

  function listen(where) {
    const { sheet, box } = where;
    sheet.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      sheet.setPointerCapture(event.pointerId);
      where.press = { at: spot(where, event), x: event.clientX, y: event.clientY, isPull: false };
    });
    sheet.addEventListener("pointermove", (event) => {
      const { press } = where;
      if (!press) return;
      const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > 6;
      press.isPull = press.isPull || far;
      if (!press.isPull) return;
      const [x, y] = spot(where, event);
      box.x += press.at[0] - x;
      box.y += press.at[1] - y;
    });
    sheet.addEventListener("pointerup", (event) => {
      const { press } = where;
      where.press = null;
      where.cross = null;
      if (press && !press.isPull) set(where, spot(where, event));
    });
    sheet.addEventListener("pointercancel", () => {
      where.press = null;
    });
    sheet.addEventListener("keydown", (event) => byKey(where, event));
    sheet.addEventListener("blur", () => {
      where.cross = null;
      drawPane(where);
    });
    sheet.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        zoom(where, event.deltaY < 0 ? 1 : -1, spot(where, event));
      },
      { passive: false }
    );
  }

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function byKey(where, event) {
    const move = MOVES[event.key];
    const { box } = where;
    const middle = [box.x + box.width / 2, box.y + box.height / 2];
    if (move) {
      const step = unit(where) * (event.shiftKey ? 20 : 2);
      const [x, y] = where.cross || middle;
      where.cross = [x + move[0] * step, y + move[1] * step];
      drawPane(where);
    } else if (event.key === "Enter" || event.key === " ") {
      where.cross = where.cross || middle;
      set(where, where.cross);
    } else if (event.key === "+" || event.key === "-") {
      zoom(where, event.key === "+" ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  }

  // Together

  for (const where of panes) {
    listen(where);
    new ResizeObserver(() => drawPane(where)).observe(where.sheet);
  }
  for (const key of document.querySelectorAll("[data-zoom]")) {
    const where = panes.find((each) => each.name === key.dataset.of);
    key.addEventListener("click", () => zoom(where, Number(key.dataset.zoom)));
  }
  for (const row of rows) {
    row.element.querySelector("[data-choose]").addEventListener("click", () => choose(row));
    row.element.addEventListener("focusin", (event) => {
      if (event.target.matches("input")) choose(row);
    });
  }
  form.addEventListener("input", draw);
  draw();
})();
