/* The symbols: drawn once by the page as SVG, here put beside words and on the canvas. */
(() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const store = window.torgMap;
  const kept = {};

  /* A symbol beside a word. */
  store.signFor = (key) => {
    const svg = document.createElementNS(SVG, "svg");
    const use = document.createElementNS(SVG, "use");
    svg.setAttribute("viewBox", "-15 -15 30 30");
    svg.setAttribute("class", "map-sign");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#sign-${key}`);
    svg.append(use);
    return svg;
  };

  /* Its outline for a canvas, in units of the radius. */
  store.inkOf = (key) => {
    if (kept[key]) return kept[key];
    const drawn = document.querySelector(`#sign-${CSS.escape(key)} path:not(.symbol-halo)`);
    if (!drawn) return store.inkOf("none");
    kept[key] = {
      path: new Path2D(drawn.getAttribute("d")),
      fill: drawn.getAttribute("fill"),
      edge: Number(drawn.getAttribute("stroke-width")) || 0,
    };
    return kept[key];
  };

  store.drawSign = (pen, key, x, y, r) => {
    const ink = store.inkOf(key);
    pen.save();
    pen.translate(x, y);
    pen.scale(r, r);
    pen.lineJoin = "round";
    pen.lineWidth = ink.edge + 0.32;
    pen.strokeStyle = "#ffffff";
    pen.stroke(ink.path);
    pen.fillStyle = ink.fill;
    pen.fill(ink.path);
    if (ink.edge) {
      pen.lineWidth = ink.edge;
      pen.strokeStyle = "#13262b";
      pen.stroke(ink.path);
    }
    pen.restore();
  };
})();
