// The desk: forms are sent without leaving the page, keys press their buttons, clocks run.
// Without it every form and link works by itself.
(() => {
  "use strict";

  const KEYS_OFF = "torg-keys-off";
  const REFRESH_MS = 20000;
  const PATIENCE_MS = 15000;
  const root = document.documentElement;
  const part = document.querySelector("[data-part]");
  let sending = Promise.resolve();
  let kept = null;

  // Sending: the answer is the whole page after the redirect; its regions are swapped in.

  function send(form, submitter, isAutosave) {
    const body = new FormData(form);
    if (submitter && submitter.name) body.append(submitter.name, submitter.value);
    const action = (submitter && submitter.getAttribute("formaction")) || form.action;
    const buttons = form.querySelectorAll("button");
    if (!isAutosave) setDisabled(buttons, true);
    sending = sending
      .then(() => ask(action, { method: "POST", body }))
      .then((answer) => arrive(answer, isAutosave ? form : null))
      .catch(notDone)
      .then(() => setDisabled(buttons, false));
  }

  // A line that hangs is a line that is down.
  function ask(url, how) {
    const patience = new AbortController();
    const watch = window.setTimeout(() => patience.abort(), PATIENCE_MS);
    const asked = Object.assign({ headers: { Accept: "text/html" }, signal: patience.signal }, how);
    return fetch(url, asked).finally(() => window.clearTimeout(watch));
  }

  // Pressed again it is done once: each button says what its page had seen.
  function notDone() {
    const line = lineWords();
    say(line ? line.dataset.unsure : "");
    document.dispatchEvent(new Event("torg:unreached"));
  }

  function setDisabled(buttons, isDisabled) {
    for (const button of buttons) {
      if (isDisabled) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  function visit(url) {
    sending = sending
      .then(() => ask(url))
      .then((answer) => arrive(answer, null))
      .catch(notDone);
  }

  async function arrive(answer, form) {
    if (answer.status >= 500) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-region]")) {
      if (answer.redirected) window.location.assign(answer.url);
      else window.location.reload();
      return;
    }
    const keepsForm = form && answer.ok;
    if (window.torg) await window.torg.letGo();
    remember();
    for (const region of document.querySelectorAll("[data-region]")) {
      const fresh = page.querySelector(`[data-region="${region.dataset.region}"]`);
      if (!fresh || !region.isConnected || (keepsForm && region.contains(form))) continue;
      if (fresh.dataset.part) region.dataset.part = fresh.dataset.part;
      region.replaceChildren(...document.adoptNode(fresh).childNodes);
    }
    document.dispatchEvent(new Event("torg:arrived"));
    document.title = page.title;
    if (answer.ok) window.history.replaceState(null, "", answer.url);
    settle();
  }

  function say(words) {
    const said = document.querySelector('[data-region="said"]');
    if (!said || !words) return;
    const line = document.createElement("p");
    line.className = "notice is-wait";
    line.textContent = words;
    said.replaceChildren(line);
  }

  // What a swap must not take away: the focus, what is being typed, what is folded out.

  function remember() {
    const at = document.activeElement;
    const open = [...document.querySelectorAll("details[open] > summary")].map(nameOf);
    kept = { open, focus: at ? nameOf(at) : "", value: null };
    if (at && at.matches("input, textarea")) {
      kept.value = at.value;
      kept.from = at.selectionStart;
    }
  }

  function nameOf(element) {
    return element.dataset.focus || element.id || element.getAttribute("aria-label") || "";
  }

  function named(name, kind) {
    const found = [...document.querySelectorAll(kind)];
    return found.find((element) => name && nameOf(element) === name);
  }

  function settle() {
    if (kept) {
      for (const name of kept.open) {
        const summary = named(name, "summary");
        if (summary) summary.parentElement.open = true;
      }
      restoreFocus();
      kept = null;
    }
    copyCounts();
    startClocks();
  }

  function restoreFocus() {
    if (document.activeElement && document.activeElement !== document.body) return;
    const again = named(kept.focus, "a, button, input, textarea, select, summary");
    if (!again) return;
    if (kept.value !== null && again.type !== "hidden") again.value = kept.value;
    again.focus({ preventScroll: true });
  }

  function copyCounts() {
    const source = document.querySelector("[data-waiting]");
    const badge = document.querySelector("[data-waiting-count]");
    if (source && badge) {
      badge.textContent = source.dataset.waiting;
      badge.hidden = source.dataset.waiting === "0";
    }
    const words = lineWords();
    if (source && words && root.dataset.line !== "off") words.textContent = source.dataset.saved;
  }

  function lineWords() {
    return document.querySelector("[data-line-words]");
  }

  document.addEventListener("torg:before-part", remember);
  document.addEventListener("torg:part", settle);
  document.addEventListener("torg:line", (event) => {
    const words = lineWords();
    if (!words) return;
    words.dataset.on = words.dataset.on || words.textContent;
    words.textContent = event.detail === "on" ? words.dataset.on : words.dataset.off;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-act]")) return;
    event.preventDefault();
    const submitter = event.submitter;
    if (submitter && submitter.getAttribute("aria-disabled") === "true") return;
    send(form, submitter, false);
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.matches("[data-autosave]")) send(form, null, true);
  });

  document.addEventListener("click", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    const link = event.target.closest("a[data-link]");
    if (link && plain) {
      event.preventDefault();
      visit(link.href);
    }
    const to = event.target.closest("[data-to]");
    if (to) document.getElementById(to.dataset.to).querySelector("button").focus();
    if (event.target.closest("[data-open-keys]")) openKeys();
    if (event.target.closest("[data-print]")) window.print();
  });

  // Keys: one letter presses the button that shows it. They can be switched off.

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, dialog, [role=application]")) return;
    if (event.key !== "?" && isOff()) return;
    const key = event.key.toUpperCase();
    const button = [...document.querySelectorAll("[data-key]")].find(
      (each) => each.dataset.key === key && each.offsetParent !== null
    );
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
    if (button.matches("summary")) button.parentElement.querySelector("button").focus();
  });

  function isOff() {
    return window.localStorage.getItem(KEYS_OFF) === "1";
  }

  function openKeys() {
    const dialog = document.querySelector("[data-keys]");
    if (!dialog) return;
    dialog.querySelector("[data-keys-on]").checked = !isOff();
    dialog.showModal();
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-keys-on]")) return;
    window.localStorage.setItem(KEYS_OFF, event.target.checked ? "0" : "1");
  });

  // Clocks run here; the minute and the hint come from the server.

  let started = 0;

  function startClocks() {
    started = window.performance.now();
  }

  function runClocks() {
    const gone = Math.floor((window.performance.now() - started) / 1000);
    for (const clock of document.querySelectorAll("[data-seconds]")) {
      const seconds = Number(clock.dataset.seconds) + gone;
      const rest = String(seconds % 60).padStart(2, "0");
      clock.textContent = `${Math.floor(seconds / 60)}:${rest}`;
    }
  }

  // The preview is the real screen, 1440 px wide, made small.

  const preview = document.querySelector("[data-preview]");

  function scalePreview() {
    preview.style.setProperty("--preview", String(preview.clientWidth / 1440));
  }

  if (preview) {
    new ResizeObserver(scalePreview).observe(preview);
    scalePreview();
  }

  startClocks();
  window.setInterval(runClocks, 1000);
  if (part) {
    window.setInterval(() => {
      if (!document.hidden) document.dispatchEvent(new Event("torg:refresh"));
    }, REFRESH_MS);
  }
})();
