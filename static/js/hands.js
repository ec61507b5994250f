// Drawing by hand: a corner is clicked, pulled, or set and stepped by keys; nothing needs a drag.
((torg) => {
  "use strict";

  const sheet = torg.sheet;
  const outline = torg.outline;
  if (!outline) return;

  const now = outline.now;
  let press = null;

  // Clicking sets a corner or chooses one; pulling a corner moves it, pulling the plan the plan.

  function snapped(spot, event) {
    const snap = torg.snap ? torg.snap(spot, event.altKey) : null;
    return { at: snap ? snap.at : spot, snap };
  }

  sheet.element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    const sign = event.target.closest("[data-url]");
    if (sign && sign.dataset.url && !outline.isChanged()) {
      window.location.assign(sign.dataset.url);
      return;
    }
    const picked = event.target.closest("[data-pick]");
    if (picked) {
      sheet.element.dispatchEvent(new CustomEvent("torg:picked", { detail: picked.dataset }));
      return;
    }
    sheet.element.setPointerCapture(event.pointerId);
    const { nth, insert: at } = event.target.dataset;
    press = { at: sheet.spot(event), x: event.clientX, y: event.clientY };
    Object.assign(press, { nth: nth === undefined ? -1 : Number(nth), isPull: false });
    press.insert = at === undefined ? 0 : Number(at);
    now.cross = null;
  });

  sheet.element.addEventListener("pointermove", (event) => {
    const spot = sheet.spot(event);
    if (!press) {
      const isFree = outline.kind() === "point" || !now.isClosed || now.chosen >= 0;
      now.hover = isFree && !event.target.dataset.nth ? snapped(spot, event) : null;
      outline.draw();
      return;
    }
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > 6;
    if (!press.isPull && far) begin(spot);
    if (press.isPull) pull(spot, event);
  });

  function begin(spot) {
    press.isPull = true;
    now.isPulling = true;
    if (press.insert) outline.insert(press.insert, spot, true);
    else if (press.nth >= 0) outline.move(press.nth, now.corners[press.nth], true);
    if (press.insert) press.nth = press.insert;
  }

  function pull(spot, event) {
    if (press.nth < 0) {
      sheet.pan(press.at[0] - spot[0], press.at[1] - spot[1]);
      return;
    }
    now.hover = snapped(spot, event);
    now.corners = now.corners.slice();
    now.corners[press.nth] = now.hover.at;
    outline.draw();
  }

  sheet.element.addEventListener("pointerup", (event) => {
    if (!press) return;
    const done = press;
    press = null;
    now.isPulling = false;
    if (done.isPull) {
      now.chosen = -1;
      now.hover = null;
      if (done.nth >= 0) outline.write();
      return;
    }
    now.hover = null;
    const { at } = snapped(sheet.spot(event), event);
    if (done.insert) outline.insert(done.insert, done.at, true);
    else if (done.nth >= 0) outline.choose(done.nth);
    else if (now.chosen >= 0) outline.move(now.chosen, at);
    else outline.add(at);
  });

  sheet.element.addEventListener("pointercancel", () => {
    const wasMoving = press && press.isPull && press.nth >= 0;
    press = null;
    now.isPulling = false;
    if (wasMoving) outline.takeBack();
  });

  sheet.element.addEventListener("pointerleave", () => {
    now.hover = null;
    outline.draw();
  });

  // The same by keys

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function step(event) {
    const metres = event.shiftKey ? 10 : event.altKey ? 0.1 : 1;
    const [x, y] = now.chosen >= 0 ? now.corners[now.chosen] : now.cross || sheet.middle();
    const to = [x + MOVES[event.key][0] * metres, y + MOVES[event.key][1] * metres];
    sheet.show(to);
    if (now.chosen >= 0) {
      outline.move(now.chosen, to, true);
      return;
    }
    now.cross = to;
    now.hover = { at: to, snap: torg.snap ? torg.snap(to) : null };
    outline.draw();
  }

  function enter(event) {
    if (now.chosen >= 0) {
      outline.choose(now.chosen);
      return;
    }
    now.cross = now.cross || sheet.middle();
    const nearest = now.corners.findIndex(
      (corner) => outline.length(corner, now.cross) < 10 * sheet.unit()
    );
    if (now.isClosed && nearest >= 0) outline.choose(nearest);
    else outline.add(snapped(now.cross, event).at);
  }

  function next(by) {
    if (!now.corners.length) return;
    const from = now.chosen < 0 && by < 0 ? 0 : now.chosen;
    now.chosen = (from + by + now.corners.length) % now.corners.length;
    now.cross = null;
    sheet.show(now.corners[now.chosen]);
    outline.draw();
  }

  const KEYS = {
    Enter: enter,
    " ": enter,
    PageDown: () => next(1),
    PageUp: () => next(-1),
    Insert: () => now.chosen >= 0 && outline.insertAfter(now.chosen),
    i: () => now.chosen >= 0 && outline.insertAfter(now.chosen),
    Delete: () => (now.chosen >= 0 ? outline.remove(now.chosen) : outline.takeBack()),
    Backspace: () => (now.chosen >= 0 ? outline.remove(now.chosen) : outline.takeBack()),
    Escape: () => {
      now.cross = null;
      outline.choose(now.chosen);
    },
    "+": () => sheet.zoom(1, now.cross),
    "-": () => sheet.zoom(-1, now.cross),
  };

  sheet.element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    if (MOVES[event.key]) step(event);
    else if (Object.hasOwn(KEYS, event.key)) KEYS[event.key](event);
    else return;
    event.preventDefault();
  });

  sheet.element.addEventListener("blur", () => {
    now.cross = null;
    now.hover = null;
    outline.draw();
  });

  // What is not kept yet is undone here, what is kept by the button of the page.

  document.addEventListener("keydown", (event) => {
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    if (!isUndo || event.target.closest("input, textarea")) return;
    event.preventDefault();
    if (!event.shiftKey && outline.takeBack()) return;
    const name = event.shiftKey ? "redo" : "undo";
    const button = document.querySelector(`.draw-history [data-focus="${name}"]`);
    if (button) button.click();
  });

  // Buttons that go when pressed leave the focus on the plan.

  function bind(name, act) {
    document.querySelector(`[data-${name}]`).addEventListener("click", () => {
      act();
      sheet.element.focus();
    });
  }

  bind("take-back", outline.takeBack);
  bind("start-over", () => outline.set([]));
  bind("insert-after", () => outline.insertAfter(now.chosen));
  bind("remove", () => outline.remove(now.chosen));
  bind("done", () => outline.choose(now.chosen));
})(window.torg);
