/* What one says of others' words: a key a reaction. Pressed again it is taken back; the last one stands. */
(function (torg) {
  "use strict";

  torg.each("[data-reaction]", (form) => form.addEventListener("torg:taken", () => said(form)));

  function said(form) {
    const says = form.elements.namedItem("says").value;
    for (const each of document.querySelectorAll("[data-reaction]")) {
      if (each.dataset.slot === form.dataset.slot) show(each, each.dataset.reaction === says);
    }
  }

  function show(form, isOn) {
    form.querySelector("button").setAttribute("aria-pressed", String(isOn));
    form.elements.namedItem("says").value = isOn ? "" : form.dataset.reaction;
  }
})(window.torg);
