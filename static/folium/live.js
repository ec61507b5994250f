/* A live map: asks for its data, asks again when the room changed, and lets the desk decide. */
(() => {
  "use strict";

  const store = window.torgMap;
  const place = document.querySelector("[data-map-url]");
  const acts = document.getElementById("map-acts");
  const AGAIN_MS = 2000;
  const FATES = { release: "released", hide: "hidden", hold: "held" };
  let etag = "";
  let waiting = 0;
  let isAsking = false;

  const soon = (ms) => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, ms);
  };

  /* The data may lag behind a room that sends: they say their version, and are asked for again. */
  const isBehind = () => {
    const now = document.querySelector("[data-map-version]");
    return Boolean(now) && (!store.data || store.data.version !== now.dataset.mapVersion);
  };

  const take = async (answer) => {
    if (answer.redirected) return window.location.reload();
    if (answer.status !== 200) return undefined;
    const data = await answer.json();
    etag = answer.headers.get("ETag");
    return store.data ? store.take(data) : store.begin(data);
  };

  async function ask() {
    if (isAsking) return;
    isAsking = true;
    try {
      const headers = { Accept: "application/json" };
      if (etag) headers["If-None-Match"] = etag;
      await take(await fetch(place.dataset.mapUrl, { headers, credentials: "same-origin" }));
    } catch (_fault) {
      soon(AGAIN_MS);
    }
    isAsking = false;
    if (isBehind()) soon(AGAIN_MS);
  }

  const look = () => isBehind() && soon(0);

  document.addEventListener("torg:part", look);
  document.addEventListener("torg:arrived", () => window.setTimeout(look, 0));
  if (place.dataset.mapEvery) window.setInterval(ask, Number(place.dataset.mapEvery) * 1000);

  document.addEventListener("torg:card", ({ detail: note }) => {
    if (!acts) return;
    acts.elements.number.value = String(note.number);
    const state = note.state || "released";
    acts.hidden = state === "merged";
    for (const key of acts.querySelectorAll("button")) key.hidden = FATES[key.value] === state;
  });

  ask();
})();
