/* What was sent is kept on this phone for the day. If another laptop takes over with a backup that
   is a little older, it is sent again with its key: there too it counts once. */
(function (torg) {
  "use strict";

  const main = document.querySelector("[data-part]");
  // On a helper's device answers belong to many people, and only the desk knows to whom.
  if (!main || !torg.queue || document.querySelector(".stands-in")) return;

  const STORE = `torg-sent-${main.dataset.of}`;
  const KEPT_MS = 12 * 60 * 60 * 1000;
  const MOST = 40;

  document.addEventListener("torg:counted", ({ detail: { entry, number } }) => {
    const { life, entries } = read();
    if (!/\/(answers|hearts)\//.test(entry.url)) {
      // Taken back or corrected: what was said first must not come again.
      write({ life, entries: entries.filter((each) => each.slot) });
      return;
    }
    const others = entries.filter((each) => each.key !== entry.key && !isReplaced(each, entry));
    const { key, url, form, slot, fields, files, words } = entry;
    const copy = { key, url, form, slot, fields, files, words, number, sentAt: Date.now() };
    write({ life, entries: others.concat(copy).slice(-MOST) });
  });

  // Which data answer: another name, and what is kept here may not be among them.
  document.addEventListener("torg:life", ({ detail: now }) => {
    const { life, entries } = read();
    if (life === now) return;
    write({ life: now, entries });
    if (life) torg.queue.again(entries);
  });

  // Who was not recognised is somebody else there: sent again, it would count twice.
  document.addEventListener("torg:stranger", () => write({ life: read().life, entries: [] }));

  function isReplaced(older, newer) {
    return newer.slot && older.slot === newer.slot && older.url === newer.url;
  }

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE)) || { life: "", entries: [] };
      const entries = kept.entries.filter((each) => Date.now() - each.sentAt < KEPT_MS);
      return { life: kept.life, entries };
    } catch (_none) {
      return { life: "", entries: [] }; // No storage: then there is only the laptop's own.
    }
  }

  function write(kept) {
    try {
      localStorage.setItem(STORE, JSON.stringify(kept));
    } catch (_full) {
      writeWithoutPhotos(kept);
    }
  }

  function writeWithoutPhotos({ life, entries }) {
    const light = entries.map((each) => Object.assign(each, { files: [] }));
    try {
      localStorage.setItem(STORE, JSON.stringify({ life, entries: light }));
    } catch (_full) {
      localStorage.removeItem(STORE); // What waits to be sent needs the room more.
    }
  }
})(window.torg);
