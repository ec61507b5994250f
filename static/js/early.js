/* Before the first paint, so that nothing jumps: size of the text and contrast as chosen on this phone. */
(function () {
  "use strict";

  const html = document.documentElement;

  function chosen(name) {
    try {
      return localStorage.getItem(name);
    } catch (_none) {
      return null; // A phone that keeps nothing: the page is shown as it comes.
    }
  }

  html.dataset.text = chosen("torg-text") || html.dataset.text || "100";
  html.dataset.contrast = chosen("torg-contrast") || html.dataset.contrast || "normal";
})();
