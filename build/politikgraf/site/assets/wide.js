/* Wide tables on narrow screens: say that there is more to the side. */
"use strict";
(function () {
  const P = window.politikgraf;
  /** Mark each scrolled box that has columns out of sight. */
  P.wide = function () {
    document.querySelectorAll(".scroll").forEach((box) => {
      const over = getComputedStyle(box).overflowX !== "visible" && box.scrollWidth - box.clientWidth > 4;
      if (over && !(box.previousElementSibling && box.previousElementSibling.matches(".swipe"))) box.before(P.h("p", { class: "swipe quiet" }, P.t("swipe")));
      box.classList.toggle("wide", over);
      box.classList.toggle("more", over && box.scrollWidth - box.clientWidth - box.scrollLeft > 4);
    });
  };
  document.addEventListener("scroll", (event) => { if (event.target.matches && event.target.matches(".scroll")) P.wide(); }, true);
  window.addEventListener("resize", () => P.data && P.wide());
  P.ready(P.wide);
})();
