// Where a requirement is: zones and landmarks chosen on the plan or in the form, a shape drawn.
((torg) => {
  "use strict";

  const form = document.querySelector("[data-place-form]");
  const { sheet, outline } = torg;
  if (!form || !outline) return;

  const zones = [...form.querySelectorAll('[name="zones"]')];
  const ways = [...form.querySelectorAll('[name="place_as"]')];
  const landmark = form.querySelector('[name="landmark"]');
  const words = form.querySelector('[name="words"]');

  function showZones() {
    for (const ring of sheet.element.querySelectorAll("[data-ring]")) {
      const box = zones.find((each) => each.value === ring.dataset.ring);
      ring.classList.toggle("is-picked", Boolean(box && box.checked));
    }
  }

  function way() {
    return (ways.find((each) => each.checked) || {}).value;
  }

  function goWay(name) {
    for (const each of ways) each.checked = each.value === name;
  }

  // A landmark is a point that has a name; its name goes into the words.
  function goToLandmark(name) {
    const chosen = [...landmark.options].find((each) => each.value === name && each.value);
    if (!chosen) return;
    const [lat, lon] = chosen.dataset.at.split(",").map(Number);
    const others = [...landmark.options].map((each) => each.text);
    landmark.value = name;
    if (!words.value || others.includes(words.value)) words.value = chosen.text;
    outline.become("point");
    outline.set([sheet.toPlan([lon, lat])]);
    goWay("point");
    sheet.show(sheet.toPlan([lon, lat]));
  }

  form.addEventListener("change", (event) => {
    const { name, value } = event.target;
    if (name === "zones") showZones();
    if (name === "landmark") goToLandmark(value);
    if (name !== "place_as") return;
    if (value === "landmark") landmark.focus();
    else if (value) outline.become(value);
    else outline.set([]);
  });

  // What is drawn is a point until it is said to be more.
  form.addEventListener("torg:written", () => {
    if (outline.now.corners.length && (!way() || way() === "landmark")) goWay(outline.kind());
  });

  sheet.element.addEventListener("torg:picked", ({ detail }) => {
    if (detail.pick === "landmark") {
      goToLandmark(detail.name);
      return;
    }
    const box = zones.find((each) => each.value === detail.name);
    if (box) box.checked = !box.checked;
    showZones();
  });

  // What was chosen before this ran, or before a reload, holds.
  const chosen = way();
  if (chosen && chosen !== "landmark") outline.become(chosen);
  showZones();
})(window.torg);
