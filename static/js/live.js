// Keeps a page right: hears "look again" over the socket, fetches its part, swaps it in.
// Without a socket it asks every few seconds; a page never needs a reload.
(function () {
  "use strict";

  const root = document.documentElement;
  const part = document.querySelector("[data-part]");
  if (!part) return;

  const role = part.dataset.watch || "phone";
  const of = part.dataset.of || "";
  const spreadMs = role === "phone" ? 2000 : 0;
  const pollMs = 5000;
  const longestPressMs = 1000;
  let etag = part.dataset.etag || "";
  let waiting = 0;
  let fetching = false;
  let again = false;

  function line(state) {
    if (root.dataset.line === state) return;
    root.dataset.line = state;
    document.dispatchEvent(new CustomEvent("torg:line", { detail: state }));
  }

  // Nothing is swapped from under a finger: between down and up its press would be lost.
  let pressed = Promise.resolve();
  let letGo = () => {};

  function press() {
    pressed = new Promise((resolve) => {
      letGo = resolve;
      window.setTimeout(resolve, longestPressMs);
    });
  }

  window.torg = Object.assign(window.torg || {}, { letGo: () => pressed });
  document.addEventListener("pointerdown", press, true);
  for (const end of ["pointerup", "pointercancel"]) {
    // The click comes right after the finger is up.
    document.addEventListener(end, () => window.setTimeout(letGo, 50), true);
  }

  function swap(html) {
    part.dispatchEvent(new CustomEvent("torg:before-part", { bubbles: true }));
    // The server escaped every word in this; it is the same partial the page was born from.
    const range = document.createRange();
    range.selectNodeContents(part);
    part.replaceChildren(range.createContextualFragment(html));
    part.dispatchEvent(new CustomEvent("torg:part", { bubbles: true }));
  }

  async function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(part.dataset.part, { headers, credentials: "same-origin" });
      line("on");
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") || "";
        const html = await answer.text();
        await pressed;
        swap(html);
      }
    } catch (_fault) {
      line("off");
    } finally {
      fetching = false;
      if (again) {
        again = false;
        soon(0);
      }
    }
  }

  function soon(spread) {
    // Who wants it now does not wait for a look that was put off.
    if (waiting && spread) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      waiting = 0;
      refresh();
    }, Math.random() * spread);
  }

  document.addEventListener("torg:refresh", () => soon(0));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) soon(0);
  });
  window.addEventListener("online", () => soon(0));

  let connected = false;
  if (window.io) {
    const socket = window.io({
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 8000,
      randomizationFactor: 0.9,
    });
    socket.on("connect", () => {
      socket.emit("watch", { as: role, of }, (answer) => {
        connected = Boolean(answer && answer.watching);
        line("on");
        // What was missed while away is in the part.
        soon(spreadMs);
      });
    });
    socket.on("disconnect", () => {
      connected = false;
      line("off");
    });
    socket.on("changed", () => soon(spreadMs));
  }
  window.setInterval(() => {
    if (!connected && !document.hidden) refresh();
  }, pollMs);
})();
