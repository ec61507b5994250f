/* Notes on the plan: tabs lead to the plan and to the equal lists of places; the kind is in the crosshair. */
(function (torg) {
  "use strict";

  const views = {}; // where each plan was, by address of its form: a swapped part goes on there

  torg.each("[data-map-notes]", dress);

  function dress(form) {
    const panel = form.querySelector("[data-plan]");
    const plan = panel && torg.plan(form, panel, viewOf(form));
    dressTabs(form, plan);
    dressKind(form, plan);
    dressUndo(form);
    if (plan) plan.draw();
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
    line.hidden = false;
    for (const button of line.querySelectorAll("[data-opens]")) {
      const panel = form.querySelector(`[id="${button.dataset.opens}"]`);
      panel.hidden = !(panel.querySelector("textarea") || { value: "" }).value;
      showOpen(button, panel);
      button.addEventListener("click", () => {
        panel.hidden = !panel.hidden;
        showOpen(button, panel);
        if (panel.hidden) return;
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
    form.addEventListener("torg:taken", show);
    show();

    function close() {
      const button = line.querySelector("[data-opens=kinds]");
      form.querySelector("[id=kinds]").hidden = true;
      showOpen(button, { hidden: true });
      button.focus({ preventScroll: true });
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

  /* Undo takes back what has not gone out yet; the plain form does the rest. */

  function dressUndo(form) {
    const undo = document.querySelector("form[id=undo]");
    const key = form.querySelector("[form=undo]");
    const hasSent = !key.disabled;
    const refresh = () => {
      key.disabled = !hasSent && !torg.queue.waiting(form.getAttribute("action")).length;
    };
    undo.addEventListener("submit", (event) => {
      if (torg.queue.takeBack(form.getAttribute("action"))) event.preventDefault();
    });
    document.addEventListener("torg:queue", () => form.isConnected && refresh());
    refresh();
  }
})(window.torg);
