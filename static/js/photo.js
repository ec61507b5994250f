/* A photo with an answer, made small on the phone. Drawn anew it holds pixels only: no place, no camera. */
(function (torg) {
  "use strict";

  const LARGEST_CHARS = 700000; // as a data address; a phone keeps about five million characters
  const SMALLER = [
    [1600, 0.8],
    [1600, 0.6],
    [1200, 0.6],
    [800, 0.6],
    [400, 0.6],
  ];

  /* The photo becomes text in a field, so that it can wait in the queue with the rest. */
  torg.photo = function (form, refresh) {
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
  };

  async function small(file) {
    const picture = await read(file);
    if (!picture) return "";
    for (const [longest, quality] of SMALLER) {
      const data = drawn(picture, longest, quality);
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

  function drawn(picture, longest, quality) {
    const scale = Math.min(1, longest / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", quality);
  }
})(window.torg);
