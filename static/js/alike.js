// Moderation: what may say the same is asked for after the page is there, and not at every change
// of it. Ticks of the merge page are kept when one looks for another.
(() => {
  "use strict";

  const AGAIN_MS = 20000;
  let kept = { url: "", html: "", at: 0 };

  async function fill() {
    const box = document.querySelector("[data-later]");
    if (!box) return;
    const url = box.dataset.later;
    if (kept.url === url) put(box, kept.html);
    if (kept.url === url && Date.now() - kept.at < AGAIN_MS) return;
    kept = { url, html: kept.url === url ? kept.html : "", at: Date.now() };
    try {
      const answer = await fetch(url, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const html = await answer.text();
      if (kept.url !== url) return;
      kept.html = html;
      const now = document.querySelector("[data-later]");
      if (now && now.dataset.later === url) put(now, html);
    } catch (_fault) {
      kept.at = 0; // the line is down: asked again at the next change
    }
  }

  function put(box, html) {
    if (box.contains(document.activeElement)) return;
    const page = new DOMParser().parseFromString(html, "text/html");
    box.replaceChildren(...document.adoptNode(page.body).childNodes);
  }

  document.addEventListener("torg:arrived", fill);
  document.addEventListener("torg:part", fill);
  fill();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-keep-ticks]")) return;
    for (const old of form.querySelectorAll("[data-kept]")) old.remove();
    const ticks = document.getElementById(form.dataset.keepTicks).elements;
    for (const tick of ticks) {
      if (tick.type !== "checkbox" || !tick.checked) continue;
      const copy = document.createElement("input");
      copy.type = "hidden";
      copy.name = tick.name;
      copy.value = "1";
      copy.dataset.kept = "";
      form.append(copy);
    }
  });
})();
