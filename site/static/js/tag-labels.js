// Wagtail's tag field puts an input of its own in front of the labelled one: this one takes over its name.
(() => {
  "use strict";
  const name = (root) => {
    for (const input of root.querySelectorAll(".tagit-new input:not([aria-label])")) {
      const field = input.closest(".tagit").previousElementSibling;
      const label = field && field.labels && field.labels[0];
      const text = label ? label.textContent.replace("*", "").trim() : "";
      input.setAttribute("aria-label", text || "Tags");
    }
  };
  new MutationObserver(() => name(document)).observe(document.documentElement, { childList: true, subtree: true });
})();
