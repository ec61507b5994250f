/* A count at a stop: choose, tap with the clock running, look at the sum, send. Every tap is kept on
   this phone at once; a reload, a flat battery and a late wake lose none. */
(function (torg) {
  "use strict";

  const TICK_MS = 250;
  const SAVE_MS = 5000;
  const SLEPT_MS = 60000;
  const memory = {}; // by store, as long as the page is open

  torg.each("[data-counting]", dress);

  function dress(form) {
    if (document.querySelector(".stands-in")) {
      clearAfterwards(form);
      return;
    }
    const store = `torg-count-${form.getAttribute("action")}`;
    const says = form.dataset;
    const view = torg.countView(form);
    let kept = read(store);
    let savedAt = 0;
    let isTouched = false;

    form.addEventListener("click", press);
    form.addEventListener("input", correct);
    form.addEventListener("change", touch);
    form.addEventListener("submit", beforeSending, true);
    form.addEventListener("torg:taken", () => begin({ step: "choose" }));
    form.addEventListener("torg:back", takeBack);
    document.addEventListener("visibilitychange", () => form.isConnected && tick());
    if (isChoosing()) chooseNow();
    else fillIn();
    show();
    const clock = window.setInterval(() => {
      if (form.isConnected) tick();
      else leave(clock);
    }, TICK_MS);

    function press(event) {
      const key = event.target.closest("button");
      if (!key) return;
      if ("begin" in key.dataset) start();
      else if (key.dataset.tap) tap(key.dataset.tap);
      else if ("undo" in key.dataset) undo();
      else if (key.dataset.sort) lookAt(key.dataset.sort);
      else if (key.dataset.age) change({ age: key.dataset.age });
      else if ("finish" in key.dataset) finish();
      else if ("on" in key.dataset) goOn();
      else if ("all" in key.dataset) change({ isWhole: true });
      else if ("throw" in key.dataset) begin({ step: "choose", thrown: kept });
      else if ("regret" in key.dataset) regret();
    }

    function isChoosing() {
      return !kept.step || kept.step === "choose";
    }

    /* Whoever chose another time means it; else the clock of the phone does. */
    function touch({ target }) {
      if (!isChoosing()) return;
      if (target.name === "start" || target.name === "day") isTouched = true;
      showAgain();
    }

    function showAgain() {
      const stop = form.querySelector("[name=stop]:checked");
      const slot = stop && slotOf(stop.value, form.elements.day.value, form.elements.start.value);
      const isSent = slot && document.querySelector(`[data-sent="${CSS.escape(slot)}"]`);
      const isWaiting = torg.queue
        .waiting(form.getAttribute("action"))
        .some((each) => each.slot === slot);
      view.toggle("[data-again]", Boolean(isSent || isWaiting));
    }

    /* Today, and the time that began last. */
    function chooseNow() {
      const now = new Date();
      const two = (n) => String(n).padStart(2, "0");
      const time = `${two(now.getHours())}:${two(now.getMinutes())}`;
      const times = [...form.elements.start.options].map((each) => each.value);
      const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
      form.elements.day.value = day;
      form.elements.start.value = times.filter((each) => each <= time).pop() || times[0];
    }

    function start() {
      const stop = form.querySelector("[name=stop]:checked");
      torg.refuse(form, stop ? "" : says.sayStop);
      if (!stop) return;
      const looked = form.elements.looked.value;
      begin({
        step: "count",
        stop: stop.value,
        name: nameOf(stop),
        day: form.elements.day.value,
        start: form.elements.start.value,
        looked,
        asked: looked,
        sort: looked === "staying" ? "staying" : "moving",
        age: "adult",
        counts: {},
        taps: [],
        began: Date.now(),
        seen: Date.now(),
        slept: 0,
      });
      fillIn();
    }

    function tap(kind) {
      const isLate = kept.sort === "moving" && left() <= 0;
      if (isLate) return;
      const key = form.querySelector("[data-age]") ? `${kind}-${kept.age}` : kind;
      setCount(key, (kept.counts[key] || 0) + 1);
      kept.taps.push(key);
      save();
      show();
      if (navigator.vibrate) navigator.vibrate(12);
    }

    function undo() {
      const key = kept.taps.pop();
      if (!key) return;
      setCount(key, Math.max(0, kept.counts[key] - 1));
      save();
      show();
    }

    function setCount(key, n) {
      kept.counts[key] = n;
      form.elements[`n-${key}`].value = n;
    }

    function lookAt(sort) {
      change({ sort, hasGlanced: kept.hasGlanced || sort === "staying" });
    }

    function goOn() {
      form.elements.looked.value = kept.asked;
      change({ step: "count", looked: kept.asked, seen: Date.now() });
    }

    /* Who never looked round saw nothing of who stays, which is not the same as nobody. */
    function finish() {
      const looked = kept.asked === "both" && !kept.hasGlanced ? "moving" : kept.asked;
      form.elements.looked.value = looked;
      const minutes = Math.min(Number(says.minutes), (Date.now() - kept.began) / 60000);
      form.elements.minutes.value = Math.max(0.5, Math.round(minutes * 10) / 10);
      change({ step: "sum", looked, minutes: form.elements.minutes.value });
      window.scrollTo(0, 0);
    }

    /* Numbers can be put right in the sum; then the taps can no longer be taken back one by one. */
    function correct(event) {
      const { name, value } = event.target;
      if (kept.step !== "sum") return;
      if (name === "minutes") kept.minutes = value;
      if (name.startsWith("n-")) {
        kept.counts[name.slice(2)] = Number(value) || 0;
        kept.taps = [];
      }
      save();
      view.retell(kept);
    }

    function regret() {
      kept = kept.thrown;
      save();
      fillIn();
      show();
    }

    /* Refused: the numbers are in their fields again. */
    function takeBack() {
      if (!isChoosing()) return;
      const stop = form.querySelector("[name=stop]:checked");
      const counts = {};
      for (const field of numbers()) counts[field.name.slice(2)] = Number(field.value) || 0;
      begin({
        step: "sum",
        stop: stop ? stop.value : "",
        name: stop ? nameOf(stop) : "",
        day: form.elements.day.value,
        start: form.elements.start.value,
        looked: form.elements.looked.value,
        asked: form.elements.looked.value,
        minutes: form.elements.minutes.value,
        sort: "moving",
        counts,
        taps: [],
        began: 0,
        slept: 0,
      });
    }

    function beforeSending() {
      form.dataset.slot = slotOf(kept.stop, kept.day, kept.start);
    }

    function begin(fresh) {
      kept = fresh;
      form.dataset.saying = "";
      isTouched = false;
      if (isChoosing()) chooseNow();
      save();
      show();
    }

    function change(changes) {
      Object.assign(kept, changes);
      save();
      show();
    }

    /* What is kept stands in the fields, whatever the page came with. */
    function fillIn() {
      for (const field of form.querySelectorAll("[name=stop]")) {
        field.checked = field.value === kept.stop;
      }
      for (const name of ["day", "start", "looked"]) form.elements[name].value = kept[name];
      if (kept.minutes) form.elements.minutes.value = kept.minutes;
      for (const field of numbers()) field.value = kept.counts[field.name.slice(2)] || 0;
    }

    function numbers() {
      return [...form.querySelectorAll("[data-numbers] input")];
    }

    function save() {
      savedAt = Date.now();
      memory[store] = kept;
      try {
        localStorage.setItem(store, JSON.stringify(kept));
      } catch (_none) {
        return; // No storage: then only the open page remembers.
      }
    }

    function left() {
      return view.left(kept);
    }

    function tick() {
      if (isChoosing() && !isTouched) chooseNow();
      if (kept.step !== "count") return;
      const gap = Date.now() - kept.seen;
      const before = kept.seen;
      kept.seen = Date.now();
      if (gap > SLEPT_MS) kept.slept += Math.max(0, Math.min(gap, gap + left()));
      if (Date.now() - savedAt > SAVE_MS) save();
      view.tick(kept, before);
    }

    function show() {
      view.show(kept);
      if (isChoosing()) showAgain();
    }
  }

  /* The question was closed while somebody counted: the page is whole again. */
  function leave(clock) {
    window.clearInterval(clock);
    if (document.querySelector("[data-counting]")) return;
    document.documentElement.classList.remove("is-counting");
  }

  /* A helper types what is on paper: one sheet after the other, each from nought. */
  function clearAfterwards(form) {
    form.addEventListener("torg:taken", () => form.reset());
  }

  function nameOf(stop) {
    return stop.closest("label").querySelector("[data-name]").textContent;
  }

  function slotOf(stop, day, start) {
    return `${stop}@${day}@${start}`;
  }

  function read(store) {
    if (memory[store]) return memory[store];
    try {
      return JSON.parse(localStorage.getItem(store)) || {};
    } catch (_none) {
      return {}; // No storage, or not readable: a new count.
    }
  }
})(window.torg);
