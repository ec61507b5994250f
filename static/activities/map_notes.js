/* Notes on the plan: tabs lead to the plan and to the equal lists of places; the kind is in the crosshair. */
(function (torg) {
  "use strict";

  const TAPPED_PX = 28;
  const views = {}; // where each plan was, by address of its form: a swapped part goes on there

  torg.each("[data-map-notes]", dress);

  function dress(form) {
    const panel = form.querySelector("[data-plan]");
    const plan = panel && torg.plan(form, panel, viewOf(form));
    const isDrawn = plan && torg.drawing && panel.querySelector("[data-shapes]");
    const drawing = isDrawn ? torg.drawing(form, panel, viewOf(form), plan) : null;
    dressTabs(form, plan);
    dressKind(form, plan);
    dressFeelings(form);
    if (torg.photo) torg.photo(form, () => null);
    dressUndo(form, drawing);
    if (!plan) return;
    if (drawing) dressConfirm(form, drawing);
    dressOutside(form, plan);
    dressCard(panel, plan, viewOf(form));
    plan.draw();
  }

  /* Tabs: Plan, Zone, Grid, Landmark, No place. */

  function dressTabs(form, plan) {
    const tabs = [...form.querySelectorAll("[role=tab]")];
    const panels = [...form.querySelectorAll("[data-panel]")];
    const view = viewOf(form);
    form.querySelector("[data-tabs]").hidden = false;
    for (const tab of tabs) {
      const panel = panels.find((each) => each.id === tab.getAttribute("aria-controls"));
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => open(tab));
      tab.addEventListener("keydown", (event) => step(event, tab));
    }
    form.addEventListener("change", (event) => event.target.name === "place" && clearPoint(form));
    form.addEventListener("torg:taken", () => open(tabs.find((tab) => tab.id === view.tab)));
    if (plan) plan.onMissing(() => open(tabs[1]));
    open(tabs.find((tab) => tab.id === (view.tab || tabOfTicked(form))) || tabs[0]);

    function open(tab) {
      view.tab = tab.id;
      for (const each of tabs) {
        each.setAttribute("aria-selected", String(each === tab));
        each.tabIndex = each === tab ? 0 : -1;
      }
      for (const each of panels) each.hidden = each.id !== tab.getAttribute("aria-controls");
      tick(form, tab.id);
      clearPoint(form); // the plan, if it is open, says again where it is
      if (plan) plan.draw();
    }

    function step(event, tab) {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by) return;
      const on = getComputedStyle(form).direction === "rtl" ? -by : by;
      const next = tabs[(tabs.indexOf(tab) + on + tabs.length) % tabs.length];
      event.preventDefault();
      open(next);
      next.focus();
    }
  }

  function viewOf(form) {
    const key = form.getAttribute("action");
    views[key] = views[key] || { tab: "" };
    return views[key];
  }

  function tabOfTicked(form) {
    const ticked = form.querySelector("[name=place]:checked");
    const panel = ticked && ticked.closest("[data-panel]");
    return panel ? panel.id.replace("place-", "tab-") : "";
  }

  /* One answer to "where": a tick behind another tab does not count. */
  function tick(form, tab) {
    for (const each of form.querySelectorAll("[name=place]")) {
      const isHere = each.closest("[data-panel]").id === tab.replace("tab-", "place-");
      if (!isHere) each.checked = false;
      if (isHere && "noPlace" in each.dataset) each.checked = true;
    }
  }

  function clearPoint(form) {
    for (const each of form.querySelectorAll("[data-x-field], [data-y-field]")) each.value = "";
  }

  /* The kind of the note is in the crosshair; its list and the words open on a tap. */

  function dressKind(form, plan) {
    const line = form.querySelector("[data-chosen]");
    if (!line) return;
    let scrolled = window.scrollY;
    line.hidden = false;
    for (const button of line.querySelectorAll("[data-opens]")) {
      const panel = form.querySelector(`[id="${button.dataset.opens}"]`);
      panel.hidden = !(panel.querySelector("textarea") || { value: "" }).value;
      showOpen(button, panel);
      button.addEventListener("click", () => {
        panel.hidden = !panel.hidden;
        showOpen(button, panel);
        if (panel.hidden) return;
        scrolled = window.scrollY;
        panel.querySelector("input, textarea").focus({ preventScroll: true });
        panel.scrollIntoView({ block: "center" });
      });
    }
    form.addEventListener("change", (event) => {
      if (event.target.name === "category") show();
    });
    form.addEventListener("click", (event) => {
      if (event.target.name === "category" && event.detail) close();
    });
    if (!line.querySelector("[data-chosen-name]")) return;
    form.addEventListener("torg:taken", show);
    show();

    function close() {
      const button = line.querySelector("[data-opens=kinds]");
      form.querySelector("[id=kinds]").hidden = true;
      showOpen(button, { hidden: true });
      button.focus({ preventScroll: true });
      window.scrollTo(0, scrolled);
    }

    function show() {
      const ticked = form.querySelector("[name=category]:checked");
      const name = line.querySelector("[data-chosen-name]");
      const change = line.querySelector("[data-opens=kinds]");
      change.dataset.name = change.dataset.name || change.textContent;
      change.textContent = ticked ? change.dataset.name : change.dataset.sayChoose;
      name.textContent = ticked ? "" : name.dataset.sayNone;
      if (ticked) name.append(...copyOf(ticked));
      if (plan) plan.showKind(ticked ? copyOf(ticked)[0] : "");
    }
  }

  function showOpen(button, panel) {
    button.setAttribute("aria-expanded", String(!panel.hidden));
  }

  function copyOf(ticked) {
    return [...ticked.closest("label").querySelectorAll("svg, span")].map((each) =>
      each.cloneNode(true)
    );
  }

  /* A feeling can be left out again: a second tap on it takes it back. */

  function dressFeelings(form) {
    let chosen = form.querySelector("[name=feeling]:checked");
    form.addEventListener("click", ({ target }) => {
      if (target.name !== "feeling") return;
      if (target === chosen) target.checked = false;
      chosen = target.checked ? target : null;
    });
    form.addEventListener("torg:taken", () => {
      chosen = null;
    });
  }

  /* Undo takes back the last corner, then what has not gone out yet; the plain form does the rest. */

  function dressUndo(form, drawing) {
    const undo = document.querySelector("form[id=undo]");
    const key = form.querySelector("[form=undo]");
    const name = key.querySelector("[data-undo-words]");
    const hasSent = !key.disabled;
    const words = name.textContent;
    const refresh = () => {
      const hasCorners = drawing && drawing.hasCorners();
      const waits = torg.queue.waiting(form.getAttribute("action")).length > 0;
      key.disabled = !(hasCorners || hasSent || waits);
      name.textContent = hasCorners ? name.dataset.sayCorner : words;
    };
    undo.addEventListener("submit", (event) => {
      const isDone = drawing && drawing.hasCorners() && drawing.back();
      if (isDone || torg.queue.takeBack(form.getAttribute("action"))) event.preventDefault();
    });
    document.addEventListener("torg:queue", () => form.isConnected && refresh());
    form.addEventListener("torg:drawn", refresh);
    refresh();
  }

  /* Confirm says what it confirms, and waits for the corners that are missing. */

  function dressConfirm(form, drawing) {
    const key = form.querySelector("[data-confirm]");
    const words = key.textContent;
    const view = viewOf(form);
    form.addEventListener("torg:drawn", () => {
      const shape = view.tab === "tab-plan" ? view.shape : "point";
      key.textContent = { line: key.dataset.sayLine, area: key.dataset.sayArea }[shape] || words;
    });
    form.addEventListener("submit", (event) => {
      const fault = view.tab === "tab-plan" ? drawing.fault() : "";
      torg.refuse(form, fault);
      if (fault) event.preventDefault();
    });
  }

  /* Outside the square: asked once whether it is meant. */

  function dressOutside(form, plan) {
    const ask = form.querySelector("[data-outside]");
    const keys = form.querySelector("[data-two-keys]");
    const view = viewOf(form);
    let isSure = false;
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || isSure || view.tab !== "tab-plan" || !isOutside()) return;
      event.preventDefault();
      show(true);
      form.querySelector("[data-outside-words]").focus({ preventScroll: true });
    });
    form.querySelector("[data-outside-yes]").addEventListener("click", () => {
      isSure = true;
      show(false);
      form.querySelector("[data-confirm]").click();
      isSure = false;
    });
    form.querySelector("[data-outside-no]").addEventListener("click", () => {
      show(false);
      form.querySelector("[data-viewport]").focus({ preventScroll: true });
    });
    form.querySelector("[data-plan]").addEventListener("torg:moved", () => show(false));

    function show(isAsked) {
      ask.hidden = !isAsked;
      keys.hidden = isAsked;
    }

    /* A line or an area is, when none of its corners and no middle of a side is within. */
    function isOutside() {
      if (!view.shape || view.shape === "point") return plan.isOutside(view.x, view.y);
      const next = (i) => view.corners[(i + 1) % view.corners.length];
      return view.corners.every(
        ([x, y], i) =>
          plan.isOutside(x, y) && plan.isOutside((x + next(i)[0]) / 2, (y + next(i)[1]) / 2)
      );
    }
  }

  /* A note of somebody else: tapped, its words and keys stand under the plan; the list has the forms. */

  function dressCard(panel, plan, view) {
    const card = panel.querySelector("[data-card]");
    if (!card) return;
    const keys = [...card.querySelectorAll("[data-card-says]")];
    plan.onTap((x, y) => {
      const mark = nearestMark(x, y);
      if (mark) open(mark.dataset.roomMark);
      if (mark) keys[0].focus({ preventScroll: true });
      return Boolean(mark);
    });
    for (const key of keys)
      key.addEventListener("click", () => {
        keyOf(view.card, key.dataset.cardSays).click();
        showSaid();
      });
    panel.addEventListener("torg:moved", close);
    card.querySelector("[data-card-close]").addEventListener("click", close);
    if (view.card) open(view.card);

    function nearestMark(x, y) {
      const far = (mark) => {
        const [left, top] = mark.dataset.at.split(" ").map(Number);
        return Math.hypot(x - left, y - top) * view.scale;
      };
      const marks = [...panel.querySelectorAll("[data-room-mark]")].filter(
        ({ dataset }) => keyOf(dataset.roomMark, "agree") // in the list
      );
      const [first] = marks.sort((one, other) => far(one) - far(other));
      return first && far(first) <= TAPPED_PX ? first : null;
    }

    function keyOf(number, says) {
      return document.querySelector(`button[id="${says}-${Number(number)}"]`);
    }

    function open(number) {
      view.card = keyOf(number, "agree") ? number : "";
      if (!view.card) return;
      const row = keyOf(number, "agree").closest("li");
      const words = row.querySelector(".room-note-words").cloneNode(true);
      card.querySelector("[data-card-words]").replaceChildren(words);
      showSaid();
      show();
    }

    function showSaid() {
      for (const key of keys) {
        const pressed = keyOf(view.card, key.dataset.cardSays).getAttribute("aria-pressed");
        key.setAttribute("aria-pressed", pressed);
      }
    }

    function close() {
      view.card = "";
      show();
    }

    function show() {
      for (const mark of panel.querySelectorAll("[data-room-mark]"))
        mark.classList.toggle("is-open", mark.dataset.roomMark === view.card);
      const isChanged = card.hidden === Boolean(view.card);
      card.hidden = !view.card;
      panel.classList.toggle("has-card", Boolean(view.card));
      if (isChanged) plan.draw();
    }
  }
})(window.torg);
