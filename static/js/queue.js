/* The offline queue: an answer stays on this phone until the room has it, and counts once.
   Its key is made at the tap; sent again, it is the same answer. */
(function (torg) {
  "use strict";

  const main = document.querySelector("[data-part]");
  const says = document.querySelector("[data-queue]");
  if (!main || !says) return;

  const STORE = `torg-queue-${main.dataset.of}`;
  const PATIENCE_MS = 20000;
  const QUIET_MS = 900; // A quick answer is not worth a word of waiting.
  const SECOND_TAP_MS = 800;
  const PAUSE_MS = { least: 500, first: 4000, most: 15000 };
  const LATER = [400, 401, 403, 408, 425, 429];
  const NOBODY = [502, 503, 504]; // a balancer without a server behind it

  let unstored = []; // What did not fit into the phone's storage lives as long as the page.
  let sending = "";
  let failures = 0;
  let waitS = 0;
  let busy = "";
  let mended = "";
  let timer = 0;
  let isFull = false;
  let lastTap = { form: "", at: 0, left: "" };

  torg.queue = {
    again,
    all: load,
    change,
    drop,
    keep,
    takeBack,
    waiting,
    isFull: () => isFull,
    busy: () => busy,
    isLate: (entry) => failures > 0 || Date.now() - entry.at >= QUIET_MS - 20,
  };

  /* Storage: read, change, write, so that two pages of one phone do not overwrite each other. */

  function load() {
    try {
      return JSON.parse(localStorage.getItem(STORE) || "[]").concat(unstored);
    } catch (_none) {
      return unstored.slice(); // No storage, or not readable: this page remembers by itself.
    }
  }

  function save(entries) {
    unstored = [];
    isFull = false;
    try {
      localStorage.setItem(STORE, JSON.stringify(entries));
    } catch (_none) {
      saveWhatFits(entries);
    }
  }

  function saveWhatFits(entries) {
    const small = entries.filter((each) => !each.files.length);
    isFull = true;
    try {
      localStorage.setItem(STORE, JSON.stringify(small));
      unstored = entries.filter((each) => each.files.length);
    } catch (_none) {
      unstored = entries;
    }
  }

  function change(key, changes) {
    save(load().map((each) => (each.key === key ? Object.assign(each, changes) : each)));
  }

  function waiting(url) {
    return load().filter((each) => each.url === url && each.state === "waiting");
  }

  /* Undo before it went out: true when the last answer to `url` had not been sent yet. */
  function takeBack(url) {
    const last = waiting(url)
      .filter((each) => each.key !== sending)
      .pop();
    if (last) drop(last.key);
    tell();
    return Boolean(last);
  }

  /* Once more, in front of what waits: the order of the day stays. */
  function again(entries) {
    const here = load();
    const missing = entries.filter((each) => !here.some(({ key }) => key === each.key));
    const fresh = { state: "waiting", at: Date.now(), isAgain: true };
    save(missing.map((each) => Object.assign({}, each, fresh)).concat(here));
    flush();
  }

  function drop(key) {
    save(load().filter((each) => each.key !== key));
  }

  /* In: a form is sent, or words are kept because their question closed. */

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-send]");
    // On bad Wi-Fi a script may have been lost: then the form goes by itself.
    if (!form || event.defaultPrevented || !torg.refuse) return;
    event.preventDefault();
    if (isSecondTap(form) || lacksWords(form)) return;
    add(form);
  });

  /* The same key again, and nothing was changed since: a tap too many. */
  function isSecondTap(form) {
    const isSoon = lastTap.form === form.id && Date.now() - lastTap.at < SECOND_TAP_MS;
    return isSoon && lastTap.left === JSON.stringify(contentOf(form));
  }

  function lacksWords(form) {
    const field = form.querySelector("[data-words]");
    const lacks = Boolean(form.dataset.needed && field && !field.value.trim());
    torg.refuse(form, lacks ? form.dataset.needed : "");
    if (lacks) field.focus();
    return lacks;
  }

  function add(form) {
    const url = form.getAttribute("action");
    const entry = Object.assign(contentOf(form), {
      key: newKey(),
      url,
      form: form.id,
      slot: form.dataset.slot || "",
      isQuiet: "quiet" in form.dataset,
      words: wordsOf(form),
      at: Date.now(),
      state: "waiting",
    });
    const others = load().filter(
      (each) => !isReplacedBy(entry, each) && !(each.isBack && each.form === form.id)
    );
    save(others.concat(entry));
    settle(form);
    lastTap = { form: form.id, at: Date.now(), left: JSON.stringify(contentOf(form)) };
    window.setTimeout(tell, QUIET_MS);
    flush();
  }

  function isReplacedBy(newer, older) {
    return newer.slot && older.slot === newer.slot && older.url === newer.url;
  }

  function contentOf(form) {
    const photos = [...form.querySelectorAll("[data-as-file]")];
    const apart = ["key", "csrf_token"].concat(photos.map((each) => each.name));
    const isField = ([name, value]) => typeof value === "string" && !apart.includes(name);
    return {
      fields: [...new FormData(form)].filter(isField),
      files: photos.filter((each) => each.value).map((each) => [each.name, each.value]),
    };
  }

  function wordsOf(form) {
    const field = form.querySelector("[data-words]");
    return form.dataset.saying || (field && field.value.trim()) || "";
  }

  function settle(form) {
    if ("clear" in form.dataset) form.reset();
    for (const option of form.querySelectorAll("option")) option.defaultSelected = option.selected;
    for (const field of form.querySelectorAll("[data-as-file]")) field.value = "";
    form.dispatchEvent(new CustomEvent("torg:taken", { bubbles: true }));
  }

  function keep({ id, action, words, content }) {
    const entry = { url: action, form: id, fields: content, files: [], words, slot: "" };
    const sentence = says.dataset.sayClosed;
    const draft = { key: newKey(), sentence, state: "refused", isDraft: true };
    save(load().concat(Object.assign(entry, draft)));
    torg.announce(sentence);
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID needs https
    return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("");
  }

  /* Out: one by one, in order, again after a random pause that grows. */

  async function flush() {
    if (sending) return;
    window.clearTimeout(timer);
    let entry = next();
    while (entry) {
      sending = entry.key;
      // Whatever a browser may throw at one answer, the rest goes out.
      const outcome = await send(entry).catch(() => ({ later: true, isTheirs: true }));
      sending = "";
      waitS = outcome.waitS || 0;
      busy = outcome.busy || "";
      failures = outcome.later ? failures + 1 : 0;
      if (outcome.isTheirs) toTheEnd(entry.key);
      if (outcome.later && !outcome.isMended) break;
      if (!outcome.later) finish(entry, outcome);
      entry = next();
    }
    if (next()) timer = window.setTimeout(flush, pause());
    tell();
  }

  function next() {
    return load().find((each) => each.state === "waiting");
  }

  /* A room whose laptop was started again must not send all it has in the same second. */
  function pause() {
    const { least, first, most } = PAUSE_MS;
    const widest = Math.min(most, first * 1.5 ** Math.max(0, failures - 1));
    return waitS * 1000 + least + Math.random() * (widest - least);
  }

  /* What the server stumbles over must not hold up the rest. */
  function toTheEnd(key) {
    const entries = load();
    const entry = entries.find((each) => each.key === key);
    if (entry) save(entries.filter((each) => each !== entry).concat(entry));
  }

  async function send(entry) {
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const asked = { method: "POST", headers, body: bodyOf(entry) };
    const outcome = await patiently(entry.url, asked, (response) => outcomeOf(response, entry.key));
    if (!outcome) document.dispatchEvent(new CustomEvent("torg:unreached"));
    return outcome || { later: true };
  }

  /* A line that hangs is a line that is down: null after a while. */
  async function patiently(url, asked, read) {
    const patience = new AbortController();
    const watch = window.setTimeout(() => patience.abort(), PATIENCE_MS);
    const how = Object.assign({ credentials: "same-origin", signal: patience.signal }, asked);
    const answer = await fetch(url, how)
      .then(read)
      .catch(() => null);
    window.clearTimeout(watch);
    return answer;
  }

  /* Words alone go as a plain form does: smaller, and far cheaper for the server to read. */
  function bodyOf(entry) {
    const body = entry.files.length ? new FormData() : new URLSearchParams();
    body.append("key", entry.key);
    for (const [name, value] of entry.fields) body.append(name, value);
    for (const [name, data] of entry.files) body.append(name, blobOf(data), "photo.jpg");
    return body;
  }

  function blobOf(data) {
    const bytes = Uint8Array.from(atob(data.split(",")[1]), (each) => each.charCodeAt(0));
    return new Blob([bytes], { type: "image/jpeg" });
  }

  /* Only the room's own JSON is a yes or a no: a Wi-Fi's log-in page says 200 as well. */
  async function outcomeOf(response, key) {
    const isJson = (response.headers.get("Content-Type") || "").includes("json");
    const answer = isJson ? await response.json() : null;
    const { status } = response;
    if (response.ok && answer) return { answer };
    if (status === 400) return mend(key);
    if (status === 413 || (answer && status < 500 && !LATER.includes(status))) {
      return { refused: (answer && answer.refused) || says.dataset.sayKept };
    }
    const isNobody = !answer && (response.ok || NOBODY.includes(status));
    return isNobody ? null : laterOf(response, answer || {});
  }

  /* Mostly the page is from before the server was another one: a new token, and at once again. */
  async function mend(key) {
    const isMended = await renewToken();
    if (!isMended) return { later: true };
    const isFirst = mended !== key;
    mended = key;
    save(load().filter((each) => !each.isAgain));
    document.dispatchEvent(new CustomEvent("torg:stranger"));
    return { later: true, isMended: isFirst, isTheirs: !isFirst };
  }

  function laterOf({ status, headers }, { wait, refused }) {
    const waitS = Number(wait || headers.get("Retry-After")) || 0;
    const isTheirs = status >= 500 && !NOBODY.includes(status);
    const told = status === 429 || status === 503 ? refused : "";
    return { later: true, isTheirs, waitS, busy: told || (waitS ? says.dataset.sayBusy : "") };
  }

  function token() {
    return document.querySelector("meta[name=csrf-token]").content;
  }

  /* The page lets the phone in again as well, if the server does not know it. */
  async function renewToken() {
    const page = await patiently(location.pathname, {}, (answer) => answer.text());
    const fresh = new DOMParser()
      .parseFromString(page || "", "text/html")
      .querySelector("meta[name=csrf-token]");
    if (fresh) document.querySelector("meta[name=csrf-token]").content = fresh.content;
    return Boolean(fresh);
  }

  function finish(entry, outcome) {
    if (outcome.refused) {
      change(entry.key, { state: "refused", sentence: outcome.refused });
      torg.announce(outcome.refused);
      document.dispatchEvent(new CustomEvent("torg:refused"));
      return;
    }
    const { sent: sentence, number } = outcome.answer;
    const isKnown = entry.isAgain && entry.number === number;
    drop(entry.key);
    document.dispatchEvent(new CustomEvent("torg:counted", { detail: { entry, number } }));
    if (sentence && !entry.isQuiet && !isKnown) {
      const detail = { sentence, number, words: entry.words };
      torg.announce(sentence);
      document.dispatchEvent(new CustomEvent("torg:sent", { detail }));
    }
    document.dispatchEvent(new CustomEvent("torg:refresh"));
  }

  function tell() {
    document.dispatchEvent(new CustomEvent("torg:queue"));
  }

  /* When to try: at once, when the page is back, when the line is. */

  function retry() {
    // Who was asked to wait, waits.
    if (waitS) return;
    failures = Math.min(failures, 1);
    flush();
  }

  window.addEventListener("pageshow", retry);
  document.addEventListener(
    "visibilitychange",
    () => document.visibilityState === "visible" && retry()
  );
  document.addEventListener("torg:line", (event) => event.detail === "on" && retry());
})(window.torg);
