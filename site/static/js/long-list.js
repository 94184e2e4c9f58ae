// A list of many options is found by typing. A text input takes its place and sets the list, which is what is sent;
// the list itself stays where this file is not.
(() => {
  "use strict";

  const LONG = 30;
  const SHOWN = 50;

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

  // Each typed word begins a word of the option; what begins as typed comes first.
  function matching(options, typed) {
    const wanted = wordsOf(typed);
    const found = options.filter((one) => wanted.every((word) => one.words.some((own) => own.startsWith(word))));
    const begins = (one) => one.plain.startsWith(plain(typed));
    return [...found.filter(begins), ...found.filter((one) => !begins(one))];
  }

  function made(tag, attributes, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  class LongList {
    constructor(select) {
      const id = select.id;
      this.select = select;
      this.options = [...select.options].filter((one) => one.value).map(({ value, text }) => (
        { value, text, plain: plain(text), words: wordsOf(text) }
      ));
      this.found = [];
      this.active = -1;
      this.how = made("p", { id: `${id}_how`, class: "field__hint" },
        `Type part of the answer to find it among ${this.options.length.toLocaleString("en-GB")}.`);
      this.input = made("input", {
        class: "input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
        "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}_found`,
        "aria-describedby": [select.getAttribute("aria-describedby"), `${id}_how`].filter(Boolean).join(" "),
      });
      if (select.hasAttribute("aria-invalid")) this.input.setAttribute("aria-invalid", "true");
      this.list = made("ul", { id: `${id}_found`, role: "listbox", class: "long-list__found", "aria-label": "Answers" });
      this.status = made("p", { class: "visually-hidden", role: "status" });
      const box = made("div", { class: "long-list" });
      box.append(this.input, this.list, this.status);
      select.before(this.how, box);
      // The label and links to errors lead to what is seen.
      select.id = `${id}_options`;
      this.input.id = id;
      select.hidden = true;
      this.list.hidden = true;
      this.listen();
      this.show();
    }

    listen() {
      this.input.addEventListener("input", () => this.find());
      this.input.addEventListener("click", () => this.list.hidden && this.find(""));
      this.input.addEventListener("keydown", (event) => this.press(event));
      this.input.addEventListener("blur", () => this.leave());
      // A press on the list must not take the focus away before it is chosen.
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[data-place]");
        if (option) this.choose(this.found[Number(option.dataset.place)]);
      });
      // A browser may restore the list after Back without any event.
      window.addEventListener("pageshow", () => this.show());
    }

    get chosen() {
      return this.select.value ? this.select.selectedOptions[0].text : "";
    }

    show() {
      this.input.value = this.chosen;
    }

    find(typed = this.input.value) {
      this.found = matching(this.options, typed);
      const shown = this.found.slice(0, SHOWN);
      const chosen = this.select.value;
      this.list.replaceChildren(...shown.map((one, place) => made("li", {
        role: "option", id: `${this.input.id}_found_${place}`, class: "long-list__option", "data-place": place,
        "aria-selected": String(one.value === chosen),
      }, one.text)));
      const more = this.found.length - shown.length;
      if (more > 0) {
        this.list.append(made("li", { class: "long-list__more", role: "presentation" }, `And ${more.toLocaleString("en-GB")} more. Type more letters.`));
      }
      this.open(shown.length > 0);
      this.say(this.found.length ? `${this.found.length.toLocaleString("en-GB")} found` : "No such answer. Check the spelling.");
    }

    open(opened) {
      this.list.hidden = !opened;
      this.input.setAttribute("aria-expanded", String(opened));
      this.activate(-1);
    }

    activate(place) {
      this.list.children[this.active]?.removeAttribute("data-active");
      this.active = place;
      const option = this.list.children[place];
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("data-active", "");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    say(words) {
      this.status.textContent = words;
    }

    press(event) {
      const last = Math.min(this.found.length, SHOWN) - 1;
      const closed = this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (closed) this.find(this.input.value === this.chosen ? "" : this.input.value);
        const end = event.key === "ArrowDown" ? 0 : Math.min(this.found.length, SHOWN) - 1;
        const next = this.active + (event.key === "ArrowDown" ? 1 : -1);
        this.activate(closed || this.active < 0 || next < 0 || next > last ? end : next);
      } else if (event.key === "Enter" && !closed) {
        // The page is sent by the next Enter only.
        event.preventDefault();
        const one = this.found[this.active] ?? (this.found.length === 1 ? this.found[0] : null);
        if (one) this.choose(one);
      } else if (event.key === "Escape" && !closed) {
        event.preventDefault();
        this.open(false);
        this.show();
      }
    }

    choose(one) {
      this.set(one.value);
      this.open(false);
      this.say(`${one.text} chosen`);
    }

    set(value) {
      const changed = this.select.value !== value;
      this.select.value = value;
      this.show();
      if (changed) this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    // What is typed and no answer must not look like one.
    leave() {
      this.open(false);
      const typed = plain(this.input.value);
      const found = this.options.filter((one) => one.plain === typed);
      if (!typed) this.set("");
      else if (found.length === 1 && typed !== plain(this.chosen)) this.set(found[0].value);
      else this.show();
    }
  }

  for (const select of document.querySelectorAll("select.select")) {
    // The cells of a table are copied by rows.js.
    if (select.options.length > LONG && !select.closest("[data-rows]")) new LongList(select);
  }
})();
