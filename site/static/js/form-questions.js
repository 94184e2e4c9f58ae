/* The questions of a form as its editor shows them, read from the inputs; other scripts look at them whenever something
   changes. What nobody has unfolded is read from what form-blocks.js keeps of it. */

(() => {
  "use strict";

  const data = document.getElementById("form-vocabulary");
  const form = document.querySelector("form[data-edit-form]") ?? document.querySelector("main form, #main form");
  if (!data || !form) return;
  const vocabulary = JSON.parse(data.textContent);
  const { types, suffix } = vocabulary;
  const QUESTION = /^steps-(\d+)-value-fields-(\d+)-type$/;
  /* Every line of a list of thousands would make the page slow; a longer one is typed, with the help of the browser. */
  const MOST_LISTED = 200;

  /* By name, read once for each refresh: a long form has thousands of inputs. */
  let inputs = new Map();
  const named = (name) => inputs.get(name);
  const valueOf = (name) => named(name)?.value ?? "";
  const gone = (prefix) => valueOf(`${prefix}-deleted`) !== "";

  /* What a question that nobody has unfolded holds, as its inputs would. */
  function standIn(name, value) {
    if (Array.isArray(value)) {
      inputs.set(`${name}-count`, { name: `${name}-count`, value: String(value.length) });
      value.forEach((one, number) => standIn(`${name}-${number}-value`, one?.value ?? one));
    } else if (value && typeof value === "object") {
      for (const [part, one] of Object.entries(value)) standIn(`${name}-${part}`, one);
    } else {
      inputs.set(name, { name, value: String(value ?? ""), checked: value === true });
    }
  }

  function slug(words, fallback) {
    const plain = words.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
    const key = plain.replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 40).replace(/_+$/, "");
    if (!key) return fallback;
    return /^[a-z]/.test(key) ? key : `${fallback}_${key}`;
  }

  function optionsOf(prefix) {
    const found = [];
    for (let number = 0; number < Number(valueOf(`${prefix}-value-options-count`)); number += 1) {
      const at = `${prefix}-value-options-${number}`;
      const label = valueOf(`${at}-value-label`);
      if (label && !gone(at)) found.push([valueOf(`${at}-value-value`) || slug(label, "option"), label]);
    }
    for (const line of valueOf(`${prefix}-value-option_lines`).split("\n")) {
      const [first, ...others] = line.trim().split(" = ");
      const label = others.length ? others.join(" = ").trim() : first;
      if (label) found.push([others.length ? first.trim() : slug(label, "option"), label]);
    }
    return found;
  }

  /* Every question with an answer, in the order of the form. */
  function allQuestions() {
    const found = [];
    for (const input of inputs.values()) {
      const match = QUESTION.exec(input.name);
      const type = match && types[input.value];
      if (!type) continue;
      const [, step, number] = match;
      const prefix = `steps-${step}-value-fields-${number}`;
      if (gone(prefix) || gone(`steps-${step}`)) continue;
      const label = valueOf(`${prefix}-value-label`);
      const key = valueOf(`${prefix}-value-key`) || slug(label, "question");
      if (!label) continue;
      const place = [Number(valueOf(`steps-${step}-order`)), Number(valueOf(`${prefix}-order`))];
      const title = valueOf(`steps-${step}-value-title`);
      const values = type.values.length ? type.values : optionsOf(prefix);
      found.push({ key, label, place, title, prefix, type: input.value, compared: type.compared, values });
      if (type.free || named(`${prefix}-value-free_text`)?.checked) {
        found.push({
          key: `${key}${suffix}`, label: `${label}: adverse event?`, place: [place[0], place[1] + 0.5], title,
          prefix, type: "yes_no", compared: types.yes_no.compared, values: types.yes_no.values,
        });
      }
    }
    return found.sort((one, other) => one.place[0] - other.place[0] || one.place[1] - other.place[1]);
  }

  /* Where a question or step stands: what comes before it is known by then. */
  function placeOf(prefix) {
    const [, step, number] = /^steps-(\d+)-value(?:-fields-(\d+)-value)?$/.exec(prefix) ?? [];
    if (step === undefined) return [Infinity, 0];
    const order = Number(valueOf(`steps-${step}-order`));
    return number === undefined ? [order, -1] : [order, Number(valueOf(`steps-${step}-value-fields-${number}-order`))];
  }

  function isBefore(place, limit) {
    return place[0] < limit[0] || (place[0] === limit[0] && place[1] < limit[1]);
  }

  function write(input, value) {
    if (input.value === value) return;
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function fill(select, groups, chosen) {
    const signature = JSON.stringify([groups, chosen]);
    if (select.dataset.signature === signature) return;
    select.dataset.signature = signature;
    select.replaceChildren();
    for (const [title, items] of groups) {
      const into = title ? select.appendChild(document.createElement("optgroup")) : select;
      if (title) into.label = title;
      for (const [value, label] of items) into.append(new Option(label, value, false, value === chosen));
    }
  }

  /* Put a control of ours in the place of a text input, which keeps what is stored. */
  function stand(input, tag, kind) {
    const id = `${input.id}-${kind}`;
    let control = document.getElementById(id);
    if (!control) {
      control = document.createElement(tag);
      control.id = id;
      control.className = `rule-${kind}`;
      input.after(control);
      const label = document.querySelector(`label[for="${input.id}"]`);
      control.setAttribute("aria-label", label ? label.textContent.replace("*", "").trim() : kind);
    }
    return control;
  }

  /* What the help says is about the text input alone. */
  function hideHelp(input, hidden) {
    const help = input.closest("[data-contentpath]")?.querySelector("[data-field-help]");
    if (help) help.hidden = hidden;
  }

  /* Let a question be chosen where the input keeps its key; `empty` stands for none. */
  function offer(input, questions, empty, chosen = () => {}) {
    const select = stand(input, "select", "question");
    input.hidden = true;
    hideHelp(input, true);
    const groups = [["", [["", empty]]]];
    for (const one of questions) {
      if (groups.at(-1)[0] !== one.title || groups.length === 1) groups.push([one.title || "Step", []]);
      groups.at(-1)[1].push([one.key, `${one.label} (${one.key})`]);
    }
    const known = !input.value || questions.some((one) => one.key === input.value);
    if (!known) groups[0][1].push([input.value, `${input.value}: cannot be referred to here`]);
    fill(select, groups, input.value);
    select.onchange = () => {
      const question = questions.find((one) => one.key === select.value);
      const key = question && named(`${question.prefix}-value-key`);
      if (key instanceof HTMLElement && !key.value && !question.key.endsWith(suffix)) write(key, question.key);
      write(input, select.value);
      chosen();
      /* At once: whoever goes on types or chooses in what stands there now. */
      refreshNow();
    };
  }

  const lookers = [];
  function refreshNow() {
    inputs = new Map([...form.elements].filter((one) => one.name).map((one) => [one.name, one]));
    for (const [prefix, state] of window.formBlocks?.unopened ?? []) standIn(prefix, state);
    const questions = allQuestions();
    const drawn = [...inputs.values()].filter((one) => one instanceof HTMLElement);
    for (const look of lookers) look(questions, drawn);
  }

  let waiting = 0;
  function refresh() {
    clearTimeout(waiting);
    waiting = setTimeout(refreshNow, 250);
  }

  form.addEventListener("change", refresh);
  form.addEventListener("input", refresh);
  new MutationObserver((changes) => {
    const ours = (node) => node.nodeType !== 1 || /^rule-/.test(node.className || "") || node.closest?.("select, .rule-said");
    if (changes.some((one) => [...one.addedNodes].some((node) => !ours(node)))) refresh();
  }).observe(form, { childList: true, subtree: true });

  /* `look` gets the questions in the order of the form and the inputs that are drawn, at every change. */
  function whenChanged(look) {
    lookers.push(look);
    refresh();
  }

  window.formQuestions = {
    vocabulary, MOST_LISTED, named, valueOf, gone, placeOf, isBefore, write, fill, stand, hideHelp, offer, refresh, whenChanged,
  };
})();
