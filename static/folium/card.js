/* A note's card: its number and words, what it is about, where and when, its photo. */
(() => {
  "use strict";

  const store = window.torgMap;
  const map = window.map_torg;
  const card = document.getElementById("map-card");
  let at = 0;
  let before = null;

  const fact = (key, value) => {
    if (!value) return [];
    const words = store.element("dd", "", value);
    words.dir = "auto";
    return [store.element("dt", "", store.data.words[key] || key), words];
  };

  const facetFacts = (note) =>
    store.data.facets
      .slice(1)
      .filter((facet) => facet.key !== "where" || (!note.place && note.at === undefined))
      .flatMap((facet) => fact(facet.title, store.named(note, facet.key)));

  const facts = (note) => {
    const list = store.element("dl", "map-facts");
    const time = note.time && store.data.times[note.time - 1];
    list.append(
      ...fact("place", note.place),
      ...fact("time", time && time.name),
      ...facetFacts(note),
      ...fact("hearts", note.hearts && store.number(note.hearts)),
      ...fact("agree", note.agree && store.number(note.agree)),
      ...fact("disagree", note.disagree && store.number(note.disagree))
    );
    return list;
  };

  const photo = (note) => {
    const source = note.photo && (store.data.photos || {})[note.photo];
    if (!source) return [];
    const image = store.element("img", "map-photo");
    image.alt = store.say("photo", { ref: note.ref });
    image.src = source;
    return [image];
  };

  const show = () => {
    const notes = store.chosen;
    card.hidden = !notes.length;
    if (!notes.length) return;
    at = Math.min(at, notes.length - 1);
    const note = notes[at];
    const title = store.element("h2", "map-card-title");
    title.tabIndex = -1;
    title.append(store.signFor(store.sign(note)), store.element("span", "", note.ref));
    const kind = store.element("p", "map-card-kind", store.named(note, "category"));
    const words = store.element("p", "map-card-words", note.text || store.data.words.noWords);
    words.dir = "auto";
    document
      .getElementById("map-card-said")
      .replaceChildren(title, words, ...photo(note), kind, facts(note));
    const many = document.getElementById("map-card-many");
    many.hidden = notes.length < 2;
    many.querySelector("span").textContent = store.say("here", { n: at + 1, all: notes.length });
    document.dispatchEvent(new CustomEvent("torg:card", { detail: note }));
  };

  const turn = (by) => {
    at = (at + by + store.chosen.length) % store.chosen.length;
    show();
  };

  const close = () => {
    store.choose([]);
    if (before && before.isConnected) before.focus();
    before = null;
  };

  store.on("chosen", () => {
    const isNew = card.hidden;
    if (isNew) {
      at = 0;
      before = document.activeElement;
    }
    show();
    if (isNew && !card.hidden) card.querySelector("h2").focus({ preventScroll: true });
  });
  card.querySelector("[data-close]").addEventListener("click", close);
  card.querySelector("[data-turn='-1']").addEventListener("click", () => turn(-1));
  card.querySelector("[data-turn='1']").addEventListener("click", () => turn(1));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) close();
  });
  map.on("movestart", () => {
    before = map.getContainer();
  });
})();
