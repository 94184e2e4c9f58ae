// Sends a vote from the page itself, and shows what this visitor voted before. Without it the form leads
// to a page of its own. Nothing is asked until the votes are in view.
(() => {
  "use strict";
  for (const place of document.querySelectorAll("[data-rating]")) {
    const form = place.querySelector("form");
    const said = place.querySelector("[role=status]");
    const figures = place.querySelector(".rating__figures");

    const ask = (options) =>
      fetch(place.dataset.rating, {
        credentials: "same-origin",
        redirect: "error",
        headers: { Accept: "application/json" },
        ...options,
      }).then((response) => response.json());

    const show = (state) => {
      if (state.value) form.elements.value.value = String(state.value);
      said.textContent = state.said;
      figures.textContent = state.figures;
      figures.hidden = !state.figures;
    };

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask({ method: "POST", body: new URLSearchParams(new FormData(form)) })
        .then(show)
        .catch(() => { said.textContent = "Your vote did not arrive. Try again."; });
    });

    new IntersectionObserver((entries, observer) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      ask({}).then(show).catch(() => { /* Away: the empty form stays. */ });
    }).observe(place);
  }
})();
