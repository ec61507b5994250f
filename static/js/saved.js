// Says at the top of the planner's room whether what was done is kept, and when it is not.
(function () {
  "use strict";

  const CALM_MS = 400;
  let timer = 0;

  // Asked for each time: the top of the page is swapped with the rest.
  function say(name, isLost) {
    const line = document.querySelector("[data-line]");
    window.clearTimeout(timer);
    if (!line) return;
    const time = new Date().toTimeString().slice(0, 5);
    line.hidden = !name;
    if (!name) return;
    line.classList.toggle("is-sending", name === "sending");
    line.classList.toggle("is-lost", Boolean(isLost));
    line.querySelector("[data-line-words]").textContent = line.dataset[name].replace(
      "{time}",
      time
    );
  }

  // A quick answer needs no word before it.
  document.addEventListener("torg:sending", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => say("sending"), CALM_MS);
  });

  document.addEventListener("torg:saved", () => say("saved"));
  // The page says itself why it was not taken.
  document.addEventListener("torg:refused", () => say(""));
  document.addEventListener("torg:lost", () => say("lost", true));
})();
