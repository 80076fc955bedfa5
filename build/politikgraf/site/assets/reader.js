/* The reader: a passage and its statement light up together, and a click on one goes to the other. */
"use strict";
(function () {
  if (matchMedia("(max-width: 61.99rem)").matches) document.querySelector(".toc details").open = false;
  const marks = [...document.querySelectorAll(".body mark")];
  const notes = new Map([...document.querySelectorAll(".notes > li")].map((li) => [li.id, li]));
  function light(ids) {
    marks.forEach((m) => m.classList.toggle("lit", m.dataset.s.split(" ").some((id) => ids.includes(id))));
    notes.forEach((li, id) => li.classList.toggle("lit", ids.includes(id)));
  }
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest(".body mark");
    const note = event.target.closest(".notes > li");
    light(mark ? [mark.dataset.s.split(" ")[0]] : note ? [note.id] : []);
  });
  document.addEventListener("focusin", (event) => {
    const note = event.target.closest(".notes > li");
    const ref = event.target.closest(".body .ref");
    light(note ? [note.id] : ref ? [ref.hash.slice(1)] : []);
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".body mark");
    if (mark && !String(getSelection())) location.hash = mark.dataset.s.split(" ")[0];
  });
})();
