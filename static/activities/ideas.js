/* Ideas: extras open on a tap, the length is told. */
(function (torg) {
  "use strict";

  torg.each("[data-ideas]", dress);

  function dress(form) {
    const refresh = () => {
      showLength(form);
      showExtras(form);
    };
    form.querySelectorAll("[data-extras] button").forEach((button) => dressExtra(form, button));
    form.addEventListener("input", refresh);
    for (const name of ["torg:taken", "torg:back"]) form.addEventListener(name, refresh);
    if (torg.photo) torg.photo(form, refresh);
    const extras = form.querySelector("[data-extras]");
    if (extras) extras.hidden = false;
    refresh();
  }

  function showLength(form) {
    const line = form.querySelector("[data-length]");
    const n = [...form.querySelector("[data-words]").value.trim()].length;
    line.textContent = torg.fill(n === 1 ? line.dataset.sayOne : line.dataset.sayMany, { n });
  }

  function dressExtra(form, button) {
    const panel = form.querySelector(`[id="${button.getAttribute("aria-controls")}"]`);
    button.dataset.name = button.querySelector("span").textContent;
    panel.hidden = !hasSomething(panel);
    showOpen(button, panel);
    button.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      showOpen(button, panel);
      const field = panel.querySelector("input");
      if (!panel.hidden && field.type !== "radio") field.focus();
    });
  }

  function showOpen(button, panel) {
    button.setAttribute("aria-expanded", String(!panel.hidden));
  }

  function hasSomething(panel) {
    return Boolean(panel.querySelector("input:checked") || valueIn(panel));
  }

  function valueIn(panel) {
    const field = panel.querySelector("[data-photo], input:not([type=radio], [type=file])");
    return field ? field.value.trim() : "";
  }

  /* A button says what was chosen behind it: "Seats" instead of "Kind". */
  function showExtras(form) {
    for (const button of form.querySelectorAll("[data-extras] button")) {
      const panel = form.querySelector(`[id="${button.getAttribute("aria-controls")}"]`);
      const tick = panel.querySelector("input:checked");
      const words = tick ? tick.closest("label").querySelector("span").textContent : "";
      button.classList.toggle("is-chosen", hasSomething(panel));
      button.querySelector("span").textContent = words || button.dataset.name;
    }
  }
})(window.torg);
