/* The draft: show all, the undecided or the doubtful, and go from one undecided title or suggestion to the next. */
"use strict";
(function () {
  const bar = document.getElementById("jumpbar");
  const status = document.getElementById("jump-status");
  const notes = [...document.querySelectorAll(".chunk > h2.open, .notes > li")];
  let mode = "all";
  let last = null;
  let when = 0;
  bar.hidden = false;

  function wanted() {
    return notes.filter((li) => li.classList.contains(mode === "doubtful" ? "doubtful" : "open"));
  }
  function jump(step) {
    const list = wanted();
    if (!list.length) {
      status.textContent = bar.dataset.none;
      return;
    }
    const place = last && last.getBoundingClientRect();
    const fresh = place && (performance.now() - when < 1000 || (place.bottom > 0 && place.top < innerHeight));
    const here = notes.indexOf(document.activeElement.closest(".chunk > h2.open, .notes > li") || (fresh ? last : null));
    const line = bar.getBoundingClientRect().bottom + 8;
    const past = (li) => (here >= 0 ? step * (notes.indexOf(li) - here) > 0 : step > 0 ? li.getBoundingClientRect().top > line : li.getBoundingClientRect().top < line - 16);
    const found = step > 0 ? list.find(past) : list.filter(past).pop();
    go(found || (step > 0 ? list[0] : list[list.length - 1]));
  }
  function go(to) {
    const list = wanted();
    last = to;
    when = performance.now();
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "start" });
    status.textContent = bar.dataset.at.replace("{n}", list.indexOf(to) + 1).replace("{of}", list.length);
  }
  bar.addEventListener("change", (event) => {
    mode = event.target.value;
    document.body.classList.toggle("show-open", mode === "open");
    document.body.classList.toggle("show-doubtful", mode === "doubtful");
    status.textContent = mode === "all" || wanted().length ? "" : bar.dataset.none;
  });
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-jump]");
    if (button) jump(Number(button.dataset.jump));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.jump");
    const to = link && document.getElementById(link.hash.slice(1));
    if (!to) return;
    event.preventDefault();
    go(to);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.code === "KeyN" || event.code === "KeyP") {
      event.preventDefault();
      jump(event.code === "KeyN" ? 1 : -1);
    }
  });
})();
