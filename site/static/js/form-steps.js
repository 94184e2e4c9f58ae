/* Find one's way in a long form: jump to a step, fold or unfold all steps. */

(() => {
  "use strict";

  const titles = () =>
    [...document.querySelectorAll('input[name^="steps-"][name$="-value-title"]')]
      .filter((input) => /^steps-\d+-value-title$/.test(input.name))
      .map((input) => input.name.replace(/-value-title$/, ""))
      .filter((prefix) => document.getElementsByName(`${prefix}-deleted`)[0]?.value === "")
      .sort((one, other) => orderOf(one) - orderOf(other));
  const orderOf = (prefix) => Number(document.getElementsByName(`${prefix}-order`)[0]?.value);
  const sectionOf = (prefix) =>
    document.getElementsByName(`${prefix}-type`)[0]?.parentElement?.querySelector("section[data-panel]");

  function fold(section, folded) {
    const toggle = section?.querySelector("[data-panel-toggle]");
    if (toggle && (toggle.getAttribute("aria-expanded") === "true") === folded) toggle.click();
  }

  const bar = document.createElement("div");
  bar.className = "steps-jump";
  const label = document.createElement("label");
  label.htmlFor = "steps-jump-list";
  label.textContent = "Jump to step";
  const list = document.createElement("select");
  list.id = "steps-jump-list";
  bar.append(label, list);
  for (const [text, folded] of [["Collapse steps", true], ["Expand steps", false]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = text;
    button.addEventListener("click", () => titles().forEach((prefix) => fold(sectionOf(prefix), folded)));
    bar.append(button);
  }
  function refresh() {
    const found = titles().map((prefix, place) => {
      const title = document.getElementsByName(`${prefix}-value-title`)[0].value;
      return new Option(`${place + 1}. ${title || "Step without a title"}`, prefix);
    });
    list.replaceChildren(new Option("Choose a step", ""), ...found);
  }

  list.addEventListener("focus", refresh);
  list.addEventListener("change", () => {
    const section = sectionOf(list.value);
    if (!section) return;
    fold(section, false);
    section.scrollIntoView({ block: "start" });
    section.querySelector("[data-panel-toggle]")?.focus({ preventScroll: true });
    list.value = "";
  });

  /* The editor draws its steps once the page is there. */
  function begin() {
    const stream = document.getElementsByName("steps-count")[0]?.parentElement;
    if (!stream) return false;
    stream.before(bar);
    refresh();
    return true;
  }

  if (!begin()) {
    const waiting = new MutationObserver(() => begin() && waiting.disconnect());
    waiting.observe(document.body, { childList: true, subtree: true });
  }
})();
