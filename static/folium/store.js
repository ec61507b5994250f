/* What the map knows: the notes, which of them are wanted, and who wants to hear of a change. */
window.torgMap = (() => {
  "use strict";

  const hearers = {};
  // "facet value" that is unticked; what the desk took away is away until it is asked for.
  const off = new Set(["state hidden", "state returned"]);
  const step = { at: 0, mode: "until" }; // 0: the whole time
  const store = { data: null, shown: [], chosen: [], fresh: new Map(), notes: new Map() };
  let query = "";

  store.on = (topic, hear) => {
    hearers[topic] = hearers[topic] || [];
    hearers[topic].push(hear);
  };

  store.tell = (topic) => {
    for (const hear of hearers[topic] || []) hear(store);
  };

  /* Words. People's words come from the data and leave as text only. */

  store.element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  store.say = (key, values) =>
    (store.data.words[key] || "").replace(/\{(\w+)\}/g, (_, name) => values[name]);

  store.number = (value) => value.toLocaleString(store.data.words.language);

  const folded = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "");

  const searched = (note) => {
    if (note.words === undefined) note.words = folded(`${note.ref} ${note.text || ""}`);
    return note.words;
  };

  /* Picking. */

  const hasWords = (note) => {
    if (!query) return true;
    if (/^\d+$/.test(query) && note.number === Number(query)) return true;
    return searched(note).includes(query);
  };

  const isInTime = (note) => {
    if (!step.at) return true;
    if (!note.time) return false;
    if (step.mode === "until") return note.time <= step.at;
    return step.mode === "from" ? note.time >= step.at : note.time === step.at;
  };

  const isTicked = (note, but) =>
    store.data.facets.every((facet, i) => i === but || !off.has(`${facet.key} ${note.of[i]}`));

  const pick = () => {
    store.shown = store.data.notes.filter(
      (note) => isTicked(note, -1) && isInTime(note) && hasWords(note)
    );
    store.tell("shown");
  };

  store.isOff = (facet, value) => off.has(`${facet} ${value}`);

  store.tick = (facet, value, on) => {
    if (on) off.delete(`${facet} ${value}`);
    else off.add(`${facet} ${value}`);
    pick();
  };

  store.search = (text) => {
    query = folded(text.trim());
    pick();
  };

  store.step = () => step;

  store.setStep = (at, mode) => {
    step.at = at;
    step.mode = mode || step.mode;
    pick();
  };

  store.clear = () => {
    off.clear();
    query = "";
    step.at = 0;
    pick();
    store.tell("cleared");
  };

  /* How many notes each value of a facet has among those that all else lets through. */
  store.counts = (nth) => {
    const sums = {};
    for (const note of store.data.notes) {
      if (!isTicked(note, nth) || !isInTime(note) || !hasWords(note)) continue;
      sums[note.of[nth]] = (sums[note.of[nth]] || 0) + 1;
    }
    return sums;
  };

  /* What a note is called in a facet; "" where the map does not ask for that. */
  store.named = (note, key) => {
    const nth = store.data.facets.findIndex((facet) => facet.key === key);
    if (nth < 0) return "";
    const found = store.data.facets[nth].values.find((value) => value.key === note.of[nth]);
    return found ? found.name : "";
  };

  store.sign = (note) => note.of[0];

  store.choose = (notes) => {
    store.chosen = notes;
    store.tell("chosen");
  };

  /* Take in what the map shows, again whenever it changed; what is new is known for a while. */
  store.take = (data) => {
    const isFirst = !store.data;
    const before = store.notes;
    store.data = data;
    store.notes = new Map(data.notes.map((note) => [note.number, note]));
    if (!isFirst) {
      for (const note of data.notes) {
        if (!before.has(note.number)) store.fresh.set(note.number, performance.now());
      }
      store.chosen = store.chosen.map((note) => store.notes.get(note.number)).filter(Boolean);
    }
    store.tell("data");
    pick();
    if (!isFirst) store.tell("chosen");
  };

  return store;
})();
