// Snapping: the corner or side of something mapped, or of what is drawn, that is near a spot.
((torg) => {
  "use strict";

  const NEAR_PX = 10;
  const LEAST_M = 0.25;
  const MOST_M = 2;
  const CELL_M = 10;
  const sheet = torg.sheet;
  const key = document.querySelector("[data-snap]");
  if (!sheet || !key) return;

  const cells = new Map();

  // Everything by the cells of ten metres that it touches.

  function put(x, y, what) {
    const name = `${x},${y}`;
    const cell = cells.get(name);
    if (cell) cell.push(what);
    else cells.set(name, [what]);
  }

  const cellOf = (metres) => Math.floor(metres / CELL_M);

  function addSide(a, b) {
    const steps = Math.max(1, Math.ceil(Math.hypot(b[0] - a[0], b[1] - a[1]) / (CELL_M / 2)));
    const seen = new Set();
    for (let nth = 0; nth <= steps; nth += 1) {
      const x = cellOf(a[0] + ((b[0] - a[0]) * nth) / steps);
      const y = cellOf(a[1] + ((b[1] - a[1]) * nth) / steps);
      if (!seen.has(`${x},${y}`)) put(x, y, [a, b]);
      seen.add(`${x},${y}`);
    }
  }

  function addLine(line) {
    for (const corner of line) addPoint(corner);
    for (let nth = 1; nth < line.length; nth += 1) addSide(line[nth - 1], line[nth]);
  }

  function addPoint(point) {
    put(cellOf(point[0]), cellOf(point[1]), [point]);
  }

  // The nearest corner within reach; without one, the nearest place on a side.

  function near([x, y], reach) {
    let corner = null;
    let side = null;
    for (const what of around(x, y, reach)) {
      const at = what.length === 1 ? what[0] : nearestOn([x, y], what[0], what[1]);
      const metres = Math.hypot(at[0] - x, at[1] - y);
      if (metres > reach) continue;
      if (what.length === 1 && (!corner || metres < corner.metres)) corner = { at, metres };
      if (what.length === 2 && (!side || metres < side.metres)) side = { at, metres };
    }
    return corner || side;
  }

  function* around(x, y, reach) {
    for (let column = cellOf(x - reach); column <= cellOf(x + reach); column += 1) {
      for (let row = cellOf(y - reach); row <= cellOf(y + reach); row += 1) {
        yield* cells.get(`${column},${row}`) || [];
      }
    }
  }

  function nearestOn([x, y], a, b) {
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const length2 = dx * dx + dy * dy;
    const share = length2 ? ((x - a[0]) * dx + (y - a[1]) * dy) / length2 : 0;
    const along = Math.max(0, Math.min(1, share));
    return [a[0] + along * dx, a[1] + along * dy];
  }

  const isOn = () => key.getAttribute("aria-pressed") === "true";

  key.addEventListener("click", () => key.setAttribute("aria-pressed", String(!isOn())));

  // What is drawn already is on the page; what is mapped comes by itself.
  for (const ring of sheet.element.querySelectorAll(".draw-ring")) {
    const corners = [...ring.points].map((point) => [point.x, point.y]);
    addLine(ring.tagName === "polygon" ? corners.concat(corners.slice(0, 1)) : corners);
  }
  fetch(sheet.element.dataset.edges, { headers: { Accept: "application/json" } })
    .then((answer) => answer.json())
    .then((edges) => {
      for (const line of edges.lines) addLine(line);
      for (const point of edges.points) addPoint(point);
      sheet.element.dataset.snaps = "ready";
    })
    .catch(() => key.remove());

  // `isTurned` is the Alt key: the other way for once.
  torg.snap = (spot, isTurned) => {
    if (isOn() === Boolean(isTurned)) return null;
    return near(spot, Math.min(MOST_M, Math.max(LEAST_M, NEAR_PX * sheet.unit())));
  };
})(window.torg);
