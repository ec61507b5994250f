/* A count at a stop: choose, tap with the clock running, look at the sum, send. Every tap is kept on
   this phone at once; a reload, a flat battery and a late wake lose none. */
(function (torg) {
  "use strict";

  const TICK_MS = 250;
  const SAVE_MS = 5000;
  const SLEPT_MS = 60000;
  const LAST_MS = 60000;
  const memory = {}; // by store, as long as the page is open

  torg.each("[data-counting]", dress);

  function dress(form) {
    // A helper types what is on paper, for one slip after the other.
    if (document.querySelector(".stands-in")) return;
    const store = `torg-count-${form.getAttribute("action")}`;
    const says = form.dataset;
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
      else if (key.dataset.sort) change({ sort: key.dataset.sort });
      else if (key.dataset.age) change({ age: key.dataset.age });
      else if ("finish" in key.dataset) finish();
      else if ("on" in key.dataset) change({ step: "count" });
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
      toggle("[data-again]", Boolean(isSent || isWaiting));
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

    function finish() {
      const minutes = Math.min(Number(says.minutes), (Date.now() - kept.began) / 60000);
      form.elements.minutes.value = Math.max(0.5, Math.round(minutes * 10) / 10);
      change({ step: "sum", minutes: form.elements.minutes.value });
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
      form.dataset.saying = saying();
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
      form.dataset.saying = saying();
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

    /* The clock goes by the time of day, so a phone that slept is not behind. */

    function left() {
      return kept.began + Number(says.minutes) * 60000 - Date.now();
    }

    function tick() {
      if (isChoosing() && !isTouched) chooseNow();
      if (kept.step !== "count") return;
      const gap = Date.now() - kept.seen;
      const before = kept.seen;
      kept.seen = Date.now();
      if (gap > SLEPT_MS) kept.slept += Math.max(0, Math.min(gap, gap + left()));
      if (Date.now() - savedAt > SAVE_MS) save();
      showClock(before);
    }

    function showClock(before) {
      const isTimed = kept.looked !== "staying";
      const clock = form.querySelector("[data-clock]");
      clock.hidden = !isTimed;
      if (!isTimed) return;
      const ms = left();
      const seconds = Math.max(0, Math.ceil(ms / 1000));
      const figure = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      setText("[data-clock-figure]", figure);
      setText("[data-clock-says]", says.sayLeft);
      clock.classList.toggle("is-late", ms <= LAST_MS);
      warn(before, ms);
      for (const key of form.querySelectorAll("[data-tallies=moving] [data-tap]")) {
        key.setAttribute("aria-disabled", String(ms <= 0));
      }
    }

    function warn(before, ms) {
      const since = Date.now() - before;
      const crossed = (mark) => ms <= mark && ms + since > mark;
      if (crossed(0) || crossed(LAST_MS)) {
        if (navigator.vibrate) navigator.vibrate(ms <= 0 ? [300, 120, 300] : 200);
      }
      setText("[data-says]", sentence(ms));
      form.querySelector("[data-says]").classList.toggle("is-late", ms <= LAST_MS);
    }

    function sentence(ms) {
      if (kept.sort === "staying") return says.sayGlance;
      const isNext = kept.looked === "both" && !sum("staying");
      if (ms <= 0) return isNext ? says.sayNext : says.sayOver;
      return ms <= LAST_MS ? says.sayMinute : says.sayTap;
    }

    /* What is seen in which step. */

    function show() {
      const step = kept.step || "choose";
      for (const each of form.querySelectorAll("[data-step]"))
        each.hidden = each.dataset.step !== step;
      for (const each of form.querySelectorAll("[data-keys]"))
        each.hidden = each.dataset.keys !== step;
      toggle("[data-begin]", step === "choose");
      toggle("[data-in]", step === "choose");
      toggle("[data-regret]", step === "choose" && Boolean(kept.thrown));
      toggle("[data-throw]", step === "sum");
      toggle("[data-on]", step === "sum" && Boolean(kept.began));
      document.documentElement.classList.toggle("is-counting", step === "count");
      if (step === "choose") showAgain();
      if (step === "count") showTaps();
      if (step === "sum") showSum();
      form.dataset.saying = step === "choose" ? "" : saying();
    }

    function showTaps() {
      setText("[data-where]", `${kept.name}, ${kept.start}`);
      for (const key of form.querySelectorAll("[data-sort]")) {
        key.hidden = kept.looked !== "both" && kept.looked !== key.dataset.sort;
        key.setAttribute("aria-pressed", String(key.dataset.sort === kept.sort));
        key.querySelector("[data-sum]").textContent = sum(key.dataset.sort);
      }
      for (const key of form.querySelectorAll("[data-age]")) {
        key.setAttribute("aria-pressed", String(key.dataset.age === kept.age));
      }
      for (const list of form.querySelectorAll("[data-tallies]")) {
        list.hidden = list.dataset.tallies !== kept.sort;
      }
      for (const key of form.querySelectorAll("[data-tap]")) {
        key.querySelector("[data-tapped]").textContent = ofKind(key.dataset.tap);
      }
      showUndo();
      setText("[data-says]", sentence(left()));
      showClock(kept.seen);
    }

    function showUndo() {
      const last = kept.taps[kept.taps.length - 1];
      const key = last && form.querySelector(`[data-tap="${last.split("-")[0]}"] span`);
      form.querySelector("[data-undo]").disabled = !last;
      setText(
        "[data-undo-says]",
        key ? torg.fill(says.sayUndo, { what: key.textContent }) : says.sayNothing
      );
    }

    function showSum() {
      toggle("[data-where-sum]", true);
      setText("[data-where-sum]", saying());
      const slept = Math.round((kept.slept || 0) / 60000);
      toggle("[data-slept]", slept > 0);
      setText("[data-slept]", torg.fill(says.saySlept, { n: slept }));
      form.querySelector(".count-minutes").hidden = kept.looked === "staying";
      for (const group of form.querySelectorAll("[data-numbers]")) {
        group.hidden = kept.looked !== "both" && kept.looked !== group.dataset.numbers;
        for (const row of group.querySelectorAll("[data-number]")) {
          const isSeen = [...row.querySelectorAll("input")].some((field) => Number(field.value));
          row.hidden = !isSeen && !kept.isWhole;
        }
      }
      toggle("[data-all]", !kept.isWhole);
    }

    function saying() {
      const values = { stop: kept.name, time: kept.start };
      if (kept.looked === "both") {
        const both = { moving: sum("moving"), staying: sum("staying") };
        return torg.fill(says.saySum, Object.assign(values, both));
      }
      const words = kept.looked === "moving" ? says.sayMoving : says.sayStaying;
      return torg.fill(words, Object.assign(values, { n: sum(kept.looked) }));
    }

    function sum(sort) {
      return numbersOf(`[data-numbers=${sort}] input`);
    }

    function ofKind(kind) {
      return Object.keys(kept.counts)
        .filter((key) => key.split("-")[0] === kind)
        .reduce((n, key) => n + kept.counts[key], 0);
    }

    function numbersOf(selector) {
      return [...form.querySelectorAll(selector)].reduce((n, each) => n + Number(each.value), 0);
    }

    function toggle(selector, isShown) {
      const element = form.querySelector(selector);
      if (element) element.hidden = !isShown;
    }

    /* Only what changed, so that nothing is said twice. */
    function setText(selector, words) {
      const element = form.querySelector(selector);
      if (element.textContent !== words) element.textContent = words;
    }
  }

  /* The question was closed while somebody counted: the page is whole again. */
  function leave(clock) {
    window.clearInterval(clock);
    if (document.querySelector("[data-counting]")) return;
    document.documentElement.classList.remove("is-counting");
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
