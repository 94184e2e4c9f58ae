/* Conditions in the editor of forms, read and written as sentences: the question is chosen from the form's own
   questions, the comparison from those that its answer allows, the value from its options. What is stored are
   the same text inputs, which stay as they are without JavaScript. */

(() => {
  "use strict";

  if (!window.formQuestions) return;
  const {
    vocabulary, MOST_LISTED, named, valueOf, gone, placeOf, isBefore, write, fill, stand, hideHelp, offer, refresh, whenChanged,
  } = window.formQuestions;
  const { comparisons } = vocabulary;
  const FIELD = /^(.*)-conditions-(\d+)-value-field$/;

  function showComparisons(condition, question) {
    for (const option of condition.operator.options) {
      const known = comparisons.find((one) => one.name === option.value);
      if (!known) continue;
      option.textContent = known.label;
      const fits = !question || known.fits.includes(question.compared);
      option.hidden = option.disabled = !fits && option.value !== condition.operator.value;
    }
  }

  /* Of thousands of options the browser offers those that match what is typed. */
  function suggest(input, values) {
    const id = `${input.id}-suggestions`;
    let list = document.getElementById(id);
    if (!values.length) {
      input.removeAttribute("list");
      list?.remove();
      return;
    }
    if (!list) {
      list = document.createElement("datalist");
      list.id = id;
      list.className = "rule-suggestions";
      input.after(list);
      input.setAttribute("list", id);
    }
    fill(list, [["", values]], null);
  }

  function showValue(condition, question) {
    const input = condition.value;
    const known = comparisons.find((one) => one.name === condition.operator.value);
    const wrapper = input.closest("[data-contentpath]") ?? input.parentElement;
    wrapper.hidden = Boolean(known && !known.value && !input.value);
    const several = condition.operator.value === "one_of";
    const listed = Boolean(question && question.values.length && question.values.length <= MOST_LISTED);
    const typed = { date: "date", time: "time", number: "number" }[question?.compared];
    const list = stand(input, "select", "value");
    list.multiple = several;
    list.hidden = !listed;
    input.hidden = listed;
    suggest(input, listed ? [] : (question?.values ?? []));
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

  whenChanged((questions, drawn) => {
    const byRule = new Map();
    for (const { name } of drawn) if (name.endsWith("-match")) byRule.set(name.replace(/-match$/, ""), []);
    for (const field of drawn) {
      const match = FIELD.exec(field.name);
      if (!match) continue;
      const [, rule, number] = match;
      const prefix = `${rule}-conditions-${number}`;
      if (gone(prefix)) continue;
      const condition = { field, operator: named(`${prefix}-value-operator`), value: named(`${prefix}-value-value`) };
      if (!condition.operator || !condition.value) continue;
      /* Who receives an answer, and where documents go, may hang on any question. */
      const limit = placeOf(rule.replace(/-show_when$/, ""));
      const question = questions.find((one) => one.key === field.value);
      offer(field, questions.filter((one) => isBefore(one.place, limit)), "Choose a question", () => write(condition.value, ""));
      showComparisons(condition, question);
      showValue(condition, question);
      byRule.get(rule)?.push(words(condition, question));
    }
    for (const [rule, sentences] of byRule) say(rule, sentences);
  });
})();
