/* Begins: reads the data that the page holds, or asks for it, and shows the square. */
(() => {
  "use strict";

  const store = window.torgMap;
  const map = window.map_torg;
  const island = document.getElementById("map-data");

  store.showAll = () => {
    const [[west, south], [east, north]] = store.data.bounds;
    const room =
      map.getSize().x > 600
        ? { paddingTopLeft: [40, 72], paddingBottomRight: [40, 80] }
        : { padding: [24, 64] };
    map.invalidateSize({ animate: false });
    map.fitBounds(
      [
        [south, west],
        [north, east],
      ],
      Object.assign(room, { animate: false })
    );
  };

  store.begin = (data) => {
    map.setView([0, 0], 2, { animate: false });
    map.options.zoomAnimation = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    document.getElementById("map-licence").textContent = data.licence;
    store.take(data);
    store.showAll();
    document.getElementById("map-app").dataset.ready = "";
  };

  document.getElementById("map-whole").addEventListener("click", store.showAll);
  window.addEventListener("resize", () => map.invalidateSize({ animate: false }));
  if (island) store.begin(JSON.parse(island.textContent));
})();
