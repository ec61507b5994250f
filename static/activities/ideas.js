/* Ideas: extras open on a tap, the length is told, a photo is made small and kept with the words. */
(function (torg) {
  "use strict";

  const LONGEST_PX = 1600;
  const LARGEST_CHARS = 700000; // as a data address; a phone keeps about five million characters

  torg.each("[data-ideas]", dress);

  function dress(form) {
    const refresh = () => {
      showLength(form);
      showExtras(form);
    };
    form.querySelectorAll("[data-extras] button").forEach((button) => dressExtra(form, button));
    form.addEventListener("input", refresh);
    for (const name of ["torg:taken", "torg:back"]) form.addEventListener(name, refresh);
    dressPhoto(form, refresh);
    const extras = form.querySelector("[data-extras]");
    if (extras) extras.hidden = false;
    refresh();
  }

  function showLength(form) {
    const line = form.querySelector("[data-length]");
    const n = [...form.querySelector("[data-words]").value.trim()].length;
    line.textContent = torg.fill(n === 1 ? line.dataset.sayOne : line.dataset.sayMany, { n });
  }

  function dressExtra(form, button) {
    const panel = form.querySelector(`[id="${button.getAttribute("aria-controls")}"]`);
    button.dataset.name = button.querySelector("span").textContent;
    panel.hidden = !hasSomething(panel);
    showOpen(button, panel);
    button.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      showOpen(button, panel);
      const field = panel.querySelector("input");
      if (!panel.hidden && field.type !== "radio") field.focus();
    });
  }

  function showOpen(button, panel) {
    button.setAttribute("aria-expanded", String(!panel.hidden));
  }

  function hasSomething(panel) {
    return Boolean(panel.querySelector("input:checked") || valueIn(panel));
  }

  function valueIn(panel) {
    const field = panel.querySelector("[data-photo], input:not([type=radio], [type=file])");
    return field ? field.value.trim() : "";
  }

  /* A button says what was chosen behind it: "Seats" instead of "Kind". */
  function showExtras(form) {
    for (const button of form.querySelectorAll("[data-extras] button")) {
      const panel = form.querySelector(`[id="${button.getAttribute("aria-controls")}"]`);
      const tick = panel.querySelector("input:checked");
      const words = tick ? tick.closest("label").querySelector("span").textContent : "";
      button.classList.toggle("is-chosen", hasSomething(panel));
      button.querySelector("span").textContent = words || button.dataset.name;
    }
  }

  /* The photo becomes text in a field, so that it can wait in the queue with the rest. */
  function dressPhoto(form, refresh) {
    const kept = form.querySelector("[data-photo]");
    const picker = form.querySelector("input[type=file]");
    if (!kept) return;
    const says = form.querySelector("[data-photo-added]");
    const remove = form.querySelector("[data-photo-remove]");
    const show = (words) => {
      says.textContent = words;
      remove.hidden = !kept.value;
      refresh();
    };
    kept.disabled = false;
    picker.removeAttribute("name");
    picker.addEventListener("change", async () => {
      kept.value = picker.files.length ? await small(picker.files[0]) : "";
      picker.value = "";
      show(kept.value ? says.dataset.sayAdded : says.dataset.sayBad);
    });
    remove.addEventListener("click", () => {
      kept.value = "";
      show("");
    });
    form.addEventListener("torg:taken", () => show(""));
    show(kept.value ? says.dataset.sayAdded : "");
  }

  async function small(file) {
    const picture = await read(file);
    if (!picture) return "";
    for (const longest of [LONGEST_PX, LONGEST_PX / 2, LONGEST_PX / 4]) {
      const data = drawn(picture, longest);
      if (data.length <= LARGEST_CHARS) return data;
    }
    return "";
  }

  function read(file) {
    return new Promise((resolve) => {
      const reader = new FileReader(); // a data address: pictures from blob: are not allowed here
      const picture = new Image();
      picture.onload = () => resolve(picture);
      picture.onerror = () => resolve(null);
      reader.onerror = () => resolve(null);
      reader.onload = () => {
        picture.src = reader.result;
      };
      reader.readAsDataURL(file);
    });
  }

  function drawn(picture, longest) {
    const scale = Math.min(1, longest / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8);
  }
})(window.torg);
