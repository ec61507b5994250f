// Sends forms and follows links of the planner's room without losing the place: asks for the page
// as a browser would and swaps its regions in. Without this script everything works by reloading.
(function () {
  "use strict";

  const root = document.documentElement;
  const pollMs = 1000;
  root.dataset.script = "on";

  function regions(page) {
    return [...page.querySelectorAll("[data-region]")];
  }

  const unsent = "form[data-quiet]:not([data-sent])";

  function formOf(part) {
    const form = part.closest("form");
    return form ? new URL(form.action).pathname + (form.dataset.form || "") : "";
  }

  // On a phone the pages stand in one line that is wider than the glass.
  function showTab() {
    const here = document.querySelector(".planner-tabs [aria-current]");
    if (here) here.parentElement.scrollLeft = here.offsetLeft - here.parentElement.offsetLeft - 24;
  }

  function foldOf(details) {
    return details.dataset.fold || formOf(details);
  }

  function place() {
    const focused = document.activeElement;
    return {
      scrolls: regions(document).map((each) => [each.dataset.region, each.scrollTop]),
      page: window.scrollY,
      focus: focused && focused.dataset ? focused.dataset.focus || focused.id : "",
      caret: focused && focused.selectionStart,
      unfolded: [
        ...document.querySelectorAll(`${unsent} details[open], details[data-fold][open]`),
      ].map(foldOf),
    };
  }

  function goBackTo(kept) {
    for (const [name, top] of kept.scrolls) {
      const region = document.querySelector(`[data-region="${name}"]`);
      if (region) region.scrollTop = top;
    }
    for (const each of document.querySelectorAll("form details, details[data-fold]")) {
      each.open = each.open || kept.unfolded.includes(foldOf(each));
    }
    window.scrollTo(0, kept.page);
    if (!kept.focus) return;
    const name = CSS.escape(kept.focus);
    const focused = document.querySelector(`[data-focus="${name}"], #${name}`);
    if (!focused) return;
    focused.focus({ preventScroll: true });
    if (typeof kept.caret === "number" && typeof focused.selectionStart === "number") {
      focused.setSelectionRange(kept.caret, kept.caret);
    }
  }

  // What was typed and not sent yet, by form and field; it survives a tick, and a look elsewhere.
  const drafts = new Map();

  function fieldsOf(form) {
    const silent = ["hidden", "radio", "submit", "button"];
    return [...form.elements].filter((each) => each.name && !silent.includes(each.type));
  }

  function keyOf(field) {
    return `${formOf(field)} ${field.name}`;
  }

  // What was refused came back in its fields: it is not sent yet either.
  function isTouched(field) {
    const was = field.form.elements[`was-${field.name}`];
    if (was) return field.value !== was.value;
    if ("typed" in field.dataset) return true;
    if (!field.options) return field.value !== field.defaultValue;
    return [...field.options].some((each) => each.selected !== each.defaultSelected);
  }

  function waiting() {
    return [...document.querySelectorAll(unsent)].flatMap(fieldsOf);
  }

  function keepDrafts() {
    for (const field of waiting().filter(isTouched)) {
      const was = field.form.elements[`was-${field.name}`];
      drafts.set(keyOf(field), { value: field.value, was: was && was.value });
    }
  }

  function putDrafts() {
    for (const field of waiting()) {
      const draft = drafts.get(keyOf(field));
      if (!draft) continue;
      field.value = draft.value;
      if (draft.was !== undefined) field.form.elements[`was-${field.name}`].value = draft.was;
      const folded = field.closest("details");
      if (folded) folded.open = true;
    }
  }

  function forgetDrafts(form) {
    form.dataset.sent = "yes";
    for (const field of fieldsOf(form)) drafts.delete(keyOf(field));
  }

  // The server escaped every word; these are the pieces the page was born from.
  function swap(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = regions(page);
    if (!fresh.length) return false;
    const kept = place();
    keepDrafts();
    for (const each of fresh) {
      const old = document.querySelector(`[data-region="${each.dataset.region}"]`);
      if (old) old.replaceWith(document.adoptNode(each));
    }
    putDrafts();
    goBackTo(kept);
    showTab();
    return true;
  }

  async function load(address, options) {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    if (answer.status >= 500) throw new Error(answer.statusText);
    if (!swap(await answer.text())) {
      // Another page, as after a long absence: go there, or begin again with a fresh one.
      if (options) window.location.reload();
      else window.location.assign(answer.url);
      return;
    }
    if (answer.ok) window.history.replaceState(null, "", answer.url);
    const clash = document.querySelector(".clash");
    if (clash) clash.scrollIntoView({ block: "nearest" });
    watch();
    return answer.ok;
  }

  // Returns what loads the answer to a form as it is filled now.
  function sender(form, button) {
    const body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    if (form.method === "post") {
      return () => {
        catchUp(form, body);
        return load(form.action, { method: "POST", body });
      };
    }
    const address = new URL(form.action);
    address.search = new URLSearchParams(body).toString();
    return () => load(address.href);
  }

  // A form that waited for the one before it would clash with that one's own change.
  function catchUp(form, body) {
    const fresh = [...document.forms].find((each) => each.action === form.action);
    if (form.isConnected || !fresh) return;
    for (const name of [...body.keys()].filter((each) => each.startsWith("was-"))) {
      if (fresh.elements[name]) body.set(name, fresh.elements[name].value);
    }
  }

  function tell(what) {
    document.dispatchEvent(new CustomEvent(`torg:${what}`));
  }

  // The line is gone, or the server is: the page stays with all that was typed, to be sent again.
  function keepUnsent(form) {
    const here = [...document.forms].find((each) => each.action === form.action) || form;
    delete here.dataset.sent;
    tell("lost");
  }

  // One after the other, so that a quick second tick is not lost.
  let sending = Promise.resolve();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-quiet")) return;
    event.preventDefault();
    const send = sender(form, event.submitter);
    // Where a file is asked for, its own row says how it goes.
    const isPost = form.method === "post" && !form.closest("[data-part]");
    forgetDrafts(form);
    if (isPost) tell("sending");
    sending = sending
      .then(send)
      .then((isKept) => isPost && tell(isKept ? "saved" : "refused"))
      .catch(() => keepUnsent(form));
  });

  document.addEventListener("change", (event) => {
    if (event.target.hasAttribute("data-send")) event.target.form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-quiet]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (!link || !plain) return;
    event.preventDefault();
    window.history.pushState(null, "", link.href);
    load(link.href)
      .then(() => show(link.hash))
      .catch(() => window.location.assign(link.href));
  });

  // Evidence carried across with the pointer does what its box does; keys press the box.
  let carried = "";

  document.addEventListener("dragstart", (event) => {
    const thing = event.target.closest && event.target.closest("[data-drag]");
    carried = thing ? thing.dataset.drag : "";
    if (thing) event.dataTransfer.setData("text/plain", thing.id);
  });

  function dropOn(event) {
    return carried && event.target.closest && event.target.closest("[data-drop]");
  }

  document.addEventListener("dragover", (event) => {
    const place = dropOn(event);
    for (const each of document.querySelectorAll("[data-drop]")) {
      each.classList.toggle("is-over", each === place);
    }
    if (place) event.preventDefault();
  });

  document.addEventListener("dragend", () => {
    carried = "";
    for (const each of document.querySelectorAll(".is-over")) each.classList.remove("is-over");
  });

  document.addEventListener("drop", (event) => {
    const form = dropOn(event) && document.querySelector("form.ticks");
    if (!form) return;
    event.preventDefault();
    const box = document.createElement("button");
    Object.assign(box, { type: "submit", name: "tick", value: carried, hidden: true });
    form.append(box);
    form.requestSubmit(box);
    box.remove();
  });

  window.addEventListener("popstate", () => load(window.location.href));

  // Brings what a link names into view, inside its own pane.
  function show(hash) {
    const target = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (target) target.scrollIntoView({ block: "nearest" });
  }

  let timer = 0;

  // While a file is made, its part is asked for once a second.
  function watch() {
    window.clearTimeout(timer);
    if (document.querySelector("[data-busy]")) timer = window.setTimeout(refresh, pollMs);
    if (document.querySelector("[data-later]")) timer = window.setTimeout(lookAgain, pollMs);
  }

  // What is said meanwhile is added up beside this page; once it is, the page is asked for anew.
  async function lookAgain() {
    const told = document.querySelector("[data-later]");
    if (!told) return;
    try {
      const answer = await fetch(told.dataset.later, { credentials: "same-origin" });
      if (answer.status === 204) sending = sending.then(() => load(window.location.href));
      await sending;
    } catch (_fault) {
      // The server is away for a moment; the next second asks again.
    }
    watch();
  }

  let etag = "";

  async function refresh() {
    const part = document.querySelector("[data-part]");
    if (!part) return;
    try {
      const headers = etag ? { "If-None-Match": etag } : {};
      const answer = await fetch(part.dataset.part, { headers, credentials: "same-origin" });
      if (answer.status === 200) {
        etag = answer.headers.get("ETag") || "";
        const kept = place();
        keepDrafts();
        const range = document.createRange();
        range.selectNodeContents(part);
        part.replaceChildren(range.createContextualFragment(await answer.text()));
        putDrafts();
        goBackTo(kept);
      }
    } catch (_fault) {
      // The server is away for a moment; the next second asks again.
    }
    watch();
  }

  showTab();
  watch();
})();
