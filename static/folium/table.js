/* The same notes as a table: for those who do not see the map, and for those who want to read. */
(() => {
  "use strict";

  const store = window.torgMap;
  const PAGE = 100;
  const body = document.getElementById("map-rows");
  const more = document.getElementById("map-more");
  const heads = [...document.querySelectorAll("[data-sort]")];
  const sorting = { by: "number", down: false };
  let most = PAGE;
  let sorted = [];

  /* The place in words; what is not on the map says why. */
  const whereOf = (note) => {
    const why = note.at && !note.apart ? "" : store.named(note, "where");
    return [note.place, why].filter(Boolean).join(" · ");
  };

  const value = (note, by) => {
    if (by === "number" || by === "hearts" || by === "time") return note[by] || 0;
    if (by === "category") return store.named(note, "category");
    if (by === "place") return whereOf(note);
    return note.text || "";
  };

  const sort = () => {
    const { by, down } = sorting;
    const compare = new Intl.Collator(store.data.words.language, { numeric: true }).compare;
    const sign = down ? -1 : 1;
    sorted = store.shown
      .map((note) => [value(note, by), note])
      .sort(([a, one], [b, two]) => {
        const off = typeof a === "number" ? a - b : compare(a, b);
        return sign * off || one.number - two.number;
      })
      .map(([, note]) => note);
  };

  /* `label` names the column where the table is too narrow for columns. */
  const cell = (words, className, label) => {
    const made = store.element("td", className, words);
    made.dir = "auto";
    if (label) made.dataset.label = store.data.words[label];
    return made;
  };

  const row = (note) => {
    const line = store.element("tr");
    const head = store.element("th");
    head.scope = "row";
    const key = store.element("button", "map-ref", note.ref);
    key.type = "button";
    key.addEventListener("click", () => (note.at ? onMap(note) : store.choose([note])));
    head.append(key);
    const kind = store.element("td", "map-kind");
    kind.append(
      store.signFor(store.sign(note)),
      store.element("span", "", store.named(note, "category"))
    );
    const time = note.time ? store.data.times[note.time - 1] : null;
    const where = whereOf(note);
    const state = note.state ? store.named(note, "state") : "";
    const words = cell(note.text || store.data.words.noWords, "map-words");
    if (state) words.append(store.element("small", "", state));
    line.append(
      head,
      words,
      kind,
      cell(where, "", "place"),
      cell(time ? time.name : "", "", "time"),
      cell(note.hearts ? store.number(note.hearts) : "", "map-figure", "hearts")
    );
    return line;
  };

  const onMap = (note) => {
    document.querySelector("[data-view=map]").click();
    store.goTo(note);
  };

  const isSeen = () => document.getElementById("map-app").dataset.shows === "table";

  const draw = () => {
    if (!isSeen()) return;
    sort();
    body.replaceChildren(...sorted.slice(0, most).map(row));
    const left = sorted.length - most;
    more.hidden = left <= 0;
    more.textContent = store.say("more", { n: store.number(Math.min(PAGE, left)) });
    for (const head of heads) {
      const isBy = head.dataset.sort === sorting.by;
      head
        .closest("th")
        .setAttribute("aria-sort", isBy ? (sorting.down ? "descending" : "ascending") : "none");
    }
  };

  for (const head of heads) {
    head.addEventListener("click", () => {
      sorting.down =
        sorting.by === head.dataset.sort ? !sorting.down : head.dataset.sort === "hearts";
      sorting.by = head.dataset.sort;
      draw();
    });
  }
  more.addEventListener("click", () => {
    const first = most;
    most += PAGE;
    draw();
    body.children[first].querySelector("button").focus();
  });
  store.on("shown", () => {
    most = PAGE;
    draw();
  });
  store.on("view", draw);
})();
