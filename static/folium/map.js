/* Puts what people said on the map. Their words come from the data island and leave as text only. */

(() => {
  const said = JSON.parse(document.getElementById("data").textContent);
  const words = said.words;
  const map = window.map_torg;
  const spots = said.all.filter((one) => one.at);
  const off = new Set();
  const crowdPx = 46;
  let shown = "signs";

  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const sign = (key) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("viewBox", "-15 -15 30 30");
    svg.setAttribute("class", "sign");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#sign-${key}`);
    svg.append(use);
    return svg;
  };

  const facts = (one) =>
    [one.ref, one.categoryName, one.place, one.hearts].filter(Boolean).join(" · ");

  const told = (some) => {
    const box = element("div", "", "popup");
    for (const one of some) {
      const words = element("p", one.text);
      words.dir = "auto";
      words.append(element("span", facts(one)));
      box.append(words);
    }
    return box;
  };

  /* The plan as a picture whose corners are not square to the map: shifted, turned, stretched. */
  const Ground = L.ImageOverlay.extend({
    initialize(url, corners) {
      this.corners = corners.map(([lon, lat]) => L.latLng(lat, lon));
      L.ImageOverlay.prototype.initialize.call(this, url, L.latLngBounds(this.corners), {
        alt: words.plan,
        interactive: false,
      });
    },
    _animateZoom(event) {
      const spot = (place) => this._map._latLngToNewLayerPoint(place, event.zoom, event.center);
      this._lay(spot);
    },
    _reset() {
      this._lay((place) => this._map.latLngToLayerPoint(place));
    },
    _lay(spot) {
      const [a, b, c] = this.corners.map(spot);
      const { naturalWidth: w, naturalHeight: h } = this._image;
      if (!w || !h)
        return this._image.addEventListener("load", () => this._reset(), { once: true });
      const matrix = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y].map(
        (n, i) => n / (i < 2 ? w : h)
      );
      this._image.style.transformOrigin = "0 0";
      this._image.style.width = `${w}px`;
      this._image.style.height = `${h}px`;
      this._image.style.transform = `matrix(${matrix.join(",")},${a.x},${a.y})`;
    },
  });

  /* Where much was said, as warm spots on a canvas. */
  const Heat = L.Layer.extend({
    onAdd() {
      this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide", map.getPanes().overlayPane);
      map.on("moveend resize", this.draw, this);
      this.draw();
    },
    onRemove() {
      this._canvas.remove();
      map.off("moveend resize", this.draw, this);
    },
    draw() {
      const size = map.getSize();
      const pen = this._canvas.getContext("2d");
      this._canvas.width = size.x;
      this._canvas.height = size.y;
      L.DomUtil.setPosition(this._canvas, map.containerPointToLayerPoint([0, 0]));
      const some = visible();
      const warmth = Math.max(0.05, Math.min(0.32, 20 / some.length));
      for (const one of some) {
        const at = map.latLngToContainerPoint(one.at);
        const spot = pen.createRadialGradient(at.x, at.y, 0, at.x, at.y, 32);
        spot.addColorStop(0, `rgba(184, 66, 10, ${warmth})`);
        spot.addColorStop(1, "rgba(184, 66, 10, 0)");
        pen.fillStyle = spot;
        pen.fillRect(at.x - 32, at.y - 32, 64, 64);
      }
    },
  });

  const visible = () => spots.filter((one) => !off.has(one.category));
  const pins = L.layerGroup().addTo(map);
  const heat = new Heat();

  const pin = (one) => {
    const html = sign(one.category);
    const icon = L.divIcon({ className: "pin", html, iconSize: [30, 30], popupAnchor: [0, -12] });
    return L.marker(one.at, { icon, title: one.ref, alt: one.ref }).bindPopup(() => told([one]));
  };

  const crowd = (some) => {
    const middle = L.latLngBounds(some.map((one) => one.at)).getCenter();
    const across = Math.min(60, 30 + 8 * Math.log10(some.length));
    const icon = L.divIcon({
      className: "crowd",
      html: element("span", String(some.length)),
      iconSize: [across, across],
    });
    const marker = L.marker(middle, { icon, title: words.notes.replace("{n}", some.length) });
    const bounds = L.latLngBounds(some.map((one) => one.at));
    const together = bounds.getSouthWest().distanceTo(bounds.getNorthEast()) < 0.5;
    if (together || map.getZoom() >= map.getMaxZoom()) return marker.bindPopup(() => told(some));
    return marker.on("click", () => map.fitBounds(bounds.pad(0.3)));
  };

  const draw = () => {
    pins.clearLayers();
    heat.remove();
    if (shown === "heat") return heat.addTo(map);
    if (shown === "signs") return visible().forEach((one) => pin(one).addTo(pins));
    const cells = new Map();
    for (const one of visible()) {
      const at = map.project(one.at).divideBy(crowdPx).floor();
      const key = `${at.x} ${at.y}`;
      cells.set(key, [...(cells.get(key) || []), one]);
    }
    for (const some of cells.values()) (some.length > 1 ? crowd(some) : pin(some[0])).addTo(pins);
  };

  const row = (type, name, checked, change) => {
    const label = element("label", "", "row");
    const box = element("input");
    Object.assign(box, { type, name, checked });
    box.addEventListener("change", () => change(box.checked));
    label.append(box);
    return label;
  };

  const listCategories = () => {
    for (const category of said.categories) {
      const label = row("checkbox", "category", true, (on) => {
        if (on) off.delete(category.key);
        else off.add(category.key);
        draw();
      });
      label.append(
        sign(category.key),
        element("span", category.name),
        element("b", category.count)
      );
      document.getElementById("categories").append(label);
    }
  };

  const listWays = () => {
    for (const [way, name] of Object.entries(words.ways)) {
      const label = row("radio", "way", way === shown, () => {
        shown = way;
        draw();
      });
      label.append(element("span", name));
      document.getElementById("ways").append(label);
    }
  };

  const listSaid = () => {
    const list = document.getElementById("said");
    for (const one of said.all) {
      const line = element(one.at ? "button" : "div", one.text, "said");
      line.dir = "auto";
      line.append(element("span", facts(one)));
      if (one.at) {
        line.type = "button";
        line.addEventListener("click", () => {
          map.setView(one.at, Math.max(map.getZoom(), said.near));
          L.popup()
            .setLatLng(one.at)
            .setContent(told([one]))
            .openOn(map);
        });
      }
      list.append(line);
    }
  };

  const drawGround = () => {
    if (said.ground) new Ground(said.ground.url, said.ground.corners).addTo(map);
    if (said.outline && !said.ground) {
      const style = { color: "#13262b", weight: 2, fillColor: "#ffffff", fillOpacity: 1 };
      L.geoJSON(said.outline, { style, interactive: false }).addTo(map);
    }
  };

  map.attributionControl.setPrefix(false).addAttribution(element("i", said.licence).innerHTML);
  if (spots.length > 150) shown = "crowds";
  drawGround();
  listCategories();
  listWays();
  listSaid();
  map.fitBounds(
    said.bounds.map(([lon, lat]) => [lat, lon]),
    { padding: [12, 12] }
  );
  map.on("zoomend", () => shown === "crowds" && draw());
  draw();
})();
