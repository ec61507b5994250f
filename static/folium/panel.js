/* Beside the map: search, what to pick, how it is shown, and how many notes that leaves. */
(() => {
  "use strict";

  const store = window.torgMap;
  const search = document.getElementById("map-search");
  let waiting = 0;

  const row = (facet, value) => {
    const label = store.element("label", "map-row");
    const box = store.element("input");
    Object.assign(box, { type: "checkbox", checked: !store.isOff(facet.key, value.key) });
    box.dataset.tick = `${facet.key} ${value.key}`;
    box.addEventListener("change", () => store.tick(facet.key, value.key, box.checked));
    const words = store.element("span", "", value.name);
    words.dir = "auto";
    label.append(box);
    if (facet.key === "category") label.append(store.signFor(value.key));
    label.append(words, store.element("b"));
    return label;
  };

  const section = (facet, nth) => {
    const fold = store.element("details", "map-facet");
    fold.open = nth === 0;
    fold.dataset.facet = facet.key;
    fold.append(store.element("summary", "", facet.title));
    const group = store.element("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", facet.title);
    group.append(...facet.values.map((value) => row(facet, value)));
    fold.append(group);
    return fold;
  };

  let last = "";
  const list = () => {
    const now = JSON.stringify(store.data.facets);
    if (now === last) return;
    last = now;
    const box = document.getElementById("map-facets");
    const open = new Set([...box.querySelectorAll("[open]")].map((each) => each.dataset.facet));
    const focus = document.activeElement && document.activeElement.dataset.tick;
    const isFirst = !box.childElementCount;
    const sections = store.data.facets.map(section);
    for (const each of sections) if (!isFirst) each.open = open.has(each.dataset.facet);
    box.replaceChildren(...sections);
    if (focus) {
      const again = [...box.querySelectorAll("input")].find((each) => each.dataset.tick === focus);
      if (again) again.focus();
    }
  };

  const count = () => {
    store.data.facets.forEach((facet, nth) => {
      const sums = store.counts(nth);
      for (const value of facet.values) {
        const box = [...document.querySelectorAll("[data-tick]")].find(
          (each) => each.dataset.tick === `${facet.key} ${value.key}`
        );
        if (box) box.parentElement.lastChild.textContent = store.number(sums[value.key] || 0);
      }
    });
    const [n, all] = [store.shown.length, store.data.notes.length];
    const words = store.say("shown", { n: store.number(n), all: store.number(all) });
    const said = document.getElementById("map-shown");
    if (said.textContent !== words) said.textContent = words;
    document.getElementById("map-clear").hidden = n === all;
    document.getElementById("map-nothing").hidden = n > 0 || !all;
  };

  search.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => store.search(search.value), 150);
  });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    store.search(search.value);
    const placed = store.shown.filter((note) => note.at);
    if (placed.length === 1) store.goTo(placed[0]);
    else if (store.shown.length === 1) store.choose(store.shown);
  });

  for (const key of document.querySelectorAll("[data-way]")) {
    key.addEventListener("change", () => store.setWay(key.value));
  }

  document.getElementById("map-clear").addEventListener("click", () => {
    search.value = "";
    store.clear();
    search.focus();
  });

  for (const tab of document.querySelectorAll("[data-view]")) {
    tab.addEventListener("click", () => {
      document.getElementById("map-app").dataset.shows = tab.dataset.view;
      for (const each of document.querySelectorAll("[data-view]")) {
        each.setAttribute("aria-pressed", String(each === tab));
      }
      store.tell("view");
      window.map_torg.invalidateSize({ animate: false });
    });
  }

  store.on("way", () => {
    for (const key of document.querySelectorAll("[data-way]"))
      key.checked = key.value === store.way();
  });
  store.on("cleared", () => {
    for (const box of document.querySelectorAll("[data-tick]")) box.checked = true;
  });
  store.on("data", list);
  store.on("shown", count);
})();
