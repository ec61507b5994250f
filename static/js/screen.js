// The projector's small touches: what is new is marked for a while, clocks run. All else is the server's.
(() => {
  "use strict";

  const MARKED_MS = 8000;
  const wall = document.querySelector("[data-part]");
  const firstSeen = new Map();
  let shownVote = null;

  // What was there when the page opened is not news.
  function remember(at) {
    for (const row of wall.querySelectorAll("[data-row]")) {
      if (!firstSeen.has(row.dataset.row)) firstSeen.set(row.dataset.row, at);
    }
  }

  function markNew(now) {
    for (const row of wall.querySelectorAll("[data-row]")) {
      const age = now - firstSeen.get(row.dataset.row);
      row.classList.toggle("is-new", age < MARKED_MS);
      row.classList.toggle("is-arriving", age < 300);
    }
  }

  // Bars grow once, when they are shown, and not at every refresh.
  function markShown() {
    const votes = wall.querySelector(".scene-votes");
    const id = votes ? votes.dataset.vote : null;
    if (votes && id !== shownVote) votes.classList.add("is-showing");
    shownVote = id;
  }

  function two(n) {
    return String(n).padStart(2, "0");
  }

  // The square's time came with the page; the projector's own clock may be in another zone.
  function minutesAhead(clock, local) {
    const [hours, minutes] = clock.textContent.trim().split(":").map(Number);
    return hours * 60 + minutes - (local.getHours() * 60 + local.getMinutes());
  }

  function runClocks(now) {
    for (const clock of wall.querySelectorAll("[data-clock]")) {
      const local = new Date(now);
      if (!clock.dataset.clock) clock.dataset.clock = minutesAhead(clock, local);
      const time = new Date(now + clock.dataset.clock * 60000);
      clock.textContent = `${two(time.getHours())}:${two(time.getMinutes())}`;
    }
    for (const timer of wall.querySelectorAll("[data-opened]")) {
      const end = Date.parse(timer.dataset.opened) + timer.dataset.minutes * 60000;
      const left = Math.max(0, Math.ceil((end - now) / 1000));
      timer.textContent = `${Math.floor(left / 60)}:${two(left % 60)}`;
    }
  }

  wall.addEventListener("torg:part", () => {
    const now = Date.now();
    remember(now);
    markNew(now);
    markShown();
    runClocks(now);
  });

  remember(0);
  const votes = wall.querySelector(".scene-votes");
  shownVote = votes ? votes.dataset.vote : null;
  runClocks(Date.now());
  setInterval(() => {
    markNew(Date.now());
    runClocks(Date.now());
  }, 1000);
})();
