/* Where else a question refers to another one: a check, a computed date, the partner of a route. It is chosen from the
   form's own questions, and of a check only what its kind needs is shown. */

(() => {
  "use strict";

  if (!window.formQuestions) return;
  const { vocabulary, valueOf, placeOf, isBefore, offer, whenChanged } = window.formQuestions;
  const CHECK = /^((steps-\d+-value-fields-\d+-value)-checks-\d+-value)-field$/;
  const BASE = /^(steps-\d+-value-fields-\d+-value)-base$/;
  const PARTNER = /^routes-\d+-value-partner_field$/;

  function show(input, shown) {
    const wrapper = input?.closest("[data-contentpath]");
    if (wrapper) wrapper.hidden = !shown && !input.value;
  }

  function showCheck(prefix, drawn) {
    const parts = vocabulary.checks[valueOf(`${prefix}-kind`)] ?? ["value"];
    for (const part of ["value", "pattern", "field"]) {
      show(drawn.get(`${prefix}-${part}`), parts.includes(part));
    }
  }

  whenChanged((questions, inputs) => {
    const drawn = new Map(inputs.map((one) => [one.name, one]));
    for (const input of inputs) {
      const [, check, owner] = CHECK.exec(input.name) ?? [];
      const base = BASE.exec(input.name)?.[1];
      const earlier = (prefix) => questions.filter((one) => isBefore(one.place, placeOf(prefix)));
      if (check) {
        const own = vocabulary.types[valueOf(owner.replace(/-value$/, "-type"))]?.compared;
        offer(input, earlier(owner).filter((one) => one.compared === own), "No other question");
        showCheck(check, drawn);
      } else if (base) {
        offer(input, earlier(base).filter((one) => one.compared === "date"), "The day on which the form is sent");
      } else if (PARTNER.test(input.name)) {
        offer(input, questions.filter((one) => one.type === "partner"), "Not chosen in the form");
      }
    }
  });
})();
