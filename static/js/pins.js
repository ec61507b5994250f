// Puts the cross where one clicks on a drawing, moves it by arrow keys, and tells the fields.
(function () {
  "use strict";

  const plate = document.querySelector("[data-plate]");
  const cross = plate && plate.querySelector("[data-crosshair]");
  const fields = [document.querySelector("[data-x]"), document.querySelector("[data-y]")];
  if (!cross || !fields[0]) return;

  const picture = cross.ownerSVGElement;
  const box = picture.viewBox.baseVal;
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function percent(field) {
    const value = Number.parseFloat(field.value.replace(",", "."));
    return Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : 50;
  }

  function show() {
    const [x, y] = fields.map(percent);
    cross.setAttribute(
      "transform",
      `translate(${(x * box.width) / 100} ${(y * box.height) / 100})`
    );
    cross.removeAttribute("hidden");
  }

  function put(x, y) {
    fields[0].value = String(Math.round(Math.min(100, Math.max(0, x)) * 10) / 10);
    fields[1].value = String(Math.round(Math.min(100, Math.max(0, y)) * 10) / 10);
    show();
  }

  picture.addEventListener("click", (event) => {
    if (event.target.closest("a")) return;
    const here = new DOMPoint(event.clientX, event.clientY);
    const spot = here.matrixTransform(picture.getScreenCTM().inverse());
    put((spot.x / box.width) * 100, (spot.y / box.height) * 100);
  });

  plate.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.target !== plate) return;
    event.preventDefault();
    const far = event.shiftKey ? 5 : 1;
    put(percent(fields[0]) + step[0] * far, percent(fields[1]) + step[1] * far);
  });

  for (const field of fields) field.addEventListener("input", show);
})();
