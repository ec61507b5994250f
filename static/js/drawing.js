/* A line or an area on the plan: corners set one by one, under the crosshair or by taps.
   All in plan metres; `view` holds the shape and its corners, so that a swapped part goes on. */
(function (torg) {
  "use strict";

  const MOST = 60;
  const SAME_M = 0.05;
  const FEWEST = { line: 2, area: 3 };

  torg.drawing = function (form, panel, view, plan) {
    const choices = [...panel.querySelectorAll("[data-shape]")];
    const key = panel.querySelector("[data-set-corner]");
    const help = panel.querySelector("[data-help]");
    const near = panel.querySelector("[data-near]");
    const marks = panel.querySelector("[data-marks]");
    const field = (name) => panel.querySelector(`[data-${name}-field]`);
    view.shape = view.shape || "point";
    view.corners = view.corners || [];

    for (const each of choices) each.addEventListener("click", () => choose(each.dataset.shape));
    key.addEventListener("click", () => set(view.x, view.y));
    panel.querySelector("[data-viewport]").addEventListener("keydown", (event) => {
      if (!isDrawing() || !["Enter", " ", "Backspace"].includes(event.key)) return;
      event.preventDefault();
      if (event.key === "Backspace") back();
      else set(view.x, view.y);
    });
    panel.addEventListener("torg:moved", () => {
      view.reaches = true;
    });
    form.addEventListener("torg:taken", () => choose(view.shape));
    form.addEventListener("torg:back", putBack);
    plan.onTap((x, y) => {
      if (isDrawing()) set(x, y, true);
      return isDrawing();
    });
    plan.onDraw(draw);

    function isDrawing() {
      return view.shape !== "point";
    }

    function choose(shape) {
      Object.assign(view, { shape, corners: [], reaches: false });
      torg.refuse(form, "");
      plan.draw();
      if (isDrawing()) torg.announce(key.dataset.sayStart);
    }

    function set(x, y, isTapped) {
      const last = view.corners[view.corners.length - 1];
      if (last && Math.hypot(x - last[0], y - last[1]) < SAME_M) return;
      if (view.corners.length >= MOST) {
        torg.refuse(form, key.dataset.sayMost);
        return;
      }
      Object.assign(view, { corners: view.corners.concat([[x, y]]), reaches: !isTapped });
      changed();
    }

    /* Takes the last corner back; false when there is none. */
    function back() {
      if (!isDrawing() || !view.corners.length) return false;
      Object.assign(view, { corners: view.corners.slice(0, -1), reaches: false });
      changed();
      return true;
    }

    function changed() {
      torg.refuse(form, isCrossing() ? key.dataset.sayCrossing : "");
      plan.draw();
      torg.announce(isCrossing() ? key.dataset.sayCrossing : sizeInWords());
    }

    /* What was refused comes back with its corners. */
    function putBack() {
      const shape = field("shape").value;
      if (!FEWEST[shape]) return;
      const corners = field("corners")
        .value.split(" ")
        .map((each) => each.split(",").map(Number));
      Object.assign(view, { shape, corners, reaches: false });
      plan.draw();
    }

    function draw() {
      const isSent = isDrawing() && view.tab === "tab-plan";
      field("shape").value = isSent ? view.shape : "";
      field("corners").value = isSent ? written(view.corners, 2) : "";
      for (const each of choices)
        each.setAttribute("aria-pressed", String(each.dataset.shape === view.shape));
      key.hidden = !isDrawing();
      help.hidden = isDrawing();
      if (isDrawing()) near.textContent = sizeInWords();
      panel.classList.toggle("is-crossing", isCrossing());
      drawShape();
      drawCorners();
      form.dispatchEvent(new CustomEvent("torg:drawn"));
    }

    function drawShape() {
      const isArea = view.shape === "area";
      const drawn = written(view.corners, 2);
      panel.querySelector("[data-drawn-area]").setAttribute("points", isArea ? drawn : "");
      panel.querySelector("[data-drawn-line]").setAttribute("points", isArea ? "" : drawn);
      const reach = panel.querySelector("[data-drawn-reach]");
      const [x, y] = view.corners[view.corners.length - 1] || [view.x, view.y];
      const to = view.reaches ? view : { x, y };
      for (const [name, value] of Object.entries({ x1: x, y1: y, x2: to.x, y2: to.y }))
        reach.setAttribute(name, value);
    }

    function drawCorners() {
      for (const each of marks.querySelectorAll(".plan-corner")) each.remove();
      const port = panel.querySelector("[data-viewport]");
      for (const [x, y] of view.corners) {
        const mark = marks.querySelector("[data-corner]").content.firstElementChild.cloneNode(true);
        const left = port.clientWidth / 2 + (x - view.x) * view.scale;
        const top = port.clientHeight / 2 + (y - view.y) * view.scale;
        mark.style.transform = `translate(${left}px, ${top}px)`;
        marks.append(mark);
      }
    }

    function sizeInWords() {
      const n = view.corners.length;
      if (!n) return key.dataset.sayStart;
      if (n === 1) return key.dataset.sayOne;
      const isArea = view.shape === "area" && n > 2;
      const metres = isArea ? areaOf(view.corners) : lengthOf(view.corners);
      const sentence = isArea ? key.dataset.sayArea : key.dataset.sayLine;
      return torg.fill(sentence, { n, metres: rounded(metres) });
    }

    function isCrossing() {
      return view.shape === "area" && crosses(view.corners);
    }

    /* Why it cannot be sent as it is; empty when it can. */
    function fault() {
      if (!isDrawing()) return "";
      if (view.corners.length < FEWEST[view.shape])
        return view.shape === "line" ? key.dataset.sayFewLine : key.dataset.sayFewArea;
      return isCrossing() ? key.dataset.sayCrossing : "";
    }

    return { back, fault, hasCorners: () => isDrawing() && view.corners.length > 0 };
  };

  function written(corners, digits) {
    return corners.map((each) => each.map((metres) => metres.toFixed(digits)).join()).join(" ");
  }

  function rounded(metres) {
    return metres < 10 ? metres.toFixed(1) : String(Math.round(metres));
  }

  function lengthOf(corners) {
    const far = ([x, y], i) => Math.hypot(corners[i + 1][0] - x, corners[i + 1][1] - y);
    return corners.slice(0, -1).reduce((sum, each, i) => sum + far(each, i), 0);
  }

  function areaOf(corners) {
    const [[x0, y0]] = corners;
    const near = corners.map(([x, y]) => [x - x0, y - y0]);
    const part = ([x, y], i) => {
      const [a, b] = near[(i + 1) % near.length];
      return x * b - y * a;
    };
    return Math.abs(near.reduce((sum, each, i) => sum + part(each, i), 0)) / 2;
  }

  /* Whether two sides of a ring that share no corner cross. The server looks more closely. */
  function crosses(corners) {
    const n = corners.length;
    for (let i = 0; i < n; i++) {
      for (let j = i + 2; j < n; j++) {
        if ((j + 1) % n === i) continue;
        if (cross(corners[i], corners[i + 1], corners[j], corners[(j + 1) % n])) return true;
      }
    }
    return false;
  }

  function cross(a, b, c, d) {
    const turn = (p, q, r) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
    return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
  }
})(window.torg);
