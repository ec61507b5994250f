/* The phone's page: what its header does, and what survives when its part is swapped. */
window.torg = window.torg || {};

(function (torg) {
  "use strict";

  const html = document.documentElement;
  const dressers = [];
  const loaded = new Set();
  let saved = null;

  /* Kinds: `torg.each(selector, dress)` dresses what is there now and what any later part brings. */

  torg.each = function (selector, dress) {
    const dresser = { selector, dress, done: new WeakSet() };
    dressers.push(dresser);
    dressWith(dresser);
  };

  torg.fill = function (sentence, values) {
    return sentence.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
  };

  torg.announce = function (words) {
    const line = document.querySelector("[data-announce]");
    if (line) line.textContent = words;
  };

  function dressWith({ selector, dress, done }) {
    for (const element of document.querySelectorAll(selector)) {
      if (done.has(element)) continue;
      done.add(element);
      dress(element);
    }
  }

  /* A part names its scripts as links: a <script> in it would run again at every swap, or never. */
  function loadScripts() {
    for (const { href } of document.querySelectorAll("link[data-script]")) {
      if (loaded.has(href)) continue;
      loaded.add(href);
      const script = document.createElement("script");
      script.src = href;
      script.async = false; // in the order of the part
      document.head.append(script);
    }
  }

  /* A part is swapped while somebody types: words, choices, focus and open lists stay. */

  document.addEventListener("torg:before-part", (event) => keep(event.target), true);
  document.addEventListener("torg:part", (event) => arrive(event.target), true);

  function keep(part) {
    saved = {
      forms: [...part.querySelectorAll("form[data-keep]")]
        .map(typedIn)
        .filter((form) => form.fields.length),
      open: [...part.querySelectorAll("details[open]")].map((each) => each.id),
      unfolded: [...part.querySelectorAll("button[aria-expanded=true]")].map((each) => each.id),
      focus: focused(part),
      question: question(part),
      scroll: window.scrollY,
    };
  }

  function typedIn(form) {
    return {
      id: form.id,
      action: form.getAttribute("action"),
      words: wordsOf(form),
      content: [...new FormData(form)].filter(([_name, value]) => typeof value === "string"),
      fields: fieldsOf(form)
        .filter(isChanged)
        .map((field) => [selectorOf(field), typedValue(field)]),
    };
  }

  function wordsOf(form) {
    const field = form.querySelector("[data-words]");
    const isNew = field && field.value.trim() && field.value !== field.defaultValue;
    return form.dataset.saying || (isNew ? field.value.trim() : "");
  }

  function fieldsOf(form) {
    return [...form.elements].filter(
      (each) => each.name && each.type !== "hidden" && each.type !== "file"
    );
  }

  function isChanged(field) {
    if (field.options)
      return [...field.options].some((each) => each.selected !== each.defaultSelected);
    if (isTick(field)) return field.checked !== field.defaultChecked;
    return field.value !== field.defaultValue;
  }

  function isTick(field) {
    return field.type === "radio" || field.type === "checkbox";
  }

  function typedValue(field) {
    return isTick(field) ? field.checked : field.value;
  }

  function selectorOf(field) {
    const tick = isTick(field) ? `[value="${CSS.escape(field.value)}"]` : "";
    return `${field.localName}[name="${CSS.escape(field.name)}"]${tick}`;
  }

  function focused(part) {
    const element = document.activeElement;
    if (!element || !element.id || !part.contains(element)) return null;
    const caret =
      element.localName === "textarea" ? [element.selectionStart, element.selectionEnd] : null;
    return { id: element.id, caret };
  }

  function arrive(part) {
    const before = saved || {
      forms: [],
      open: [],
      unfolded: [],
      focus: null,
      question: "",
      scroll: 0,
    };
    saved = null;
    before.forms.forEach((form) => restore(part, form));
    for (const id of before.open.filter(Boolean)) {
      const list = document.getElementById(id);
      if (list) list.open = true;
    }
    // A part is the same for the whole room: its forms take the token this page was born with.
    const token = document.querySelector("meta[name=csrf-token]");
    for (const field of part.querySelectorAll("input[name=csrf_token]"))
      field.value = token.content;
    loadScripts();
    showRoom();
    dressers.forEach(dressWith);
    for (const id of before.unfolded) unfold(document.getElementById(id));
    refocus(before.focus);
    if (question(part) === before.question) window.scrollTo(0, before.scroll);
    else torg.announce(question(part));
  }

  function restore(part, form) {
    const now = part.querySelector(`form[id="${form.id}"]`);
    if (!now) {
      if (form.words) torg.queue.keep(form);
      return;
    }
    for (const [selector, value] of form.fields) {
      const field = now.querySelector(selector);
      if (!field) continue;
      if (isTick(field)) field.checked = value;
      else field.value = value;
    }
  }

  function unfold(button) {
    if (button && button.getAttribute("aria-expanded") === "false") button.click();
  }

  function refocus(focus) {
    const element = focus && document.getElementById(focus.id);
    if (!element) return;
    element.focus({ preventScroll: true });
    if (focus.caret) element.setSelectionRange(...focus.caret);
  }

  function question(part) {
    const heading = part.querySelector("h1");
    return heading ? heading.textContent : "";
  }

  function showRoom() {
    html.dataset.room = document.querySelector("[data-dark]") ? "dark" : "light";
  }

  /* The header: size of the text, contrast; menus close when one looks elsewhere. */

  const menu = document.querySelector("[data-text-menu]");
  if (menu) menu.hidden = false;
  showChosen();
  showRoom();
  document.addEventListener("DOMContentLoaded", loadScripts); // after the queue

  document.addEventListener("click", (event) => {
    const size = event.target.closest("[data-text-size]");
    const contrast = event.target.closest("[data-contrast-switch]");
    if (size) choose("text", size.dataset.textSize);
    if (contrast) choose("contrast", html.dataset.contrast === "high" ? "normal" : "high");
    for (const open of document.querySelectorAll(".menu[open]")) {
      if (!open.contains(event.target)) open.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && document.querySelector(".menu[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  function choose(name, value) {
    html.dataset[name] = value;
    showChosen();
    try {
      localStorage.setItem(`torg-${name}`, value);
    } catch (_none) {
      return; // It holds until the page is left; there is nothing to mend.
    }
  }

  function showChosen() {
    for (const key of document.querySelectorAll("[data-text-size]")) {
      key.setAttribute("aria-pressed", String(key.dataset.textSize === html.dataset.text));
    }
    for (const key of document.querySelectorAll("[data-contrast-switch]")) {
      key.setAttribute("aria-pressed", String(html.dataset.contrast === "high"));
    }
  }
})(window.torg);
