/* Begins: reads the data that the page holds, or asks for it, and shows the square. */
(() => {
  "use strict";

  const store = window.torgMap;
  const map = window.map_torg;
  const island = document.getElementById("map-data");

  const fit = (bounds) => {
    const room =
      map.getSize().x > 600
        ? { paddingTopLeft: [40, 72], paddingBottomRight: [40, 80] }
        : { padding: [24, 64] };
    map.invalidateSize({ animate: false });
    map.fitBounds(bounds, Object.assign(room, { animate: false }));
  };

  const first = () => {
    const [[west, south], [east, north]] = store.data.bounds;
    return L.latLngBounds([south, west], [north, east]);
  };

  /* The square, or all that is on the map, the few far ones too. */
  store.showAll = () => {
    const bounds = first();
    for (const note of store.shown) if (note.at) bounds.extend([note.at[1], note.at[0]]);
    fit(bounds);
  };

  store.begin = (data) => {
    map.setView([0, 0], 2, { animate: false });
    map.options.zoomAnimation = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.getElementById("map-licence").textContent = data.licence;
    store.take(data);
    fit(first());
    document.getElementById("map-app").dataset.ready = "";
  };

  document.getElementById("map-whole").addEventListener("click", store.showAll);
  window.addEventListener("resize", () => map.invalidateSize({ animate: false }));
  if (island) store.begin(JSON.parse(island.textContent));
})();
