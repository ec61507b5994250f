/* Where much was said: a density in notes per area, by a quartic kernel (Silverman 1986, 4.5).
   Its reach is in metres on the ground and told; its steps are flat, so that they can be read. */
(() => {
  "use strict";

  const store = window.torgMap;
  const map = window.map_torg;
  const CELLS_IN_REACH = 9;
  const FINER = 6; // pixels of the picture in a cell
  const SHARE = 1 / 12; // of the square's diagonal
  const SHARE_OF_A_TOWN = 1 / 36;
  const LEVELS = [0.15, 0.35, 0.55, 0.75]; // of the highest density
  const TINTS = [0.16, 0.3, 0.46, 0.64];
  const INK = [154, 59, 12];
  const ROUND_M = [
    1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100, 150, 200, 300, 500, 800, 1000, 2000, 3000, 5000,
  ];
  let picture = null;
  let reach = 0;

  const plane = () => {
    const [[west, south], [east, north]] = store.data.bounds;
    const scale = store.metresInDegree((south + north) / 2);
    return {
      west,
      south,
      scale,
      wide: (east - west) * scale.lon,
      high: (north - south) * scale.lat,
    };
  };

  const standard = () => {
    const { wide, high } = plane();
    const isSquare = store.data.layers.some((layer) => layer.key === "outline");
    const wished = Math.hypot(wide, high) * (isSquare ? SHARE : SHARE_OF_A_TOWN);
    return ROUND_M.reduce((best, m) => (Math.abs(m - wished) < Math.abs(best - wished) ? m : best));
  };

  /* The density on a grid of cells, in notes per square metre. */
  const density = () => {
    const { west, south, scale, wide, high } = plane();
    const cell = reach / CELLS_IN_REACH;
    const across = Math.ceil((wide + 4 * reach) / cell) + 1;
    const down = Math.ceil((high + 4 * reach) / cell) + 1;
    const values = new Float32Array(across * down);
    for (const note of store.shown) {
      if (!note.at) continue;
      const x = ((note.at[0] - west) * scale.lon + 2 * reach) / cell;
      const y = (high - (note.at[1] - south) * scale.lat + 2 * reach) / cell;
      if (x > -CELLS_IN_REACH && y > -CELLS_IN_REACH) spread(values, across, down, x, y);
    }
    const unit = 3 / (Math.PI * reach * reach);
    let most = 0;
    for (let i = 0; i < values.length; i += 1) {
      values[i] *= unit;
      if (values[i] > most) most = values[i];
    }
    return { values, across, down, cell, most };
  };

  const spread = (values, across, down, x, y) => {
    const top = Math.min(down - 1, Math.floor(y + CELLS_IN_REACH));
    const right = Math.min(across - 1, Math.floor(x + CELLS_IN_REACH));
    for (let row = Math.max(0, Math.ceil(y - CELLS_IN_REACH)); row <= top; row += 1) {
      for (let column = Math.max(0, Math.ceil(x - CELLS_IN_REACH)); column <= right; column += 1) {
        const u = ((row - y) ** 2 + (column - x) ** 2) / CELLS_IN_REACH ** 2;
        if (u < 1) values[row * across + column] += (1 - u) ** 2;
      }
    }
  };

  /* The grid as a picture: between cells the density is in between, at its steps it is edged. */
  const painted = ({ values, across, down, most }) => {
    const canvas = store.element("canvas");
    canvas.width = (across - 1) * FINER;
    canvas.height = (down - 1) * FINER;
    const pen = canvas.getContext("2d");
    const image = pen.createImageData(canvas.width, canvas.height);
    const level = new Int8Array(canvas.width * canvas.height);
    for (let y = 0; y < canvas.height; y += 1) {
      for (let x = 0; x < canvas.width; x += 1) {
        level[y * canvas.width + x] = stepOf(between(values, across, x / FINER, y / FINER) / most);
      }
    }
    for (let i = 0; i < level.length; i += 1) {
      if (level[i] < 0) continue;
      const isEdge =
        level[i] >
        Math.min(level[i - 1], level[i + 1], level[i - canvas.width], level[i + canvas.width]);
      image.data.set([...INK, 255 * (isEdge ? 0.9 : TINTS[level[i]])], 4 * i);
    }
    pen.putImageData(image, 0, 0);
    return canvas;
  };

  const between = (values, across, x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const at = row * across + column;
    const [dx, dy] = [x - column, y - row];
    const above = values[at] * (1 - dx) + values[at + 1] * dx;
    const below = values[at + across] * (1 - dx) + values[at + across + 1] * dx;
    return above * (1 - dy) + below * dy;
  };

  const stepOf = (share) => {
    let step = -1;
    while (step < LEVELS.length - 1 && share >= LEVELS[step + 1]) step += 1;
    return step;
  };

  const boundsOf = ({ across, down, cell }) => {
    const { west, south, high, scale } = plane();
    const left = west - (2 * reach) / scale.lon;
    const top = south + (high + 2 * reach) / scale.lat;
    return L.latLngBounds(
      [top - ((down - 1) * cell) / scale.lat, left],
      [top, left + ((across - 1) * cell) / scale.lon]
    );
  };

  const Picture = L.ImageOverlay.extend({
    _initImage() {
      this._image = this._url;
      this._image.className = "leaflet-image-layer leaflet-zoom-animated map-heat";
    },
  });

  /* What the tints mean: per 100 m² on a square, per hectare or km² over a town. */
  const explain = (most) => {
    const unit = [
      [100, "100 m²"],
      [1e4, "ha"],
      [1e6, "km²"],
    ].find(([m2]) => most * m2 >= 1) || [1e6, "km²"];
    const rows = LEVELS.map((share, i) => {
      const n = share * most * unit[0];
      const words = store.say("density", { n: store.number(Number(n.toPrecision(2))), m: unit[1] });
      const row = store.element("li", `map-tint tint-${i}`);
      row.append(store.element("i"), store.element("span", "", words));
      return row;
    });
    document.getElementById("map-tints").replaceChildren(...rows.reverse());
  };

  const draw = () => {
    const isOn = store.way() === "heat";
    if (picture) picture.remove();
    picture = null;
    document.getElementById("map-heat").hidden = !isOn;
    if (!isOn) return;
    reach = reach || standard();
    document.getElementById("map-reach").textContent = store.say("bandwidth", {
      n: store.number(reach),
    });
    const found = density();
    explain(found.most);
    if (found.most)
      picture = new Picture(painted(found), boundsOf(found), { interactive: false }).addTo(map);
  };

  for (const key of document.querySelectorAll("[data-reach]")) {
    key.addEventListener("click", () => {
      const base = standard();
      const most = ROUND_M.findIndex((m) => m >= 4 * base);
      const least = ROUND_M.findIndex((m) => m >= base / 4);
      const next = ROUND_M.indexOf(reach) + Number(key.dataset.reach);
      reach = ROUND_M[Math.max(least, Math.min(most < 0 ? ROUND_M.length - 1 : most, next))];
      draw();
    });
  }

  store.on("way", draw);
  store.on("shown", draw);
})();
