/* Dot vote: the selects become keys with dots between them; what is left is counted in words. */
(function (torg) {
  "use strict";

  torg.each("[data-dot-vote]", dress);

  function dress(form) {
    const most = Number(form.dataset.dots);
    const cap = Number(form.dataset.cap);
    const rows = [...form.querySelectorAll("[data-option]")];
    const words = JSON.parse(form.querySelector("[data-left]").dataset.sayLeft);

    showWaiting(form);
    for (const row of rows) {
      select(row).hidden = true;
      row.querySelector("[data-stepper]").hidden = false;
    }
    form.addEventListener("click", (event) => {
      const key = event.target.closest("[data-step]");
      if (key) step(key, Number(key.dataset.step));
    });
    for (const name of ["torg:taken", "torg:back"]) form.addEventListener(name, () => show());
    show();

    function step(key, by) {
      const row = key.closest("[data-option]");
      const why = by > 0 ? whyNoMore(row) : "";
      if (!why && !isOff(key)) select(row).value = String(given(row) + by);
      show(why);
    }

    function whyNoMore(row) {
      if (given(row) >= cap) return form.dataset.sayCap;
      return left() > 0 ? "" : form.dataset.sayNone;
    }

    function show(why) {
      const line = form.querySelector("[data-left]");
      line.textContent = why || words[Math.max(0, left())];
      paint(form.querySelector("[data-left-dots]"), left());
      rows.forEach(showRow);
      form.dataset.saying = rows
        .filter(given)
        .map((row) => `${label(row)}: ${given(row)}`)
        .join("\n");
    }

    function showRow(row) {
      const dots = row.querySelector("[data-given]");
      const [less, more] = row.querySelectorAll("[data-step]");
      paint(dots, given(row));
      dots.setAttribute("aria-label", torg.fill(dots.dataset.say, { n: given(row) }));
      less.setAttribute("aria-disabled", String(given(row) === 0));
      more.setAttribute("aria-disabled", String(given(row) >= cap || left() <= 0));
    }

    function left() {
      return most - rows.reduce((sum, row) => sum + given(row), 0);
    }
  }

  /* Dots that still wait in the queue are what the page shows, also after a reload. */
  function showWaiting(form) {
    const last = torg.queue.waiting(form.getAttribute("action")).pop();
    for (const [name, value] of last ? last.fields : []) {
      const field = form.elements.namedItem(name);
      if (!field || !field.options) continue;
      field.value = value;
      for (const option of field.options) option.defaultSelected = option.selected;
    }
  }

  function select(row) {
    return row.querySelector("select");
  }

  function given(row) {
    return Number(select(row).value);
  }

  function label(row) {
    return row.querySelector("label").textContent;
  }

  function isOff(key) {
    return key.getAttribute("aria-disabled") === "true";
  }

  function paint(dots, n) {
    [...dots.children].forEach((dot, i) => dot.classList.toggle("is-mine", i < n));
  }
})(window.torg);
