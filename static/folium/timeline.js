/* The time line: a slider through the steps in which something was said, with play. */
(() => {
  "use strict";

  const store = window.torgMap;
  const SVG = "http://www.w3.org/2000/svg";
  const PLAY_S = 14;
  const STEP_MS = { least: 120, most: 900 };
  const box = document.getElementById("map-time");
  const slider = document.getElementById("map-slider");
  const play = document.getElementById("map-play");
  const mode = document.getElementById("map-mode");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let playing = 0;

  const bars = () => {
    const times = store.data.times;
    const most = Math.max(...times.map((time) => time.n));
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${times.length} 1`);
    svg.setAttribute("preserveAspectRatio", "none");
    times.forEach((time, i) => {
      const bar = document.createElementNS(SVG, "rect");
      const high = Math.max(0.06, time.n / most);
      const where = { x: i + 0.08, y: 1 - high, width: 0.84, height: high };
      for (const [name, value] of Object.entries(where)) bar.setAttribute(name, String(value));
      svg.append(bar);
    });
    document.getElementById("map-bars").replaceChildren(svg);
  };

  const tell = () => {
    const { at, mode: how } = store.step();
    const all = store.data.times.length;
    const name = at ? store.data.times[at - 1].name : store.data.words.allTimes;
    document.getElementById("map-moment").textContent = name;
    slider.value = String(at || all);
    slider.setAttribute("aria-valuetext", name);
    document.querySelectorAll("#map-bars rect").forEach((bar, i) => {
      const isIn = !at || (how === "until" ? i < at : how === "from" ? i >= at - 1 : i === at - 1);
      bar.setAttribute("class", isIn ? "is-in" : "");
    });
  };

  const caption = () => {
    const key = still.matches ? "next" : playing ? "pause" : "play";
    play.querySelector("span").textContent = store.data.words[key];
    play.dataset.playing = String(Boolean(playing));
  };

  const stop = () => {
    window.clearInterval(playing);
    playing = 0;
    caption();
  };

  const next = () => {
    const all = store.data.times.length;
    const { at } = store.step();
    if (at >= all) return stop();
    store.setStep(at + 1);
  };

  const start = () => {
    const all = store.data.times.length;
    const { at } = store.step();
    if (!at || at >= all) store.setStep(1);
    else if (still.matches) next();
    if (still.matches) return;
    const pace = Math.max(STEP_MS.least, Math.min(STEP_MS.most, (PLAY_S * 1000) / all));
    playing = window.setInterval(next, pace);
    caption();
  };

  play.addEventListener("click", () => (playing ? stop() : start()));
  slider.addEventListener("input", () => {
    stop();
    const at = Number(slider.value);
    const isWhole = at === store.data.times.length && mode.value === "until";
    store.setStep(isWhole ? 0 : at);
  });
  mode.addEventListener("change", () => store.setStep(Number(slider.value), mode.value));
  still.addEventListener("change", stop);

  store.on("data", () => {
    const all = store.data.times.length;
    box.hidden = all < 2;
    if (all < 2) return;
    slider.max = String(all);
    bars();
    caption();
  });
  store.on("shown", () => store.data.times.length > 1 && tell());
})();
