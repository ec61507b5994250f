// Keeps a page right: hears "look again" over the socket, fetches its part, swaps it in.
// Where the socket does not get through it asks every few seconds; a page never needs a reload.
(function () {
  "use strict";

  const root = document.documentElement;
  const part = document.querySelector("[data-part]");
  if (!part) return;

  const role = part.dataset.watch || "phone";
  const of = part.dataset.of || "";
  const isPhone = role === "phone";
  // A full room must not come back in the same second; of desks and screens there are few.
  const SPREAD_MS = isPhone ? 2000 : 0;
  const DIAL_MS = isPhone
    ? { least: 500, first: 4000, most: 15000 }
    : { least: 200, first: 1000, most: 3000 };
  const FILTERED_MS = 60000; // Looks get through and the socket does not: no hurry.
  const POLL_MS = 5000;
  const MOST_POLL_MS = 15000;
  const FETCH_MS = 10000;
  const CALM_MS = 3000; // A short gap is not worth a word.
  const GONE_MS = 20000;
  const ASLEEP_MS = 15000;
  const PRESS_MS = 1000;
  const TRANSPORTS = ["websocket", "polling"];

  // Nothing is swapped from under a finger: between down and up its press would be lost.

  let pressed = Promise.resolve();
  let letGo = () => {};

  function press() {
    pressed = new Promise((resolve) => {
      letGo = resolve;
      window.setTimeout(resolve, PRESS_MS);
    });
  }

  window.torg = Object.assign(window.torg || {}, { letGo: () => pressed });
  document.addEventListener("pointerdown", press, true);
  for (const end of ["pointerup", "pointercancel"]) {
    // The click comes right after the finger is up.
    document.addEventListener(end, () => window.setTimeout(letGo, 50), true);
  }

  // The line: data-line says "off" after a while, data-gone that nobody answers for long.

  let isDown = false;
  let calm = 0;
  let patience = 0;

  function up() {
    isDown = false;
    window.clearTimeout(calm);
    window.clearTimeout(patience);
    delete root.dataset.gone;
    say("on");
  }

  function down() {
    if (isDown) return;
    isDown = true;
    calm = window.setTimeout(say, CALM_MS, "off");
    patience = window.setTimeout(() => {
      root.dataset.gone = "";
      tell("gone");
    }, GONE_MS);
  }

  function say(state) {
    if (root.dataset.line === state) return;
    root.dataset.line = state;
    tell(state);
  }

  function tell(detail) {
    document.dispatchEvent(new CustomEvent("torg:line", { detail }));
  }

  // The part: asked for with the version that is here, so that mostly the answer is "the same".

  let etag = part.dataset.etag || "";
  let waiting = 0;
  let isFetching = false;
  let isOvertaken = false;
  let again = false;
  let misses = 0;
  let restS = 0;
  let answeredAt = 0;

  function soon(spread) {
    // Who wants it now does not wait for a look that was put off.
    if (waiting && spread) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      waiting = 0;
      refresh();
    }, Math.random() * spread);
  }

  async function refresh() {
    if (isFetching) {
      again = true;
      return;
    }
    isFetching = true;
    isOvertaken = false;
    await look();
    isFetching = false;
    if (again) {
      again = false;
      soon(0);
    }
  }

  // What was asked for before the desk took a step may be older than what the step answered.
  document.addEventListener("torg:arrived", () => {
    isOvertaken = isFetching;
  });

  async function look() {
    const stop = new AbortController();
    const watch = window.setTimeout(() => stop.abort(), FETCH_MS);
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const asked = { headers, credentials: "same-origin", signal: stop.signal };
      await take(await fetch(part.dataset.part, asked));
    } catch (_fault) {
      misses += 1;
      down();
      checkSocket();
    } finally {
      window.clearTimeout(watch);
    }
  }

  async function take(answer) {
    // A desk whose key is no longer good is led to the door.
    if (answer.redirected && !isPhone) return window.location.reload();
    const isBusy = answer.status === 429 || answer.status >= 500;
    misses = isBusy ? misses + 1 : 0;
    restS = isBusy ? Number(answer.headers.get("Retry-After")) || 0 : 0;
    if (!isOurs(answer)) return down();
    answeredAt = Date.now();
    up();
    const life = answer.headers.get("Torg-Life");
    if (life) document.dispatchEvent(new CustomEvent("torg:life", { detail: life }));
    if (answer.status !== 200) return;
    const html = await answer.text();
    await pressed;
    if (isOvertaken) {
      again = true;
      return;
    }
    etag = answer.headers.get("ETag");
    swap(html);
  }

  // The page of a Wi-Fi that wants a log-in has no version, nor a balancer's without a server.
  function isOurs({ status, headers, redirected }) {
    if (status < 400) return headers.has("ETag") && !redirected;
    return status <= 500 || headers.has("Retry-After");
  }

  function swap(html) {
    part.dispatchEvent(new CustomEvent("torg:before-part", { bubbles: true }));
    // The server escaped every word in this; it is the same partial the page was born from.
    const range = document.createRange();
    range.selectNodeContents(part);
    part.replaceChildren(range.createContextualFragment(html));
    part.dispatchEvent(new CustomEvent("torg:part", { bubbles: true }));
  }

  // The socket: WebSocket, else long-polling; dialled again after a random pause that grows.

  let socket = null;
  let isWatching = false;
  let isDialling = false;
  let tries = 0;
  let redial = 0;
  let dialledAt = 0;

  function dial() {
    window.clearTimeout(redial);
    if (!socket || isDialling || socket.connected) return;
    isDialling = true;
    dialledAt = Date.now();
    socket.connect();
  }

  function dialLater() {
    const isFiltered = tries > 3 && Date.now() - answeredAt < GONE_MS;
    const widest = Math.min(isFiltered ? FILTERED_MS : DIAL_MS.most, DIAL_MS.first * 1.6 ** tries);
    tries += 1;
    window.clearTimeout(redial);
    redial = window.setTimeout(dial, DIAL_MS.least + Math.random() * (widest - DIAL_MS.least));
  }

  function watch(answered) {
    socket.timeout(FETCH_MS).emit("watch", { as: role, of }, answered);
  }

  function listen() {
    socket = window.io({
      autoConnect: false,
      reconnection: false,
      query: { of }, // so that a balancer can bring a workshop's phones to one server
      timeout: FETCH_MS,
      transports: TRANSPORTS,
      tryAllTransports: true,
    });
    socket.on("connect", () => {
      isDialling = false;
      tries = 0;
      watch((fault, answer) => {
        if (fault) return hangUp();
        isWatching = Boolean(answer && answer.watching);
        up();
        // What was missed while away is in the part.
        soon(SPREAD_MS);
      });
    });
    socket.on("connect_error", () => {
      isDialling = false;
      // A wall that swallows WebSockets without a word: next time begin with long-polling.
      const isSwallowed = answeredAt > dialledAt;
      socket.io.opts.transports = isSwallowed ? [...TRANSPORTS].reverse() : TRANSPORTS;
      dialLater();
    });
    socket.on("disconnect", () => {
      isWatching = false;
      isDialling = false;
      down();
      soon(SPREAD_MS);
      dialLater();
    });
    socket.on("changed", () => soon(SPREAD_MS));
    dial();
  }

  // A line can be dead without having closed: who got no answer otherwise asks it.
  function checkSocket() {
    if (socket && socket.connected) watch((fault) => fault && hangUp());
  }

  function hangUp() {
    if (socket.connected) socket.io.engine.close();
  }

  // Plain looks, while nothing can be heard, and again where the last look was asked to wait.

  function poll() {
    const pause = Math.min(MOST_POLL_MS, POLL_MS * 1.5 ** misses) * (0.75 + Math.random() / 2);
    window.setTimeout(
      async () => {
        if ((!isWatching || misses) && !(isPhone && document.hidden)) await refresh();
        poll();
      },
      pause + restS * 1000
    );
  }

  // Out of the pocket, back from another page, back on the Wi-Fi.

  let hiddenAt = 0;

  function wake() {
    const slept = hiddenAt ? Date.now() - hiddenAt : 0;
    hiddenAt = 0;
    soon(0);
    dial();
    if (slept > ASLEEP_MS) checkSocket();
  }

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else wake();
  });
  window.addEventListener("pageshow", (event) => event.persisted && wake());
  // The whole room's Wi-Fi comes back at once.
  window.addEventListener("online", () => window.setTimeout(wake, Math.random() * SPREAD_MS));
  window.addEventListener("offline", down);
  document.addEventListener("torg:refresh", () => soon(0));
  document.addEventListener("torg:unreached", () => {
    down();
    checkSocket();
  });

  if (window.io) listen();
  poll();
})();
