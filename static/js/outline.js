// Drawing on the plan: corners by click, by keys, or as text. The text is what is sent,
// so that everything drawn can also be typed.
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const sheet = document.querySelector("[data-outline]");
  const form = document.querySelector("[data-drawing]");
  if (!sheet || !form) return;

  const field = form.querySelector("[data-corners]");
  const byHand = form.querySelector("[data-by-hand]");
  const kind = form.dataset.drawing;
  const isSingle = kind === "point";
  const layer = sheet.querySelector("[data-layer]");
  const says = document.querySelector("[data-says]");
  const width = Number(sheet.dataset.width);
  const height = Number(sheet.dataset.height);
  const [nw, ne, sw] = sheet.dataset.cornersOf
    .split(";")
    .map((pair) => pair.split(",").map(Number));
  const box = sheet.viewBox.baseVal;
  let corners = [];
  let cross = null;
  let press = null;

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

  function read() {
    const lines = field.value.split("\n").map((line) => line.match(/-?\d+(\.\d+)?/g) || []);
    corners = lines.filter((pair) => pair.length === 2).map(([lat, lon]) => toPlan([+lon, +lat]));
    draw();
  }

  function write() {
    const line = (corner) => {
      const [lon, lat] = toPlace(corner);
      return `${lat.toFixed(7)}, ${lon.toFixed(7)}`;
    };
    field.value = corners.map(line).join("\n");
    if (byHand && corners.length) byHand.checked = true;
    const fold = form.closest("details") || field.closest("details");
    if (fold && !byHand && corners.length) fold.open = true;
    draw();
  }

  // Drawing

  function unit() {
    const shown = sheet.getBoundingClientRect();
    return Math.max(box.width / shown.width, box.height / shown.height);
  }

  function shape(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const key of Object.keys(attributes)) made.setAttribute(key, attributes[key]);
    layer.append(made);
    return made;
  }

  const signs = [...sheet.querySelectorAll("[data-sign]")].map((sign) => {
    const at = sign.getAttribute("transform");
    if (sign.dataset.url) sign.addEventListener("click", () => location.assign(sign.dataset.url));
    return { sign, at };
  });

  function draw() {
    const px = unit();
    for (const { sign, at } of signs) sign.setAttribute("transform", `${at} scale(${px})`);
    layer.replaceChildren();
    if (corners.length > 1) {
      const points = corners.map((corner) => corner.map((n) => n.toFixed(2)).join(",")).join(" ");
      shape(kind === "line" ? "polyline" : "polygon", {
        class: kind === "line" ? "drawn-line" : "drawn-area",
        points,
        "stroke-width": 3 * px,
      });
    }
    corners.forEach(([x, y], nth) => {
      const last = nth === corners.length - 1;
      const handle = shape("circle", {
        class: last ? "drawn-corner is-last" : "drawn-corner",
        cx: x,
        cy: y,
        r: 7 * px,
        "stroke-width": 2.5 * px,
      });
      handle.dataset.nth = String(nth);
    });
    if (cross) {
      const [x, y] = cross;
      const arm = 14 * px;
      const d = `M${x - arm} ${y}H${x + arm}M${x} ${y - arm}V${y + arm}`;
      shape("path", { class: "drawn-cross-edge", d, "stroke-width": 6 * px });
      shape("path", { class: "drawn-cross", d, "stroke-width": 2.5 * px });
    }
    tell();
  }

  function tell() {
    if (!says) return;
    const n = corners.length;
    if (!n) says.textContent = says.dataset.none;
    else if (n < 3 || kind !== "area") says.textContent = says.dataset.some.replace("{n}", n);
    else {
      const area = Math.round(areaOf(corners)).toLocaleString(document.documentElement.lang);
      says.textContent = says.dataset.area.replace("{n}", n).replace("{area}", area);
    }
  }

  function areaOf(ring) {
    let doubled = 0;
    ring.forEach(([x, y], nth) => {
      const [u, v] = ring[(nth + 1) % ring.length];
      doubled += x * v - u * y;
    });
    return Math.abs(doubled) / 2;
  }

  // Corners

  function add(corner) {
    corners = isSingle ? [corner] : corners.concat([corner]);
    write();
  }

  function takeBack() {
    corners = corners.slice(0, -1);
    write();
  }

  document.querySelector("[data-take-back]").addEventListener("click", takeBack);
  document.querySelector("[data-start-over]").addEventListener("click", () => {
    corners = [];
    write();
  });
  field.addEventListener("input", read);

  // Clicking sets a corner, pulling a corner moves it, pulling the plan moves the plan.

  function spot(event) {
    const point = new DOMPoint(event.clientX, event.clientY);
    const at = point.matrixTransform(sheet.getScreenCTM().inverse());
    return [at.x, at.y];
  }

  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    if (event.target.closest("[data-url]:not([data-url=''])")) return;
    sheet.setPointerCapture(event.pointerId);
    const handle = event.target.closest(".drawn-corner");
    press = {
      at: spot(event),
      x: event.clientX,
      y: event.clientY,
      nth: handle ? Number(handle.dataset.nth) : -1,
      isPull: false,
    };
  });

  sheet.addEventListener("pointermove", (event) => {
    if (!press) return;
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > 6;
    press.isPull = press.isPull || far;
    if (!press.isPull) return;
    const [x, y] = spot(event);
    if (press.nth >= 0) {
      corners[press.nth] = [x, y];
      draw();
    } else {
      box.x += press.at[0] - x;
      box.y += press.at[1] - y;
    }
  });

  sheet.addEventListener("pointerup", (event) => {
    if (!press) return;
    const done = press;
    press = null;
    cross = null;
    if (done.isPull && done.nth >= 0) write();
    else if (!done.isPull && done.nth < 0) add(spot(event));
  });

  sheet.addEventListener("pointercancel", () => {
    press = null;
  });

  // The same by keys

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  sheet.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (move) {
      const step = event.shiftKey ? 10 : 1;
      const [x, y] = cross || [box.x + box.width / 2, box.y + box.height / 2];
      cross = [x + move[0] * step, y + move[1] * step];
      draw();
    } else if (event.key === "Enter" || event.key === " ") {
      cross = cross || [box.x + box.width / 2, box.y + box.height / 2];
      add(cross);
    } else if (event.key === "Backspace" || event.key === "Delete") {
      takeBack();
    } else if (event.key === "+" || event.key === "-") {
      zoom(event.key === "+" ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  });

  sheet.addEventListener("blur", () => {
    cross = null;
    draw();
  });

  // Closer and further away

  function zoom(way, at) {
    const factor = way > 0 ? 1 / 1.4 : 1.4;
    const most = 3 * Math.max(width, height);
    if (box.width * factor < 10 || box.width * factor > most) return;
    const [x, y] = at || cross || [box.x + box.width / 2, box.y + box.height / 2];
    box.x = x + (box.x - x) * factor;
    box.y = y + (box.y - y) * factor;
    box.width *= factor;
    box.height *= factor;
    draw();
  }

  for (const key of document.querySelectorAll("[data-zoom]")) {
    key.addEventListener("click", () => zoom(Number(key.dataset.zoom)));
  }
  sheet.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1 : -1, spot(event));
    },
    { passive: false }
  );

  // A mapped square that is chosen in the list is shown on the plan.

  const mapped = [...form.querySelectorAll('input[name="osm_id"]')];
  const rings = [...sheet.querySelectorAll(".is-mapped")];

  function pick(shows) {
    mapped.forEach((radio, nth) => {
      if (!rings[nth]) return;
      rings[nth].classList.toggle("is-picked", radio.checked);
      if (radio.checked && shows) lookAt(rings[nth].getBBox());
    });
  }

  function lookAt(ring) {
    const pad = Math.max(ring.width, ring.height) / 2 + 20;
    box.x = ring.x - pad;
    box.y = ring.y - pad;
    box.width = ring.width + 2 * pad;
    box.height = ring.height + 2 * pad;
    draw();
  }

  form.addEventListener("change", (event) => {
    if (event.target.name === "osm_id") pick(true);
  });

  new ResizeObserver(draw).observe(sheet);
  read();
  pick(false);
})();
