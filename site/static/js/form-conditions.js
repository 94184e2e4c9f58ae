/* Conditions in the editor of forms, read and written as sentences: the question is chosen from the form's own
   questions, the comparison from those that its answer allows, the value from its options. What is stored are
   the same text inputs, which stay as they are without JavaScript. */

(() => {
  "use strict";

  const data = document.getElementById("form-vocabulary");
  if (!data) return;
  const { types, comparisons, suffix } = JSON.parse(data.textContent);
  const FIELD = /^(.*)-conditions-(\d+)-value-field$/;
  const QUESTION = /^steps-(\d+)-value-fields-(\d+)-type$/;

  const form = document.querySelector("form[data-edit-form]") ?? document.querySelector("main form, #main form");
  if (!form) return;

  /* By name, read once for each refresh: a long form has thousands of inputs. */
  let inputs = new Map();
  const named = (name) => inputs.get(name);
  const valueOf = (name) => named(name)?.value ?? "";
  const gone = (prefix) => valueOf(`${prefix}-deleted`) !== "";

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
      found.push({ key, label, place, title, prefix, compared: type.compared, values });
      if (type.free || named(`${prefix}-value-free_text`)?.checked) {
        found.push({
          key: `${key}${suffix}`, label: `${label}: adverse event?`, place: [place[0], place[1] + 0.5], title,
          prefix, compared: types.yes_no.compared, values: types.yes_no.values,
        });
      }
    }
    return found.sort((one, other) => one.place[0] - other.place[0] || one.place[1] - other.place[1]);
  }

  /* Where a rule stands: what comes before it may decide. Who receives an answer may hang on any question. */
  function before(rule) {
    const own = /^steps-(\d+)-value(?:-fields-(\d+)-value)?-show_when$/.exec(rule);
    if (!own) return [Infinity, 0];
    const [, step, number] = own;
    const order = Number(valueOf(`steps-${step}-order`));
    return number === undefined ? [order, -1] : [order, Number(valueOf(`steps-${step}-value-fields-${number}-order`))];
  }

  const isBefore = (place, limit) => place[0] < limit[0] || (place[0] === limit[0] && place[1] < limit[1]);

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

  function showQuestions(condition, questions) {
    const input = condition.field;
    const select = stand(input, "select", "question");
    input.hidden = true;
    hideHelp(input, true);
    const groups = [["", [["", "Choose a question"]]]];
    for (const one of questions) {
      if (groups.at(-1)[0] !== one.title || groups.length === 1) groups.push([one.title || "Step", []]);
      groups.at(-1)[1].push([one.key, `${one.label} (${one.key})`]);
    }
    const known = !input.value || questions.some((one) => one.key === input.value);
    if (!known) groups[0][1].push([input.value, `${input.value}: not asked before this`]);
    fill(select, groups, input.value);
    select.onchange = () => {
      const chosen = questions.find((one) => one.key === select.value);
      const key = chosen && named(`${chosen.prefix}-value-key`);
      if (key && !key.value && !chosen.key.endsWith(suffix)) write(key, chosen.key);
      write(input, select.value);
      write(condition.value, "");
      refresh();
    };
  }

  function showComparisons(condition, question) {
    for (const option of condition.operator.options) {
      const known = comparisons.find((one) => one.name === option.value);
      if (!known) continue;
      option.textContent = known.label;
      const fits = !question || known.fits.includes(question.compared);
      option.hidden = option.disabled = !fits && option.value !== condition.operator.value;
    }
  }

  function showValue(condition, question) {
    const input = condition.value;
    const known = comparisons.find((one) => one.name === condition.operator.value);
    const wrapper = input.closest("[data-contentpath]") ?? input.parentElement;
    wrapper.hidden = Boolean(known && !known.value && !input.value);
    const several = condition.operator.value === "one_of";
    const listed = Boolean(question && question.values.length);
    const typed = { date: "date", time: "time", number: "number" }[question?.compared];
    const list = stand(input, "select", "value");
    list.multiple = several;
    list.hidden = !listed;
    input.hidden = listed;
    hideHelp(input, listed || Boolean(typed));
    input.type = !listed && typed && !several ? typed : "text";
    if (typed === "number") input.step = "any";
    if (!listed) return;
    const chosen = several ? input.value.split(",").map((one) => one.trim()) : [input.value];
    const strange = chosen.filter((one) => one && !question.values.some(([value]) => value === one));
    const items = [...question.values, ...strange.map((one) => [one, `${one}: no longer an answer`])];
    fill(list, [["", several ? items : [["", "Choose an answer"], ...items]]], several ? null : input.value);
    if (several) for (const option of list.options) option.selected = chosen.includes(option.value);
    list.size = several ? Math.min(items.length, 8) : 0;
    list.onchange = () => {
      write(input, [...list.selectedOptions].map((one) => one.value).join(", "));
      refresh();
    };
  }

  function day(value) {
    const [year, month, date] = value.split("-").map(Number);
    if (!year || !month || !date) return value;
    return new Date(year, month - 1, date).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  }

  function words(condition, question) {
    const known = comparisons.find((one) => one.name === condition.operator.value);
    const label = question?.label ?? condition.field.value;
    if (!label || !known) return "";
    if (!known.value) return `${label} ${known.label}`;
    const raw = condition.value.value;
    const parts = condition.operator.value === "one_of" ? raw.split(",").map((one) => one.trim()) : [raw];
    const said = parts.filter(Boolean).map((one) => {
      const option = question?.values.find(([value]) => value === one);
      return option ? option[1] : question?.compared === "date" ? day(one) : one;
    });
    return `${label} ${known.label} ${said.join(" or ") || "…"}`;
  }

  /* Say a rule below its conditions, and in the heading that stays when it is folded. */
  function say(rule, sentences) {
    const section = document.getElementById(`block_group-${rule}-section`);
    const join = valueOf(`${rule}-match`) === "any" ? " or " : " and ";
    const sentence = sentences.filter(Boolean).join(join);
    const heading = section?.querySelector("[data-panel-heading-text], [data-panel-heading]");
    if (!heading) return;
    let said = heading.querySelector(".rule-said");
    if (!said) {
      said = document.createElement("span");
      said.className = "rule-said";
      heading.append(said);
    }
    const text = sentence ? ` ${sentence}` : " (always)";
    if (said.textContent !== text) said.textContent = text;
  }

  function refreshNow() {
    inputs = new Map([...form.elements].filter((one) => one.name).map((one) => [one.name, one]));
    const questions = allQuestions();
    const byRule = new Map();
    for (const name of inputs.keys()) if (name.endsWith("-match")) byRule.set(name.replace(/-match$/, ""), []);
    for (const field of [...inputs.values()]) {
      const match = FIELD.exec(field.name);
      if (!match) continue;
      const [, rule, number] = match;
      const prefix = `${rule}-conditions-${number}`;
      if (gone(prefix)) continue;
      const condition = { field, operator: named(`${prefix}-value-operator`), value: named(`${prefix}-value-value`) };
      if (!condition.operator || !condition.value) continue;
      const limit = before(rule);
      const earlier = questions.filter((one) => isBefore(one.place, limit));
      const question = questions.find((one) => one.key === field.value);
      showQuestions(condition, earlier);
      showComparisons(condition, question);
      showValue(condition, question);
      byRule.get(rule)?.push(words(condition, question));
    }
    for (const [rule, sentences] of byRule) say(rule, sentences);
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
  refresh();
})();
