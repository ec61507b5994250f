/* The walk: one stop at a time, chosen by hand. Where one is outlives a reload; nothing is fetched on the way. */
(function (torg) {
  "use strict";

  const places = {}; // where each walk is, by address of its form, for phones that keep nothing

  let told = ""; // what was said last of something sent

  torg.each("[data-walk]", dress);

  function dress(form) {
    const select = form.elements.namedItem("stop");
    const weather = form.querySelector("[data-weather] input");
    const orders = {
      good: form.dataset.order.trim().split(" "),
      bad: form.dataset.badOrder.trim().split(" ").filter(Boolean),
    };
    const place = load(form);
    if (select.value !== select.options[0].value) place.at = select.value;

    for (const each of form.querySelectorAll("[data-chips], [data-next], [data-weather]"))
      each.hidden = false;
    for (const each of form.querySelectorAll("[data-stop-field], [data-without-script]"))
      each.hidden = true;
    form.addEventListener("click", (event) => {
      const chip = event.target.closest("[data-go]");
      if (chip) go(chip.dataset.go);
      if (event.target.closest("[data-next]")) go(next());
    });
    form.addEventListener("submit", (event) => lacks() && event.preventDefault());
    form.addEventListener("input", () => {
      if (!isEmpty()) torg.refuse(form, "");
      showSent("");
    });
    form.addEventListener("torg:taken", () => show());
    form.addEventListener("torg:back", () => go(select.value));
    document.addEventListener("torg:queue", () => form.isConnected && showSaid(form));
    document.addEventListener(
      "torg:sent",
      ({ detail }) => form.isConnected && showSent(detail.sentence)
    );
    if (weather) {
      weather.checked = place.isBad;
      weather.addEventListener("change", () => {
        place.isBad = weather.checked;
        go(order().includes(place.at) ? place.at : order()[0]);
      });
    }
    dressPhoto(form);
    show();

    function order() {
      return place.isBad && orders.bad.length ? orders.bad : orders.good;
    }

    function next() {
      return order()[order().indexOf(place.at) + 1];
    }

    function go(stop) {
      place.at = stop;
      keep(form, place);
      showSent("");
      show();
      const here = form.querySelector(`[data-stop="${CSS.escape(stop)}"]`);
      torg.announce(here.textContent.trim().replace(/\s+/g, " "));
    }

    function show() {
      if (!orders.good.includes(place.at)) place.at = order()[0];
      select.value = place.at;
      for (const option of select.options) option.defaultSelected = option.selected;
      showPrompt(form, place.at, order(), place.isBad);
      showPlan(place.at, order(), place.isBad);
      showNext(form, next());
      showSaid(form);
      showSent(told);
    }

    /* Beside the key that was pressed, and gone with the next thing one does. */
    function showSent(sentence) {
      const line = form.querySelector("[data-just-sent]");
      told = sentence;
      line.parentNode.hidden = !sentence;
      line.textContent = sentence;
    }

    function isEmpty() {
      const words = form.querySelector("[data-words]").value.trim();
      const photo = form.querySelector("[data-as-file]");
      return !words && !form.elements.namedItem("feeling").value && !(photo && photo.value);
    }

    /* Said here and not by the room: it may be an hour away. */
    function lacks() {
      if (isEmpty()) torg.refuse(form, form.dataset.neededSomething);
      return isEmpty();
    }
  }

  /* The photo opens on a tap and closes with what it was sent with. */
  function dressPhoto(form) {
    const key = form.querySelector("[data-photo-key]");
    const panel = form.querySelector("[data-photo-panel]");
    if (!key || !torg.photo) return;
    const open = (isOpen) => {
      panel.hidden = !isOpen;
      key.setAttribute("aria-expanded", String(isOpen));
    };
    key.hidden = false;
    key.addEventListener("click", () => {
      open(panel.hidden);
      if (!panel.hidden) panel.scrollIntoView({ block: "center" });
    });
    form.addEventListener("torg:taken", () => open(false));
    torg.photo(form, () => torg.refuse(form, ""));
    open(Boolean(form.querySelector("[data-photo]").value));
  }

  function showPrompt(form, at, order, isBad) {
    for (const each of form.querySelectorAll("[data-stop]")) each.hidden = each.dataset.stop !== at;
    for (const chip of form.querySelectorAll("[data-go]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.go === at));
      chip.hidden = !order.includes(chip.dataset.go);
    }
    const says = isBad ? form.dataset.sayBadAt : form.dataset.sayAt;
    form.querySelector(`[data-stop="${CSS.escape(at)}"] [data-at]`).textContent = torg.fill(says, {
      number: at,
      at: order.indexOf(at) + 1,
      n: order.length,
    });
  }

  function showPlan(at, order, isBad) {
    for (const mark of document.querySelectorAll("[data-mark]")) {
      mark.classList.toggle("is-here", mark.dataset.mark === at);
      mark.classList.toggle("is-off", !order.includes(mark.dataset.mark));
      if (mark.dataset.mark === at) mark.parentNode.append(mark); // on top of its neighbours
    }
    const lines = [...document.querySelectorAll("[data-way]")];
    const hasBad = lines.some((each) => each.dataset.way === "bad");
    const shown = isBad && hasBad ? "bad" : "route";
    for (const line of lines) line.toggleAttribute("hidden", line.dataset.way !== shown);
  }

  function showNext(form, next) {
    const key = form.querySelector("[data-next]");
    key.disabled = !next;
    key.textContent = next
      ? torg.fill(form.dataset.sayNext, { number: next })
      : form.dataset.sayLast;
  }

  /* Which stops have something from this phone, and how much of it is still on its way. */
  function showSaid(form) {
    const waiting = torg.queue.waiting(form.getAttribute("action"));
    const sent = form.dataset.said ? form.dataset.said.split(" ") : [];
    const said = waiting.map((each) => new Map(each.fields).get("stop")).concat(sent);
    for (const chip of form.querySelectorAll("[data-go]"))
      chip.classList.toggle("is-said", said.includes(chip.dataset.go));
    const late = waiting.filter(torg.queue.isLate).length;
    const line = form.querySelector("[data-unsent]");
    line.parentNode.hidden = !late;
    line.textContent = late ? torg.fill(form.dataset.sayUnsent, { n: late }) : "";
  }

  /* Kept by the address of the form: another walk begins at its own first stop. */

  function load(form) {
    const key = form.getAttribute("action");
    try {
      const kept = JSON.parse(localStorage.getItem(`torg-walk-${key}`));
      places[key] = kept || places[key] || { at: "", isBad: false };
    } catch (_none) {
      places[key] = places[key] || { at: "", isBad: false };
    }
    return places[key];
  }

  function keep(form, place) {
    try {
      localStorage.setItem(`torg-walk-${form.getAttribute("action")}`, JSON.stringify(place));
    } catch (_full) {
      return; // It holds until the page is left; the stop can be chosen again.
    }
  }
})(window.torg);
