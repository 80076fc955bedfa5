/* The reader: a passage and its statement light up together, and a click on one goes to the other. */
"use strict";
(function () {
  const narrow = matchMedia("(max-width: 51.99rem)");
  const contents = document.querySelector(".toc details");
  if (contents && matchMedia("(max-width: 61.99rem)").matches) contents.open = false;
  const marks = [...document.querySelectorAll(".body mark")];
  const notes = new Map([...document.querySelectorAll(".notes > li")].map((li) => [li.id, li]));
  const bar = document.querySelector(".stay");
  const under = () => (bar ? 48 : 0) + 8;
  let asked = [];
  function light(ids) {
    const lit = ids.length ? ids : asked;
    marks.forEach((m) => m.classList.toggle("lit", m.dataset.s.split(" ").some((id) => lit.includes(id))));
    notes.forEach((li, id) => li.classList.toggle("lit", lit.includes(id)));
  }
  // What comes under a mouse that lies still while the page scrolls was not pointed at.
  let last = "";
  document.addEventListener("mouseover", (event) => {
    const at = `${event.screenX} ${event.screenY}`;
    if (at === last) return;
    last = at;
    const mark = event.target.closest(".body mark");
    const note = event.target.closest(".notes > li");
    light(mark ? [mark.dataset.s.split(" ")[0]] : note ? [note.id] : []);
  });
  document.addEventListener("focusin", (event) => {
    const note = event.target.closest(".notes > li");
    const ref = event.target.closest(".body .ref");
    light(note ? [note.id] : ref ? [ref.hash.slice(1)] : []);
  });

  /* Where an address leads. One column: to the passage. Two columns: to the statement, and to the passage if that is out of sight. */
  let inside = false;
  const seen = (element) => { const r = element.getBoundingClientRect(); return r.top >= under() - 8 && r.bottom <= innerHeight; };
  function arrive() {
    const name = decodeURIComponent(location.hash.slice(1));
    const id = name.replace(/^t-/, "");
    const place = document.getElementById("t-" + id);
    asked = notes.has(id) ? [id] : [];
    light([]);
    const target = document.getElementById(name);
    if (target) target.scrollIntoView({ behavior: "instant", block: "start" });
    if (target && notes.has(name)) hold(place);
    if (!inside && target && notes.has(name) && place && (narrow.matches || !seen(place))) place.scrollIntoView({ behavior: "instant", block: "start" });
    inside = false;
  }
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".body mark");
    if (event.target.closest(".body .ref, .notes .ref, .ties a")) inside = true;
    if (mark && !String(getSelection())) { inside = true; location.hash = mark.dataset.s.split(" ")[0]; }
  });
  addEventListener("hashchange", arrive);
  addEventListener("load", () => { stick(); if (location.hash) arrive(); });

  /* Beside a longer column of statements a long text moves along with it, so that each passage comes near its statement. */
  const bodies = [...document.querySelectorAll(".body")];
  let held = null;
  function stick() {
    if (narrow.matches) return;
    for (const body of bodies) {
      const pair = body.parentElement.getBoundingClientRect(), height = body.offsetHeight;
      if (pair.bottom < 0 || pair.top > innerHeight) continue;
      const top = under() + 8, end = Math.min(top, innerHeight - height - 16);
      const gone = Math.min(1, Math.max(0, (top - pair.top) / Math.max(1, pair.height - innerHeight + top)));
      const exact = held && held.body === body && Math.abs(scrollY - held.at) < 120 ? Math.min(top, Math.max(end, top - held.down)) : null;
      body.style.setProperty("--under", (exact === null ? top + (end - top) * gone : exact) + "px");
    }
  }
  /* The passage of a statement that was asked for stands at its side, for as long as nobody scrolls on. */
  function hold(place) {
    const body = place && place.closest(".body");
    held = body ? { body, at: scrollY, down: place.getBoundingClientRect().top - body.getBoundingClientRect().top } : null;
    stick();
  }
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; stick(); });
  }, { passive: true });
  addEventListener("resize", stick);

  /* Once the head of the page is out of sight, a bar stays with the way back up and the other language. */
  const head = document.querySelector("header.site");
  if (bar) new IntersectionObserver(([entry]) => { bar.hidden = entry.isIntersecting; }).observe(head);

  /* The switch of language leads to the same place in the other language. */
  function here() {
    const places = [...document.querySelectorAll(".chunk[id], .body .ref[id], .textless .notes > li[id]")].filter((e) => e.offsetParent !== null);
    let low = 0, high = places.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (places[middle].getBoundingClientRect().top <= under() + 24) low = middle + 1; else high = middle;
    }
    return low ? places[low - 1].id : "";
  }
  document.querySelectorAll(".switch").forEach((link) => link.addEventListener("click", () => {
    const id = scrollY > 300 ? here() : "";
    if (id) link.hash = id;
  }));
})();
