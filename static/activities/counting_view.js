/* What is seen of a count: its steps, clock, keys and sum. It shows what is kept and changes nothing of it. */
(function (torg) {
  "use strict";

  const LAST_MS = 60000;

  /* `kept` is the count as counting.js keeps it: step, stop, looked, sort, age, counts, taps, began. */
  torg.countView = function (form) {
    const says = form.dataset;
    let kept = {};

    return { show: showKept, tick: tickKept, retell, left: leftOf, toggle };

    function showKept(count) {
      kept = count;
      show();
    }

    function tickKept(count, before) {
      kept = count;
      showClock(before);
    }

    /* A number was put right: no row comes or goes while somebody types. */
    function retell(count) {
      kept = count;
      form.dataset.saying = saying();
      setText("[data-where-sum]", form.dataset.saying);
    }

    /* The clock goes by the time of day, so a phone that slept is not behind. */
    function leftOf(count) {
      return count.began + Number(says.minutes) * 60000 - Date.now();
    }

    function left() {
      return leftOf(kept);
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
  };
})(window.torg);
