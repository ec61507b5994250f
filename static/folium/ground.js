/* The plan below, its north and its scale bar in real metres. */
(() => {
  "use strict";

  const store = window.torgMap;
  const map = window.map_torg;
  const STEPS_M = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 1e5];
  const BAR_PX = 150;
  const NAMED_PX = 90; // a shorter bar has no room for a name in its middle
  let laid = null;

  /* A picture whose corners are not square to the map: shifted, turned a little, stretched. */
  const Ground = L.ImageOverlay.extend({
    initialize(url, corners) {
      this.corners = corners.map(([lon, lat]) => L.latLng(lat, lon));
      const [, east, south] = this.corners;
      const last = L.latLng(
        south.lat + east.lat - corners[0][1],
        south.lng + east.lng - corners[0][0]
      );
      L.ImageOverlay.prototype.initialize.call(this, url, L.latLngBounds([...this.corners, last]), {
        alt: store.data.words.plan,
        interactive: false,
      });
    },
    _animateZoom(event) {
      this._lay((place) => map._latLngToNewLayerPoint(place, event.zoom, event.center));
    },
    _reset() {
      this._lay((place) => map.latLngToLayerPoint(place));
    },
    /* Sized, not scaled: so that its lines are drawn anew at each zoom and stay sharp. */
    _lay(spot) {
      const [a, b, c] = this.corners.map(spot);
      const wide = Math.hypot(b.x - a.x, b.y - a.y);
      const high = Math.hypot(c.x - a.x, c.y - a.y);
      const matrix = [b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y].map(
        (n, i) => n / (i < 2 ? wide : high)
      );
      const style = this._image.style;
      style.transformOrigin = "0 0";
      style.width = `${wide}px`;
      style.height = `${high}px`;
      style.transform = `matrix(${matrix.join(",")},${a.x},${a.y})`;
    },
  });

  store.showGround = (on) => {
    if (laid) laid.remove();
    laid = null;
    const ground = store.data.ground;
    if (on && ground) laid = new Ground(ground.url, ground.corners).addTo(map);
    if (laid) laid.bringToBack();
  };

  /* Metres in a pixel at the middle of the view: on the ellipsoid, not in the map's stretched metres. */
  store.metresInPixel = () => {
    const middle = map.getSize().divideBy(2);
    const at = map.containerPointToLatLng(middle);
    const beside = map.containerPointToLatLng(middle.add([1, 0]));
    return (beside.lng - at.lng) * store.metresInDegree(at.lat).lon;
  };

  /* WGS 84: the lengths of a degree along the parallel and the meridian. */
  store.metresInDegree = (lat) => {
    const turn = Math.PI / 180;
    const flat = 0.00669437999014;
    const sine = Math.sin(lat * turn);
    const bow = 1 - flat * sine * sine;
    return {
      lon: (turn * 6378137 * Math.cos(lat * turn)) / Math.sqrt(bow),
      lat: (turn * 6378137 * (1 - flat)) / bow ** 1.5,
    };
  };

  const drawBar = () => {
    const bar = document.getElementById("map-scale");
    const metres = store.metresInPixel();
    if (!bar || !(metres > 0)) return;
    const step = [...STEPS_M].reverse().find((m) => (2 * m) / metres <= BAR_PX) || 1;
    const inKm = step >= 1000;
    const names = [0, step, 2 * step].map((m) => store.number(inKm ? m / 1000 : m));
    names[2] += inKm ? " km" : " m";
    if ((2 * step) / metres < NAMED_PX) names[1] = "";
    bar.style.inlineSize = `${(2 * step) / metres}px`;
    bar.dataset.metres = String(2 * step);
    bar.querySelectorAll("b").forEach((label, i) => {
      label.textContent = names[i];
    });
  };

  store.on("data", drawBar);
  map.on("zoomend moveend resize", () => store.data && drawBar());
})();
