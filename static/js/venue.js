/* The venue test, loaded only while one is on: fetch what a vote would bring, and say how it went. */
(function (torg) {
  "use strict";

  const SPREAD_MS = 1500; // Phones of a room do not open the vote in the same instant either.
  const SOCKET_MS = 6000;
  const done = new Set();

  torg.each("[data-venue]", (line) => {
    const number = line.dataset.number;
    if (done.has(number)) return say(line, "done");
    done.add(number);
    window.setTimeout(() => run(number), Math.random() * SPREAD_MS);
  });

  async function run(number) {
    const { venue, csrf } = here();
    if (!venue) return;
    try {
      const part = document.querySelector("[data-part]").dataset.part;
      const partMs = await time(part);
      const pageMs = await time(`${venue}/page`);
      const websocket = (await opensSocket()) ? "1" : "0";
      const body = new URLSearchParams({ number, part_ms: partMs, page_ms: pageMs, websocket });
      const answer = await fetch(venue, { method: "POST", body, headers: { "X-CSRFToken": csrf } });
      if (!answer.ok) throw new Error(answer.status);
      say(document.querySelector("[data-venue]"), "done");
    } catch (_fault) {
      const line = document.querySelector("[data-venue]");
      if (line) line.hidden = true; // The desk sees who did not answer; here is nothing to do.
    }
  }

  function here() {
    const line = document.querySelector("[data-venue]");
    const token = document.querySelector("meta[name=csrf-token]");
    return { venue: line && line.dataset.venue, csrf: token ? token.content : "" };
  }

  async function time(address) {
    const began = window.performance.now();
    const answer = await fetch(address, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    await answer.arrayBuffer();
    return Math.max(1, Math.round(window.performance.now() - began));
  }

  /* Some Wi-Fi lets pages through and sockets not. */
  function opensSocket() {
    if (!window.WebSocket) return Promise.resolve(false);
    return new Promise((tell) => {
      const scheme = window.location.protocol === "https:" ? "wss" : "ws";
      const address = `${scheme}://${window.location.host}/socket.io/?EIO=4&transport=websocket`;
      const socket = new WebSocket(address);
      const end = (opens) => {
        tell(opens);
        socket.close();
      };
      socket.onmessage = () => end(true); // The server speaks first.
      socket.onerror = () => end(false);
      window.setTimeout(end, SOCKET_MS, false);
    });
  }

  function say(line, state) {
    const words = line && line.querySelector("[data-words-of-test]");
    if (words) words.textContent = line.dataset[state];
    if (line) line.dataset.state = state;
  }
})(window.torg);
