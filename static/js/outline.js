// Drawing on the plan: corners by click, by keys, or as text. The text is what is sent,
// so that everything drawn can also be typed.
((torg) => {
  "use strict";

  const sheet = torg.sheet;
  const form = document.querySelector("[data-drawing]");
  if (!sheet || !form) return;

  const field = form.querySelector("[data-corners]");
  const byHand = form.querySelector("[data-by-hand]");
  const kind = form.dataset.drawing;
  const layer = sheet.element.querySelector("[data-layer]");
  const words = document.querySelector("[data-says]");
  const heard = document.querySelector("[data-hears]");
  const free = document.querySelector("[data-free]");
  const tools = document.querySelector("[data-tools]");
  const language = document.documentElement.lang;
  let corners = [];
  const past = [];
  let chosen = -1;
  let isClosed = false;
  let cross = null;
  let hover = null;
  let press = null;
  let speaking = 0;

  // The text and the corners are the same thing.

  function read() {
    const lines = field.value.split("\n").map((line) => line.match(/-?\d+(\.\d+)?/g) || []);
    const pairs = lines.filter((pair) => pair.length === 2);
    corners = pairs.map(([lat, lon]) => sheet.toPlan([Number(lon), Number(lat)]));
    isClosed = kind === "area" && corners.length > 2;
    chosen = -1;
    draw();
  }

  function write() {
    const line = (corner) => {
      const [lon, lat] = sheet.toPlace(corner);
      return `${lat.toFixed(7)}, ${lon.toFixed(7)}`;
    };
    field.value = corners.map(line).join("\n");
    if (byHand && corners.length) byHand.checked = true;
    const fold = form.closest("details") || field.closest("details");
    if (fold && !byHand && corners.length) fold.open = true;
    if (byHand) pick(false);
    draw();
  }

  function set(after, chooses) {
    past.push([corners, isClosed]);
    corners = after;
    chosen = chooses === undefined ? -1 : chooses;
    if (corners.length < 3) isClosed = false;
    write();
  }

  function takeBack() {
    if (!past.length) return false;
    [corners, isClosed] = past.pop();
    chosen = -1;
    write();
    return true;
  }

  // What one does with corners

  function add(corner) {
    if (kind === "point") set([corner]);
    else if (isClosed) say(words.dataset.closed);
    else set(corners.concat([corner]));
  }

  function move(nth, corner, isStill) {
    const after = corners.slice();
    after[nth] = corner;
    set(after, isStill ? nth : -1);
  }

  function insert(nth, corner, isStill) {
    const after = corners.slice();
    after.splice(nth, 0, corner);
    set(after, isStill ? nth : -1);
  }

  function insertAfter(nth) {
    const next = corners[(nth + 1) % corners.length];
    if (corners.length > 1 && (kind === "area" || nth + 1 < corners.length)) {
      const [x, y] = corners[nth];
      insert(nth + 1, [(x + next[0]) / 2, (y + next[1]) / 2], true);
    }
  }

  function remove(nth) {
    set(corners.filter((_corner, other) => other !== nth));
  }

  function choose(nth) {
    const isFirst = nth === 0 && kind === "area" && !isClosed && corners.length > 2;
    if (isFirst) isClosed = true;
    chosen = isFirst || nth === chosen ? -1 : nth;
    draw();
  }

  // Sides: pairs of corners, by the number of the second.

  function sides() {
    const found = corners.slice(1).map((corner, nth) => [corners[nth], corner, nth + 1]);
    if (isClosed) found.push([corners[corners.length - 1], corners[0], corners.length]);
    return found;
  }

  const length = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

  function area() {
    let doubled = 0;
    corners.forEach(([x, y], nth) => {
      const [u, v] = corners[(nth + 1) % corners.length];
      doubled += x * v - u * y;
    });
    return Math.abs(doubled) / 2;
  }

  // Drawing

  function draw() {
    const px = sheet.unit();
    layer.replaceChildren();
    drawShape(px);
    if (kind !== "point") for (const side of sides()) drawMiddle(side, px);
    corners.forEach((corner, nth) => drawCorner(corner, nth, px));
    if (hover && hover.snap) drawRing(hover.snap.at, px);
    if (cross) drawCross(px);
    tools.hidden = chosen < 0 || kind === "point";
    free.hidden = !tools.hidden;
    tell();
  }

  function drawShape(px) {
    if (corners.length < 2) return;
    const points = corners.map((corner) => corner.map((n) => n.toFixed(2)).join(",")).join(" ");
    const name = kind === "area" ? "polygon" : "polyline";
    const made = `drawn-${kind}${isClosed || kind === "line" ? "" : " is-open"}`;
    sheet.shape(layer, name, { class: made, points, "stroke-width": 3 * px });
  }

  function drawMiddle([a, b, nth], px) {
    if (length(a, b) < 24 * px) return;
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const look = { class: "drawn-middle", cx: x, cy: y, r: 5 * px, "stroke-width": 1.5 * px };
    sheet.shape(layer, "circle", look).dataset.insert = nth;
  }

  function drawCorner([x, y], nth, px) {
    const isNow = nth === chosen || (!isClosed && chosen < 0 && nth === corners.length - 1);
    const name = isNow ? "drawn-corner is-last" : "drawn-corner";
    const r = (nth === chosen ? 9 : 7) * px;
    const look = { class: name, cx: x, cy: y, r, "stroke-width": 2.5 * px };
    sheet.shape(layer, "circle", look).dataset.nth = nth;
  }

  function drawRing([x, y], px) {
    const ring = { class: "drawn-snap-edge", cx: x, cy: y, r: 11 * px, "stroke-width": 5 * px };
    sheet.shape(layer, "circle", ring);
    const line = { class: "drawn-snap", cx: x, cy: y, r: 11 * px, "stroke-width": 2 * px };
    sheet.shape(layer, "circle", line);
  }

  function drawCross(px) {
    const [x, y] = cross;
    const arm = 14 * px;
    const d = `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}`;
    sheet.shape(layer, "path", { class: "drawn-cross-edge", d, "stroke-width": 6 * px });
    sheet.shape(layer, "path", { class: "drawn-cross", d, "stroke-width": 2.5 * px });
  }

  // What it comes to, shown at once and read out when it rests

  function number(metres) {
    const digits = metres < 100 ? 1 : 0;
    return metres.toLocaleString(language, { maximumFractionDigits: digits });
  }

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }

  function tell() {
    const said = words.dataset;
    const n = corners.length;
    const long = sides().reduce((sum, [a, b]) => sum + length(a, b), 0);
    const values = { n, area: number(area()), length: number(long) };
    if (chosen >= 0 && kind !== "point") say(toldOfCorner());
    else if (!n) say(said.none);
    else if (kind === "point") say(said.placed);
    else if (n === 1) say(said.one);
    else say(fill(kind === "area" && n > 2 ? said.area : said.line, values));
  }

  function toldOfCorner() {
    const before = sides().find(([, b]) => b === corners[chosen]);
    const after = sides().find(([a]) => a === corners[chosen]);
    const long = (side) => (side ? number(length(side[0], side[1])) : "–");
    const values = {
      nth: chosen + 1,
      n: corners.length,
      before: long(before),
      after: long(after),
    };
    const size = kind === "area" && corners.length > 2 ? ` ${number(area())} m²` : "";
    return fill(words.dataset.corner, values) + size;
  }

  function say(text) {
    if (words.textContent === text) return;
    words.textContent = text;
    window.clearTimeout(speaking);
    speaking = window.setTimeout(() => {
      heard.textContent = text;
    }, 500);
  }

  // Clicking sets a corner or chooses one; pulling a corner moves it, pulling the plan the plan.

  function snapped(spot, event) {
    const snap = torg.snap ? torg.snap(spot, event.altKey) : null;
    return { at: snap ? snap.at : spot, snap };
  }

  sheet.element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const sign = event.target.closest("[data-url]");
    if (sign && sign.dataset.url && !past.length) {
      window.location.assign(sign.dataset.url);
      return;
    }
    sheet.element.setPointerCapture(event.pointerId);
    const { nth, insert: at } = event.target.dataset;
    press = { at: sheet.spot(event), x: event.clientX, y: event.clientY };
    Object.assign(press, { nth: nth === undefined ? -1 : Number(nth), isPull: false });
    press.insert = at === undefined ? 0 : Number(at);
    cross = null;
  });

  sheet.element.addEventListener("pointermove", (event) => {
    const spot = sheet.spot(event);
    if (!press) {
      const isFree = kind === "point" || !isClosed || chosen >= 0;
      hover = isFree && !event.target.dataset.nth ? snapped(spot, event) : null;
      draw();
      return;
    }
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > 6;
    if (!press.isPull && far) begin(spot);
    if (press.isPull) pull(spot, event);
  });

  function begin(spot) {
    press.isPull = true;
    if (press.insert) insert(press.insert, spot, true);
    else if (press.nth >= 0) move(press.nth, corners[press.nth], true);
    if (press.insert) press.nth = press.insert;
  }

  function pull(spot, event) {
    if (press.nth < 0) {
      sheet.pan(press.at[0] - spot[0], press.at[1] - spot[1]);
      return;
    }
    hover = snapped(spot, event);
    corners = corners.slice();
    corners[press.nth] = hover.at;
    draw();
  }

  sheet.element.addEventListener("pointerup", (event) => {
    if (!press) return;
    const done = press;
    press = null;
    if (done.isPull) {
      chosen = -1;
      hover = null;
      if (done.nth >= 0) write();
      return;
    }
    hover = null;
    const { at } = snapped(sheet.spot(event), event);
    if (done.insert) insert(done.insert, done.at, true);
    else if (done.nth >= 0) choose(done.nth);
    else if (chosen >= 0) move(chosen, at);
    else add(at);
  });

  sheet.element.addEventListener("pointercancel", () => {
    press = null;
  });

  sheet.element.addEventListener("pointerleave", () => {
    hover = null;
    draw();
  });

  // The same by keys

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function step(event) {
    const metres = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
    const [x, y] = chosen >= 0 ? corners[chosen] : cross || sheet.middle();
    const to = [x + MOVES[event.key][0] * metres, y + MOVES[event.key][1] * metres];
    sheet.show(to);
    if (chosen >= 0) {
      move(chosen, to, true);
      return;
    }
    cross = to;
    hover = { at: to, snap: torg.snap ? torg.snap(to) : null };
    draw();
  }

  function enter(event) {
    if (chosen >= 0) {
      choose(chosen);
      return;
    }
    cross = cross || sheet.middle();
    const nearest = corners.findIndex((corner) => length(corner, cross) < 10 * sheet.unit());
    if (isClosed && nearest >= 0) choose(nearest);
    else add(snapped(cross, event).at);
  }

  function next(by) {
    if (!corners.length) return;
    const from = chosen < 0 && by < 0 ? 0 : chosen;
    chosen = (from + by + corners.length) % corners.length;
    cross = null;
    sheet.show(corners[chosen]);
    draw();
  }

  const KEYS = {
    Enter: enter,
    " ": enter,
    PageDown: () => next(1),
    PageUp: () => next(-1),
    Insert: () => chosen >= 0 && insertAfter(chosen),
    i: () => chosen >= 0 && insertAfter(chosen),
    Delete: () => (chosen >= 0 ? remove(chosen) : takeBack()),
    Backspace: () => (chosen >= 0 ? remove(chosen) : takeBack()),
    Escape: () => {
      cross = null;
      choose(chosen);
    },
    "+": () => sheet.zoom(1, cross),
    "-": () => sheet.zoom(-1, cross),
  };

  sheet.element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    if (MOVES[event.key]) step(event);
    else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key](event);
    else return;
    event.preventDefault();
  });

  sheet.element.addEventListener("blur", () => {
    cross = null;
    hover = null;
    draw();
  });

  // What is not kept yet is undone here, what is kept by the button of the page.

  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!isUndo || event.target.closest("input, textarea")) return;
    event.preventDefault();
    if (!event.shiftKey && takeBack()) return;
    const name = event.shiftKey ? "redo" : "undo";
    const button = document.querySelector(`.draw-history [data-focus="${name}"]`);
    if (button) button.click();
  });

  document.querySelector("[data-take-back]").addEventListener("click", takeBack);
  document.querySelector("[data-start-over]").addEventListener("click", () => set([]));
  document
    .querySelector("[data-insert-after]")
    .addEventListener("click", () => insertAfter(chosen));
  document.querySelector("[data-remove]").addEventListener("click", () => remove(chosen));
  document.querySelector("[data-done]").addEventListener("click", () => choose(chosen));
  field.addEventListener("input", read);

  // A mapped square that is chosen in the list is shown on the plan.

  const mapped = [...form.querySelectorAll('input[name="osm_id"]')];
  const rings = [...sheet.element.querySelectorAll(".is-mapped")];

  function pick(shows) {
    mapped.forEach((radio, nth) => {
      if (!rings[nth]) return;
      rings[nth].classList.toggle("is-picked", radio.checked);
      if (radio.checked && shows) sheet.lookAt(rings[nth].getBBox());
    });
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "osm_id") pick(true);
  });

  if (field.value) read();
  sheet.begin(draw);
  pick(false);
})(window.torg);
