/* The notes on one canvas: each its symbol, close ones counted together and opened by coming nearer. */
(() => {
  "use strict";

  const store = window.torgMap;
  const map = window.map_torg;
  const INK = "#13262b";
  const PAPER = "#faf9f5";
  const NOW = "#ffb61e";
  const WAIT = "#20568f";
  const CELL_PX = 44;
  const ROOM_PX2 = 3500; // a symbol's share of the map; with less they hide each other
  const FRESH_MS = 8000;
  const FACE = '"Public Sans", system-ui, sans-serif';
  let way = "";
  let drawn = [];
  let shapes = [];
  let signPx = 10;

  const spot = (note) => map.latLngToContainerPoint([note.at[1], note.at[0]]);

  /* Cells of a grid that stays where it is while the map moves; neighbours too close become one. */
  const gathered = (notes) => {
    const cells = new Map();
    for (const note of notes) {
      const at = map.project([note.at[1], note.at[0]]).divideBy(CELL_PX).floor();
      const key = `${at.x} ${at.y}`;
      const cell = cells.get(key);
      if (cell) cell.push(note);
      else cells.set(key, [note]);
    }
    const groups = [...cells.values()].map(group).sort((a, b) => b.notes.length - a.notes.length);
    return merged(groups);
  };

  const group = (notes) => {
    let x = 0;
    let y = 0;
    for (const note of notes) {
      const at = spot(note);
      x += at.x / notes.length;
      y += at.y / notes.length;
    }
    return { notes, x, y, r: radius(notes.length) };
  };

  const radius = (n) => (n === 1 ? signPx : Math.min(30, 13 + 5 * Math.log10(n)));

  const merged = (groups) => {
    const kept = [];
    for (const one of groups) {
      const near = kept.find(
        (other) => Math.hypot(one.x - other.x, one.y - other.y) < one.r + other.r
      );
      if (near) near.notes.push(...one.notes);
      else kept.push(one);
    }
    for (const one of kept) one.r = radius(one.notes.length);
    return kept;
  };

  const inView = (notes, pad) => {
    const view = map.getBounds().pad(pad);
    return notes.filter((note) => note.at && view.contains([note.at[1], note.at[0]]));
  };

  const Notes = L.Layer.extend({
    onAdd() {
      // Above all lines and names: those can be put off, and a note must never lie under one.
      const pane = map.createPane("notes");
      pane.style.zIndex = "610";
      pane.style.pointerEvents = "none";
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", pane);
      this.canvas.setAttribute("aria-hidden", "true");
      map.on("moveend viewreset resize", this.draw, this);
    },
    pen() {
      const size = map.getSize();
      const sharp = window.devicePixelRatio || 1;
      const pad = size.multiplyBy(0.25).floor();
      this.canvas.width = (size.x + 2 * pad.x) * sharp;
      this.canvas.height = (size.y + 2 * pad.y) * sharp;
      this.canvas.style.width = `${size.x + 2 * pad.x}px`;
      this.canvas.style.height = `${size.y + 2 * pad.y}px`;
      L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([-pad.x, -pad.y]));
      const pen = this.canvas.getContext("2d");
      pen.setTransform(sharp, 0, 0, sharp, pad.x * sharp, pad.y * sharp);
      return pen;
    },
    draw() {
      if (!store.data) return;
      const pen = this.pen();
      signPx = map.getSize().x > 600 ? 10 : 8;
      drawn = [];
      shapes = [];
      if (way === "heat") return;
      const notes = inView(store.shown, 0.25);
      drawn = way === "signs" ? notes.map((note) => group([note])) : gathered(notes);
      for (const one of drawn) if (one.notes.length === 1) drawShape(pen, one.notes[0]);
      for (const one of [...drawn].reverse()) drawOne(pen, one);
      for (const note of store.chosen) if (note.at) ring(pen, note);
    },
  });

  const drawShape = (pen, note) => {
    if (!note.shape) return;
    const path = pathOf(note.shape);
    const ink = store.inkOf(store.sign(note));
    const isArea = note.shape.type.endsWith("Polygon");
    shapes.push({ note, path, isArea });
    pen.save();
    pen.globalAlpha = note.apart ? 0.4 : 1;
    pen.lineJoin = pen.lineCap = "round";
    stroke(pen, path, "#ffffff", isArea ? 4 : 7);
    if (isArea) {
      pen.fillStyle = ink.fill;
      pen.globalAlpha *= 0.22;
      pen.fill(path);
      pen.globalAlpha = note.apart ? 0.4 : 1;
    }
    stroke(pen, path, INK, isArea ? 1.5 : 4.5);
    if (!isArea) stroke(pen, path, ink.fill, 3);
    pen.restore();
  };

  const stroke = (pen, path, colour, width) => {
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke(path);
  };

  const pathOf = ({ type, coordinates }) => {
    const path = new Path2D();
    const line = (places, close) => {
      places.forEach(([lon, lat], i) => {
        const at = map.latLngToContainerPoint([lat, lon]);
        if (i) path.lineTo(at.x, at.y);
        else path.moveTo(at.x, at.y);
      });
      if (close) path.closePath();
    };
    const depth = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[type];
    const walk = (nested, left) =>
      left
        ? nested.forEach((each) => walk(each, left - 1))
        : line(nested, type.endsWith("Polygon"));
    if (depth !== undefined) walk(coordinates, depth);
    return path;
  };

  const drawOne = (pen, { notes, x, y, r }) => {
    const isFaint = notes.every((note) => note.apart || note.state);
    pen.globalAlpha = isFaint ? 0.55 : 1;
    if (notes.length > 1) disc(pen, x, y, r, notes.length);
    else store.drawSign(pen, store.sign(notes[0]), x, y, r);
    pen.globalAlpha = 1;
    if (notes.some((note) => note.state === "held")) dashes(pen, x, y, r + 4);
    if (notes.some((note) => store.fresh.has(note.number))) circle(pen, x, y, r + 4, NOW, 3);
  };

  const disc = (pen, x, y, r, n) => {
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
    pen.fillStyle = INK;
    pen.fill();
    pen.lineWidth = 2;
    pen.strokeStyle = PAPER;
    pen.stroke();
    pen.fillStyle = "#ffffff";
    pen.font = `800 ${n > 999 ? 13 : 14}px ${FACE}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillText(store.number(n), x, y + 1);
  };

  const circle = (pen, x, y, r, colour, width) => {
    pen.beginPath();
    pen.arc(x, y, r, 0, 2 * Math.PI);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  };

  const dashes = (pen, x, y, r) => {
    pen.setLineDash([4, 3]);
    circle(pen, x, y, r, WAIT, 2);
    pen.setLineDash([]);
  };

  const ring = (pen, note) => {
    const { x, y } = spot(note);
    store.drawSign(pen, store.sign(note), x, y, signPx);
    circle(pen, x, y, signPx + 7, INK, 6);
    circle(pen, x, y, signPx + 7, NOW, 3);
  };

  const layer = new Notes();

  /* What is under a spot: the symbol drawn last, else a line or an area. */
  const under = ({ x, y }) => {
    const near = drawn
      .map((one) => ({ one, off: Math.hypot(one.x - x, one.y - y) - one.r }))
      .filter(({ off }) => off < 5)
      .sort((a, b) => a.off - b.off)[0];
    if (near) return near.one.notes;
    const pen = layer.canvas.getContext("2d");
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.lineWidth = 14;
    const hit = [...shapes]
      .reverse()
      .find(
        ({ path, isArea }) =>
          pen.isPointInStroke(path, x, y) || (isArea && pen.isPointInPath(path, x, y))
      );
    pen.restore();
    return hit ? [hit.note] : [];
  };

  const open = (notes) => {
    if (notes.length < 2) return store.choose(notes);
    const bounds = L.latLngBounds(notes.map((note) => [note.at[1], note.at[0]]));
    const nearest = Math.min(map.getBoundsZoom(bounds.pad(0.2)), map.getMaxZoom());
    const apart = map
      .project(bounds.getNorthEast(), map.getMaxZoom())
      .distanceTo(map.project(bounds.getSouthWest(), map.getMaxZoom()));
    if (apart < 2 * signPx || nearest <= map.getZoom()) return store.choose(notes);
    const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    map.fitBounds(bounds, { padding: [60, 60], animate: !isStill });
  };

  map.on("click", (event) => open(under(event.containerPoint)));
  map.on("mousemove", (event) => {
    map.getContainer().classList.toggle("is-on-note", under(event.containerPoint).length > 0);
  });

  /* By keyboard: Enter opens what is nearest to the middle. */
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target !== map.getContainer()) return;
    const middle = map.getSize().divideBy(2);
    const far = (one) => Math.hypot(one.x - middle.x, one.y - middle.y);
    const [near] = [...drawn].sort((a, b) => far(a) - far(b));
    if (near) open(near.notes);
  });

  store.goTo = (note) => {
    const place = L.latLng(note.at[1], note.at[0]);
    map.setView(place, Math.max(map.getZoom(), store.data.near), { animate: false });
    store.choose([note]);
  };

  store.setWay = (wanted) => {
    way = wanted;
    layer.draw();
    store.tell("way");
  };
  store.way = () => way;
  store.drawnNotes = () => drawn;

  const fade = () => {
    const now = performance.now();
    for (const [number, since] of store.fresh)
      if (now - since > FRESH_MS) store.fresh.delete(number);
    layer.draw();
  };

  store.on("shown", () => {
    const size = map.getSize();
    const isFull = store.data.placed * ROOM_PX2 > size.x * size.y;
    if (!way) store.setWay(isFull ? "crowds" : "signs");
    layer.draw();
  });
  store.on("chosen", () => layer.draw());
  store.on("data", () => store.fresh.size && window.setTimeout(fade, FRESH_MS + 100));
  layer.addTo(map);
})();
