/* What lies under the notes and can be put on and off: grid, outline, zones, routes, own layers. */
(() => {
  "use strict";

  const store = window.torgMap;
  const map = window.map_torg;
  const INK = "#13262b";
  const NAMES = ["grid", "zones"]; // whose points are letters and nothing more
  const laid = new Map();
  const wanted = new Map();
  const LOOKS = {
    grid: { color: "#b9b6ab", weight: 1, fill: false },
    outline: { color: INK, weight: 2, fill: false },
    zones: { color: INK, weight: 1.2, opacity: 0.6, dashArray: "5 5", fill: false },
    routes: { color: INK, weight: 4, opacity: 0.85, fill: false },
    asked: { color: INK, weight: 3.5, fillColor: "#ffb61e", fillOpacity: 0.35, radius: 8 },
    stops: { color: INK, weight: 2, fillColor: "#ffffff", fillOpacity: 1, radius: 6 },
  };

  const lookOf = (layer, feature) => {
    if (layer.look === "own") {
      const dashArray = layer.dash || null;
      return { color: layer.colour, weight: 2.4, dashArray, fillOpacity: 0.14, radius: 5 };
    }
    if (layer.look === "result") return counted(layer, feature.properties);
    return LOOKS[layer.look];
  };

  /* A count is the area of its disc, or the width of its line. */
  const counted = (layer, { value = 0, apart }) => {
    const share = layer.most ? value / layer.most : 0;
    const opacity = apart ? 0.35 : 0.9;
    return {
      color: INK,
      opacity,
      weight: 1.5 + 8 * share,
      fillColor: INK,
      fillOpacity: 0.25 * opacity,
      radius: 4 + 22 * Math.sqrt(share),
    };
  };

  const nameIt = (layer, feature, place) => {
    const { label, value } = feature.properties;
    const words = [label, value === undefined ? "" : store.number(value)]
      .filter(Boolean)
      .join(" · ");
    if (!words) return null;
    const html = store.element("span", `map-name is-${layer.look}`, words);
    html.dir = "auto";
    const icon = L.divIcon({ className: "map-name-box", html, iconSize: [0, 0] });
    return L.marker(place, { icon, interactive: false, keyboard: false });
  };

  const middleOf = (feature, drawn) => {
    const { type, coordinates } = feature.geometry;
    if (type === "Point") return L.latLng(coordinates[1], coordinates[0]);
    if (type !== "LineString") return drawn.getBounds().getCenter();
    const [lon, lat] = coordinates[Math.floor(coordinates.length / 2)];
    return L.latLng(lat, lon);
  };

  const make = (layer) => {
    const group = L.layerGroup();
    for (const feature of layer.features) {
      if (!feature || !feature.geometry) continue;
      const isNameOnly = NAMES.includes(layer.look) && feature.geometry.type === "Point";
      const look = Object.assign({ interactive: false }, lookOf(layer, feature));
      const drawn = L.geoJSON(feature, {
        style: () => look,
        interactive: false,
        pointToLayer: (_, place) => L.circleMarker(place, look),
      });
      const name = nameIt(layer, feature, middleOf(feature, drawn));
      if (!isNameOnly) group.addLayer(drawn);
      if (name) group.addLayer(name);
    }
    return group;
  };

  const show = (layer, on) => {
    wanted.set(layer.key, on);
    if (on && !laid.has(layer.key)) laid.set(layer.key, make(layer));
    const drawn = laid.get(layer.key);
    if (on) drawn.addTo(map);
    else if (drawn) drawn.remove();
  };

  const row = (key, name, about, on, change) => {
    const label = store.element("label", "map-row");
    const box = store.element("input");
    Object.assign(box, { type: "checkbox", checked: on });
    box.dataset.layer = key;
    box.addEventListener("change", () => change(box.checked));
    const words = store.element("span", "", name);
    if (about) words.append(store.element("small", "", about));
    words.dir = "auto";
    label.append(box, words);
    return label;
  };

  /* Born anew with the data, since a layer may have come or grown; what was put off stays off. */
  const list = () => {
    const box = document.getElementById("map-layers");
    const rows = [];
    for (const drawn of laid.values()) drawn.remove();
    laid.clear();
    if (store.data.ground) {
      const isOn = wanted.get("ground") !== false;
      store.showGround(isOn);
      rows.push(
        row("ground", store.data.words.plain, "", isOn, (on) => {
          wanted.set("ground", on);
          store.showGround(on);
        })
      );
    }
    for (const layer of store.data.layers) {
      const isOn = wanted.has(layer.key) ? wanted.get(layer.key) : layer.on;
      rows.push(row(layer.key, layer.name, layer.about, isOn, (on) => show(layer, on)));
      if (isOn) show(layer, true);
    }
    box.replaceChildren(...rows);
  };

  let last = "";
  store.on("data", () => {
    const now = JSON.stringify(store.data.layers);
    if (now === last) return;
    last = now;
    list();
  });
})();
