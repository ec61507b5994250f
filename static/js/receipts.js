/* Receipts: what the queue has done or still holds, in calm lines in every list that is `data-receipts`. */
(function (torg) {
  "use strict";

  const says = document.querySelector("[data-queue]");
  if (!says) return;

  torg.refuse = function (form, sentence) {
    const line = form.querySelector("[data-refused]");
    const field = form.querySelector("[data-words]");
    if (!line) return;
    line.textContent = sentence;
    line.hidden = !sentence;
    if (field) field.setAttribute("aria-invalid", String(Boolean(sentence)));
  };

  let told = "";

  document.addEventListener("torg:queue", show);
  document.addEventListener("torg:line", show);
  document.addEventListener("torg:refused", putBack);
  document.addEventListener("torg:sent", (event) => {
    const { sentence, number, words } = event.detail;
    const isShown = number && document.querySelector(`[data-receipt="${Number(number)}"]`);
    if (!isShown) addRow("sent", sentence, words);
  });
  torg.each("[data-view]", () => {
    putBack();
    show();
  });

  /* A refused answer goes back into its form, if the form is there and nothing new is written in it. */

  function putBack() {
    for (const entry of torg.queue.all().filter((each) => each.state === "refused")) {
      const form = formOf(entry);
      const field = form && form.querySelector("[data-words]");
      const now = field ? field.value.trim() : "";
      if (form && (!now || now === entry.words)) fillIn(form, entry);
    }
  }

  function fillIn(form, entry) {
    for (const [name, value] of entry.fields.concat(entry.files)) {
      for (const field of form.querySelectorAll(
        `[name="${CSS.escape(name)}"]:not([type=hidden])`
      )) {
        if (field.type === "radio") field.checked = field.value === value;
        else if (field.type !== "file") field.value = value;
      }
    }
    if (entry.isDraft || !entry.words) torg.queue.drop(entry.key);
    else torg.queue.change(entry.key, { isBack: true });
    if (!entry.isDraft) torg.refuse(form, entry.sentence);
    form.dispatchEvent(new CustomEvent("torg:back", { bubbles: true }));
  }

  function formOf(entry) {
    return entry.form
      ? document.querySelector(`form[data-keep][id="${CSS.escape(entry.form)}"]`)
      : null;
  }

  function show() {
    const entries = torg.queue.all();
    for (const list of document.querySelectorAll("[data-receipts]")) {
      for (const row of list.querySelectorAll("[data-waits]")) row.remove();
    }
    entries.filter((each) => each.state === "refused" && !isInForm(each)).forEach(addRefused);
    const late = entries.filter((each) => each.state === "waiting" && torg.queue.isLate(each));
    if (late.length) addWaiting(late);
    const isGone = "gone" in document.documentElement.dataset;
    if (isGone) addGone(late);
    announce(isGone, late);
    for (const section of document.querySelectorAll("[data-receipts-section]")) {
      section.hidden = !section.querySelector("li");
    }
  }

  function isInForm(entry) {
    return entry.isBack && Boolean(formOf(entry));
  }

  function addWaiting(entries) {
    const words = entries.map((each) => each.words).filter(Boolean);
    const full = torg.queue.isFull() ? [says.dataset.sayFull] : [];
    addNote("waiting", waitingSentence(entries), full.concat(words).join("\n"));
  }

  function waitingSentence(entries) {
    return torg.queue.busy() || torg.fill(says.dataset.sayWaiting, { n: entries.length });
  }

  /* Between the questions the page says by itself that it waits. */
  function addGone(late) {
    if (late.length || !document.querySelector("[data-view=lookup]")) {
      addNote("gone", goneSentence(late), "");
    }
  }

  function goneSentence(late) {
    return late.length ? says.dataset.sayGone : says.dataset.sayAway;
  }

  /* Said aloud once when it begins, not at every try. */
  function announce(isGone, late) {
    const sentence = late.length ? waitingSentence(late) : "";
    const news = isGone ? goneSentence(late) : sentence;
    if (news && news !== told) torg.announce(news);
    told = news;
  }

  function addNote(kind, sentence, words) {
    for (const row of addRow(kind, sentence, words)) row.dataset.waits = "";
  }

  function addRefused(entry) {
    for (const row of addRow("refused", entry.sentence, entry.words)) {
      row.dataset.waits = entry.key;
      row.querySelector("[data-change]").hidden = !formOf(entry);
    }
  }

  function addRow(kind, sentence, words) {
    const model = document.querySelector(`template[data-row=${kind}]`);
    return [...document.querySelectorAll("[data-receipts]")].map((list) => {
      const row = model.content.firstElementChild.cloneNode(true);
      row.querySelector(".receipt-says").textContent = sentence;
      row.querySelector(".receipt-words").textContent = words;
      list.prepend(row);
      return row;
    });
  }

  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-change], [data-drop]");
    const row = key && key.closest("[data-waits]");
    const entry = row && torg.queue.all().find((each) => each.key === row.dataset.waits);
    if (!entry) return;
    if ("drop" in key.dataset) torg.queue.drop(entry.key);
    else fillIn(formOf(entry), entry);
    show();
  });
})(window.torg);
