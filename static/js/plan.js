/* The plan under a fixed crosshair: dragged, tapped, nudged or by keyboard; it says where it is in words.
   Everything is in plan metres, y down; `view` is what lies under the crosshair. */
(function (torg) {
  "use strict";

  const RESTS_MS = 700;
  const COMPASS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];
  const STEP_M = 1;
  const FAR_STEP_M = 10;
  const ZOOM = 1.5;
  const NEAREST_PX_PER_M = 40;
  const TAP_PX = 6;
  const DRAWN_PX = 700; // across the square, as in exports/plan.py
  const DRAWN_ROUND_M = 20;
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /* The picture follows the phone's switch for high contrast, for as long as it is on the page. */
  function showInContrast(picture) {
    const html = document.documentElement;
    const addresses = { normal: picture.getAttribute("src"), high: picture.dataset.inContrast };
    const show = () => {
      const wanted = addresses[html.dataset.contrast] || addresses.normal;
      if (picture.getAttribute("src") !== wanted) picture.src = wanted;
    };
    const watch = new MutationObserver(() => (picture.isConnected ? show() : watch.disconnect()));
    watch.observe(html, { attributes: true, attributeFilter: ["data-contrast"] });
    show();
  }

  torg.plan = function (form, panel, view) {
    const port = panel.querySelector("[data-viewport]");
    const ground = panel.querySelector("[data-ground]");
    const picture = panel.querySelector("[data-picture]");
    const marks = panel.querySelector("[data-marks]");
    const size = { width: Number(panel.dataset.width), height: Number(panel.dataset.height) };
    const [west, north, east, south] = panel.dataset.box.split(" ").map(Number);
    const where = whereOn(form, panel);
    const drawers = [];
    const tappers = [];
    let speech = 0;
    if (view.x === undefined)
      Object.assign(view, { x: (west + east) / 2, y: (north + south) / 2, scale: 0 });

    showInContrast(picture);
    window.addEventListener("resize", () => port.isConnected && draw());
    document.addEventListener("torg:queue", () => port.isConnected && drawUnsent());
    panel.addEventListener("click", (event) => {
      const nudge = event.target.closest("[data-nudge]");
      const zoom = event.target.closest("[data-zoom]");
      if (nudge) move(...nudge.dataset.nudge.split(" ").map((each) => each * STEP_M));
      if (zoom) zoomBy(ZOOM ** Number(zoom.dataset.zoom));
    });
    port.addEventListener("keydown", (event) => {
      const arrow = ARROWS[event.key];
      const zoom = { "+": 1, "=": 1, "-": -1 }[event.key];
      if (!arrow && !zoom) return;
      event.preventDefault();
      if (arrow) move(...arrow.map((each) => each * (event.shiftKey ? FAR_STEP_M : STEP_M)));
      if (zoom) zoomBy(ZOOM ** zoom);
    });
    dressPointers(port, panel.querySelector("[data-says]"), {
      move: (dx, dy) => move(-dx / view.scale, -dy / view.scale),
      zoomBy,
      tap,
    });
    form.addEventListener("torg:back", goBack);

    function move(dx, dy) {
      view.x = Math.min(size.width, Math.max(0, view.x + dx));
      view.y = Math.min(size.height, Math.max(0, view.y + dy));
      panel.dispatchEvent(new CustomEvent("torg:moved"));
      draw();
      speakSoon();
    }

    /* Who asks for taps may take one; else the plan goes there. */
    function tap(event) {
      const here = port.getBoundingClientRect();
      const dx = (event.clientX - here.left - here.width / 2) / view.scale;
      const dy = (event.clientY - here.top - here.height / 2) / view.scale;
      if (!tappers.some((take) => take(view.x + dx, view.y + dy))) move(dx, dy);
    }

    /* To who moves it by keyboard it says where it is, once it rests. */
    function speakSoon() {
      window.clearTimeout(speech);
      if (!panel.contains(document.activeElement)) return;
      speech = window.setTimeout(() => port.isConnected && torg.announce(where.words()), RESTS_MS);
    }

    /* A refused point is put back under the crosshair. */
    function goBack() {
      const [x, y] = ["[data-x-field]", "[data-y-field]"].map((each) =>
        parseFloat(panel.querySelector(each).value)
      );
      if (Number.isFinite(x + y)) Object.assign(view, { x, y });
      draw();
    }

    function zoomBy(factor) {
      view.scale = Math.min(NEAREST_PX_PER_M, Math.max(farthest(), view.scale * factor));
      draw();
    }

    function farthest() {
      return Math.min(port.clientWidth / size.width, port.clientHeight / size.height);
    }

    /* As it was drawn to be seen: names on the plan have then the size of text. */
    function firstScale() {
      return Math.min(
        NEAREST_PX_PER_M,
        DRAWN_PX / (Math.max(...sides(where.outline)) + DRAWN_ROUND_M)
      );
    }

    function draw() {
      if (!port.clientWidth) return;
      view.scale = view.scale || Math.max(farthest(), firstScale());
      const left = port.clientWidth / 2 - view.x * view.scale;
      const top = port.clientHeight / 2 - view.y * view.scale;
      ground.style.width = `${size.width * view.scale}px`;
      ground.style.height = `${size.height * view.scale}px`;
      ground.style.transform = `translate(${left}px, ${top}px)`;
      for (const mark of marks.querySelectorAll("[data-at]")) {
        const [x, y] = mark.dataset.at.split(" ").map(Number);
        mark.style.transform = `translate(${left + x * view.scale}px, ${top + y * view.scale}px)`;
      }
      drawScale(panel.querySelector("[data-scale]"), view.scale);
      where.show(view);
      for (const drawer of drawers) drawer();
    }

    function drawUnsent() {
      for (const each of marks.querySelectorAll(".is-unsent")) each.remove();
      for (const entry of torg.queue.waiting(form.getAttribute("action"))) {
        const at = placeOf(new Map(entry.fields));
        if (!at) continue;
        const mark = marks
          .querySelector("[data-unsent-note]")
          .content.firstElementChild.cloneNode(true);
        mark.dataset.at = at;
        mark.querySelector(".plan-note-name").textContent = panel.dataset.sayUnsent;
        marks.append(mark);
      }
      draw();
    }

    function showKind(symbol) {
      panel.querySelector("[data-crosshair]").replaceChildren(symbol);
    }

    function onMissing(leave) {
      const check = () => picture.complete && !picture.naturalWidth && leave();
      picture.addEventListener("error", check);
      check();
    }

    return {
      draw,
      showKind,
      onMissing,
      onDraw: (drawer) => drawers.push(drawer),
      onTap: (take) => tappers.push(take),
      isOutside: where.isOutside,
    };
  };

  /* Fingers: one drags or taps, two bring nearer. The page stays where it is (touch-action: none). */
  function dressPointers(port, says, { move, zoomBy, tap }) {
    const fingers = new Map();
    let travelled = 0;

    port.addEventListener("pointerdown", (event) => {
      port.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
      travelled = fingers.size > 1 ? Infinity : 0;
      says.setAttribute("aria-busy", "true"); // read out when the finger rests, not on the way
    });
    port.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (!before) return;
      const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
      travelled += Math.hypot(dx, dy);
      if (fingers.size === 2) pinch(event);
      else if (travelled > TAP_PX) move(dx, dy);
      fingers.set(event.pointerId, event);
    });
    port.addEventListener("pointerup", (event) => {
      if (fingers.delete(event.pointerId) && travelled <= TAP_PX) tap(event);
      if (!fingers.size) says.removeAttribute("aria-busy");
    });
    port.addEventListener("pointercancel", (event) => {
      fingers.delete(event.pointerId);
      says.removeAttribute("aria-busy");
    });

    function pinch(event) {
      const [one, other] = [...fingers.values()];
      const fixed = one.pointerId === event.pointerId ? other : one;
      const moved = one.pointerId === event.pointerId ? one : other;
      zoomBy(apart(event, fixed) / Math.max(1, apart(moved, fixed)));
    }
  }

  function apart(one, other) {
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  }

  /* Two parts in real metres, as long as the figures above need. */
  function drawScale(line, pxPerM) {
    const longest = 8.5 * parseFloat(getComputedStyle(line).fontSize);
    const half = [100, 50, 25, 20, 10, 5, 2, 1].find((each) => 2 * each * pxPerM <= longest) || 1;
    const [bar] = line.children;
    bar.style.width = `${2 * half * pxPerM}px`;
    bar.replaceChildren(
      ...[0, half, 2 * half].map((metres, i) => {
        const mark = document.createElement("span");
        mark.textContent = i === 2 ? `${metres} m` : metres;
        return mark;
      })
    );
  }

  /* Where the crosshair is, in words and in the two fields that are sent. */

  function whereOn(form, panel) {
    const says = panel.querySelector("[data-says]");
    const outline = ringOf(panel.dataset.outline);
    const zones = [...form.querySelectorAll("[data-zone]")].map((each) => ({
      key: each.dataset.zone,
      ring: ringOf(each.dataset.ring),
    }));
    const squares = [...form.querySelectorAll("[data-square]")].map(spot);
    const named = [...form.querySelectorAll("[data-landmark]")].map(spot);
    const landmarks = named.length ? named : middleOf(outline, panel.dataset.sayMiddle);
    const grid = form.querySelector("[data-step][data-panel]");
    const half = grid ? Number(grid.dataset.step) / 2 : 0;

    function show({ x, y, tab, shape }) {
      const zone = zones.find((each) => isInside(x, y, each.ring));
      const square = squares.find(
        (each) => Math.abs(x - each.x) <= half && Math.abs(y - each.y) <= half
      );
      const isOut = isOutside(x, y);
      const isPoint = tab === "tab-plan" && (!shape || shape === "point");
      says.classList.toggle("is-outside", isOut);
      say("[data-where]", isOut ? outsideWords(shape) : placeName(zone, square));
      say("[data-near]", isOut ? "" : nearest(x, y));
      panel.querySelector("[data-x-field]").value = isPoint ? x.toFixed(2) : "";
      panel.querySelector("[data-y-field]").value = isPoint ? y.toFixed(2) : "";
    }

    function say(part, words) {
      const line = says.querySelector(part);
      if (line.textContent !== words) line.textContent = words;
    }

    function placeName(zone, square) {
      if (zone && square)
        return torg.fill(panel.dataset.sayBoth, { zone: zone.key, square: square.name });
      if (zone) return torg.fill(panel.dataset.sayZone, { zone: zone.key });
      return square
        ? torg.fill(panel.dataset.saySquare, { square: square.name })
        : panel.dataset.sayInside;
    }

    /* "12 m north-east of Fountain", from whatever has a name and is nearest. */
    function nearest(x, y) {
      const far = (each) => Math.hypot(x - each.x, y - each.y);
      const [first] = landmarks.slice().sort((one, other) => far(one) - far(other));
      if (!first) return "";
      const n = Math.round(far(first));
      const eighth = Math.round(Math.atan2(x - first.x, first.y - y) / (Math.PI / 4));
      const sentence = n ? panel.dataset[wordOf(eighth)] : panel.dataset.sayAt;
      return torg.fill(sentence, { n, landmark: first.name });
    }

    function wordOf(eighth) {
      const name = COMPASS[(eighth + 8) % 8];
      return `say${name[0].toUpperCase()}${name.slice(1)}`;
    }

    /* A point outside is kept apart; a line may only begin there. */
    function outsideWords(shape) {
      return !shape || shape === "point" ? panel.dataset.sayOutside : panel.dataset.sayApart;
    }

    function isOutside(x, y) {
      return outline.length > 2 && !isInside(x, y, outline);
    }

    function words() {
      const said = [...says.querySelectorAll("[data-where], [data-near]")];
      return said
        .map((each) => each.textContent)
        .filter(Boolean)
        .join(", ");
    }

    return { show, outline, isOutside, words };
  }

  function spot(input) {
    return { name: input.value, x: Number(input.dataset.x), y: Number(input.dataset.y) };
  }

  /* Where an answer that waits is marked: its point, or the corner in its middle. */
  function placeOf(fields) {
    if (fields.get("x")) return `${fields.get("x")} ${fields.get("y")}`;
    const corners = (fields.get("corners") || "").split(" ");
    return corners[Math.floor(corners.length / 2)].replace(",", " ");
  }

  /* Where nothing has a name, the middle of the square has. */
  function middleOf(ring, name) {
    if (!ring.length) return [];
    const mean = (i) => ring.reduce((sum, each) => sum + each[i], 0) / ring.length;
    return [{ name, x: mean(0), y: mean(1) }];
  }

  function sides(ring) {
    const across = (i) =>
      Math.max(...ring.map((each) => each[i])) - Math.min(...ring.map((each) => each[i]));
    return ring.length ? [across(0), across(1)] : [DRAWN_PX];
  }

  function ringOf(points) {
    return points ? points.split(" ").map((each) => each.split(",").map(Number)) : [];
  }

  /* Even-odd rule: how often a line to the east crosses the ring. */
  function isInside(x, y, ring) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [[x1, y1], [x2, y2]] = [ring[i], ring[j]];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    }
    return inside;
  }
})(window.torg);
