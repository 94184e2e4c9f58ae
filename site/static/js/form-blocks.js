/* Steps and questions in the editor of forms. A question that is folded is not drawn before somebody unfolds it: a
   long form would take seconds to open. Until then one input holds all of it, which the server reads as it reads the
   inputs. A duplicate gets keys of its own, and what refers to each other within it follows. */

(() => {
  "use strict";

  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  const UNOPENED = "unopened";
  /* What the questions hold that nobody has unfolded, by the prefix of their inputs. */
  const unopened = new Map();
  const handedOut = new Set();

  function takenKeys() {
    const typed = [...document.querySelectorAll('input[name$="-value-key"]')].map((input) => input.value);
    return new Set([...typed, ...[...unopened.values()].map((state) => state.key), ...handedOut]);
  }

  function freshKey(key) {
    if (!key) return "";
    const taken = takenKeys();
    let number = 2;
    while (taken.has(`${key}_${number}`)) number += 1;
    handedOut.add(`${key}_${number}`);
    return `${key}_${number}`;
  }

  /* A question as the stream of its step knows it: its own state until it is unfolded, the drawn block from then on. */
  class Question {
    constructor(definition, placeholder, prefix, state, capabilities) {
      Object.assign(this, { blockDef: definition, type: definition.name, prefix, state, capabilities, drawn: null });
      this.input = document.createElement("input");
      this.input.type = "hidden";
      this.input.name = `${prefix}-${UNOPENED}`;
      this.input.value = JSON.stringify(state);
      const toggle = placeholder.closest("[data-panel]").querySelector("[data-panel-toggle]");
      placeholder.replaceWith(this.input);
      unopened.set(prefix, state);
      toggle.addEventListener("wagtail:panel-toggle", (event) => event.detail.expanded && this.open());
      /* Whatever stands unfolded once the stream is made, such as a new question. */
      queueMicrotask(() => toggle.getAttribute("aria-expanded") === "true" && this.open());
    }

    open() {
      if (this.drawn) return this.drawn;
      const placeholder = document.createElement("div");
      this.input.replaceWith(placeholder);
      unopened.delete(this.prefix);
      this.drawn = this.blockDef.draw(placeholder, this.prefix, this.state, undefined, this.capabilities);
      return this.drawn;
    }

    get element() {
      return this.drawn ? this.drawn.container[0] : this.input;
    }

    getState() {
      return this.drawn ? this.drawn.getState() : this.state;
    }

    getValue() {
      return this.drawn ? this.drawn.getValue() : this.state;
    }

    getDuplicatedState() {
      const state = structuredClone(this.getState());
      return { ...state, key: freshKey(state.key) };
    }

    getTextLabel(options) {
      if (this.drawn) return this.drawn.getTextLabel(options);
      const words = (this.blockDef.meta.labelFormat || "").replace(/\{(\w+)\}/g, (_, name) => this.state[name] || "");
      const most = options?.maxLength;
      return most && words.length > most ? `${words.slice(0, most - 1)}…` : words;
    }

    setState(state) {
      if (this.drawn) this.drawn.setState(state);
      this.state = state;
      this.input.value = JSON.stringify(state);
      if (!this.drawn) unopened.set(this.prefix, state);
    }

    setError(error) {
      if (error) this.open().setError(error);
    }

    focus(options) {
      this.open().focus(options);
    }
  }

  class QuestionDefinition extends StructBlockDefinition {
    draw(...drawing) {
      return super.render(...drawing);
    }

    render(placeholder, prefix, state, error, capabilities) {
      const question = new Question(this, placeholder, prefix, state, capabilities);
      question.setError(error);
      return question;
    }
  }

  function rulesOf(question) {
    const shared = (question.disclosures ?? []).map((one) => one.value.when);
    return [question.show_when, ...shared].filter(Boolean);
  }

  /* Let what refers to a question of the original refer to its copy. */
  function leadAlong(questions, keys) {
    const led = (holder, name) => {
      if (keys.has(holder[name])) holder[name] = keys.get(holder[name]);
    };
    for (const question of questions) {
      for (const rule of rulesOf(question)) for (const one of rule.conditions ?? []) led(one.value, "field");
      for (const one of question.checks ?? []) led(one.value, "field");
      led(question, "base");
    }
  }

  class StepDefinition extends StructBlockDefinition {
    render(...drawing) {
      const step = super.render(...drawing);
      const duplicated = step.getDuplicatedState.bind(step);
      step.getDuplicatedState = () => {
        const before = step.getState();
        const after = structuredClone(duplicated());
        const questions = after.fields.map((one) => one.value);
        const suffix = "_adverse_event";
        const keys = new Map();
        questions.forEach((question, place) => {
          const key = before.fields[place].value.key;
          if (key) keys.set(key, question.key).set(`${key}${suffix}`, `${question.key}${suffix}`);
        });
        leadAlong(questions, keys);
        return { ...after, key: freshKey(after.key) };
      };
      return step;
    }
  }

  window.telepath.register("forms.Question", QuestionDefinition);
  window.telepath.register("forms.Step", StepDefinition);
  window.formBlocks = { unopened };
})();
