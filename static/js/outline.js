// What is drawn on the plan: corners, of which one may be chosen. The text of the form is what
// is sent, so that everything drawn can also be typed. hands.js sets and moves corners.
((torg) => {
  "use strict";

  const sheet = torg.sheet;
  const form = document.querySelector("[data-drawing]");
  if (!sheet || !form) return;

  const field = form.querySelector("[data-corners]");
  const byHand = form.querySelector("[data-by-hand]");
  let kind = form.dataset.drawing;
  const layer = sheet.element.querySelector("[data-layer]");
  const words = document.querySelector("[data-says]");
  const heard = document.querySelector("[data-hears]");
  const free = document.querySelector("[data-free]");
  const tools = document.querySelector("[data-tools]");
  const language = document.documentElement.lang;
  const past = [];
  const now = {
    corners: [],
    chosen: -1,
    isClosed: false,
    cross: null,
    hover: null,
    isPulling: false,
  };
  let speaking = 0;

  // The text and the corners are the same thing.

  function read() {
    const lines = field.value.split("\n").map((line) => line.match(/-?\d+(\.\d+)?/g) || []);
    const pairs = lines.filter((pair) => pair.length === 2);
    now.corners = pairs.map(([lat, lon]) => sheet.toPlan([Number(lon), Number(lat)]));
    now.isClosed = kind === "area" && now.corners.length > 2;
    now.chosen = -1;
    draw();
  }

  function write() {
    const line = (corner) => {
      const [lon, lat] = sheet.toPlace(corner);
      return `${lat.toFixed(7)}, ${lon.toFixed(7)}`;
    };
    field.value = now.corners.map(line).join("\n");
    if (byHand && now.corners.length) byHand.checked = true;
    const fold = form.closest("details") || field.closest("details");
    if (fold && !byHand && !("stays" in fold.dataset) && now.corners.length) fold.open = true;
    if (byHand) pick(false);
    draw();
    form.dispatchEvent(new CustomEvent("torg:written"));
  }

  // Another shape of the same corners: of a point the last one set.
  function become(other) {
    if (other === kind) return;
    kind = other;
    now.isClosed = false;
    set(kind === "point" ? now.corners.slice(-1) : now.corners);
    now.isClosed = kind === "area" && now.corners.length > 2;
    draw();
  }

  function set(after, chooses) {
    past.push([now.corners, now.isClosed]);
    now.corners = after;
    now.chosen = chooses === undefined ? -1 : chooses;
    if (now.corners.length < 3) now.isClosed = false;
    write();
  }

  function takeBack() {
    if (!past.length) return false;
    [now.corners, now.isClosed] = past.pop();
    now.chosen = -1;
    write();
    return true;
  }

  // What one does with corners

  function add(corner) {
    if (kind === "point") set([corner]);
    else if (now.isClosed) say(words.dataset.closed);
    else set(now.corners.concat([corner]));
  }

  function move(nth, corner, isStill) {
    const after = now.corners.slice();
    after[nth] = corner;
    set(after, isStill ? nth : -1);
  }

  function insert(nth, corner, isStill) {
    const after = now.corners.slice();
    after.splice(nth, 0, corner);
    set(after, isStill ? nth : -1);
  }

  function insertAfter(nth) {
    const next = now.corners[(nth + 1) % now.corners.length];
    if (now.corners.length > 1 && (kind === "area" || nth + 1 < now.corners.length)) {
      const [x, y] = now.corners[nth];
      insert(nth + 1, [(x + next[0]) / 2, (y + next[1]) / 2], true);
    }
  }

  function remove(nth) {
    set(now.corners.filter((_corner, other) => other !== nth));
  }

  function choose(nth) {
    const isFirst = nth === 0 && kind === "area" && !now.isClosed && now.corners.length > 2;
    if (isFirst) now.isClosed = true;
    now.chosen = isFirst || nth === now.chosen ? -1 : nth;
    draw();
  }

  // Sides: pairs of corners, by the number of the second.

  function sides() {
    const found = now.corners.slice(1).map((corner, nth) => [now.corners[nth], corner, nth + 1]);
    if (now.isClosed)
      found.push([now.corners[now.corners.length - 1], now.corners[0], now.corners.length]);
    return found;
  }

  const length = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

  function area() {
    let doubled = 0;
    now.corners.forEach(([x, y], nth) => {
      const [u, v] = now.corners[(nth + 1) % now.corners.length];
      doubled += x * v - u * y;
    });
    return Math.abs(doubled) / 2;
  }

  // Drawing

  function draw() {
    const px = sheet.unit();
    layer.replaceChildren();
    drawShape(px);
    if (isNextKnown()) drawNext(px);
    if (kind !== "point") for (const side of sides()) drawMiddle(side, px);
    now.corners.forEach((corner, nth) => drawReach(corner, nth, px));
    now.corners.forEach((corner, nth) => drawCorner(corner, nth, px));
    if (now.hover && now.hover.snap) drawRing(now.hover.snap.at, px);
    if (now.cross) drawCross(px);
    tools.hidden = now.chosen < 0 || kind === "point";
    free.hidden = !tools.hidden;
    tell();
  }

  function drawShape(px) {
    if (now.corners.length < 2) return;
    const points = now.corners.map((corner) => corner.map((n) => n.toFixed(2)).join(",")).join(" ");
    const name = kind === "area" ? "polygon" : "polyline";
    const made = `drawn-${kind}${now.isClosed || kind === "line" ? "" : " is-open"}`;
    sheet.shape(layer, name, { class: made, points, "stroke-width": 3 * px });
  }

  // From the last corner to where the next one would be

  function isNextKnown() {
    const isOpen = kind !== "point" && !now.isClosed && now.chosen < 0;
    return isOpen && now.corners.length > 0 && Boolean(now.hover) && !now.isPulling;
  }

  function next() {
    return [now.corners[now.corners.length - 1], now.hover.at];
  }

  function drawNext(px) {
    const points = next()
      .map((corner) => corner.join(","))
      .join(" ");
    const dashes = `${6 * px} ${5 * px}`;
    const look = { class: "drawn-next", points, "stroke-width": 2 * px };
    sheet.shape(layer, "polyline", Object.assign(look, { "stroke-dasharray": dashes }));
  }

  function drawMiddle([a, b, nth], px) {
    if (length(a, b) < 24 * px) return;
    const [x, y] = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    const reach = { class: "drawn-reach is-middle", cx: x, cy: y, r: 12 * px };
    sheet.shape(layer, "circle", reach).dataset.insert = nth;
    const look = { class: "drawn-middle", cx: x, cy: y, r: 5 * px, "stroke-width": 1.5 * px };
    sheet.shape(layer, "circle", look);
  }

  // What a finger can hit is larger than what is seen.
  function drawReach([x, y], nth, px) {
    const reach = { class: "drawn-reach", cx: x, cy: y, r: 12 * px };
    sheet.shape(layer, "circle", reach).dataset.nth = nth;
  }

  function drawCorner([x, y], nth, px) {
    const isNow =
      nth === now.chosen || (!now.isClosed && now.chosen < 0 && nth === now.corners.length - 1);
    const name = isNow ? "drawn-corner is-last" : "drawn-corner";
    const r = (nth === now.chosen ? 9 : 7) * px;
    const look = { class: name, cx: x, cy: y, r, "stroke-width": 2.5 * px };
    sheet.shape(layer, "circle", look);
  }

  function drawRing([x, y], px) {
    const ring = { class: "drawn-snap-edge", cx: x, cy: y, r: 11 * px, "stroke-width": 5 * px };
    sheet.shape(layer, "circle", ring);
    const line = { class: "drawn-snap", cx: x, cy: y, r: 11 * px, "stroke-width": 2 * px };
    sheet.shape(layer, "circle", line);
  }

  function drawCross(px) {
    const [x, y] = now.cross;
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
    const n = now.corners.length;
    const long = sides().reduce((sum, [a, b]) => sum + length(a, b), 0);
    const values = { n, area: number(area()), length: number(long) };
    if (now.chosen >= 0 && kind !== "point") say(toldOfCorner());
    else if (!n) say(kind === "point" ? said.nowhere : said.none);
    else if (kind === "point") say(fill(said.placed, { place: toldOfPlace() }));
    else say(fill(toldOfAll(n), values) + toldOfNext());
  }

  function toldOfAll(n) {
    const said = words.dataset;
    if (n === 1) return said.one;
    return kind === "area" && n > 2 ? said.area : said.line;
  }

  function toldOfPlace() {
    const [lon, lat] = sheet.toPlace(now.corners[0]);
    return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  }

  function toldOfNext() {
    if (!isNextKnown()) return "";
    return ` · ${fill(words.dataset.next, { length: number(length(...next())) })}`;
  }

  function toldOfCorner() {
    const before = sides().find(([, b]) => b === now.corners[now.chosen]);
    const after = sides().find(([a]) => a === now.corners[now.chosen]);
    const long = (side) => (side ? number(length(side[0], side[1])) : "–");
    const values = {
      nth: now.chosen + 1,
      n: now.corners.length,
      before: long(before),
      after: long(after),
    };
    const size = kind === "area" && now.corners.length > 2 ? ` · ${number(area())} m²` : "";
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

  torg.outline = {
    kind: () => kind,
    become,
    now,
    isChanged: () => past.length > 0,
    set,
    add,
    move,
    insert,
    insertAfter,
    remove,
    choose,
    takeBack,
    write,
    draw,
    length,
  };
  field.addEventListener("input", read);
  if (field.value) read();
  sheet.begin(draw);
  pick(false);
})(window.torg);
