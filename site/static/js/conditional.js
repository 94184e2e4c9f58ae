// Shows a question only while its condition holds. Values stay and are posted: the server decides
// what counts, so a hidden question needs no disabling and nothing is announced or moved in focus.
(function () {
  "use strict";

  var MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
  var questions = {};

  function valueOf(question, name) {
    var input = question.querySelector('[name="' + name + '"]');
    return input ? input.value.trim() : "";
  }

  function dateFacts(question) {
    var key = question.dataset.question;
    var day = parseInt(valueOf(question, key + "_day"), 10);
    var monthText = valueOf(question, key + "_month").toLowerCase();
    var month = MONTHS.indexOf(monthText.slice(0, 3)) + 1 || parseInt(monthText, 10);
    var year = valueOf(question, key + "_year");
    if (!day || !month || !/^\d{4}$/.test(year)) {
      return [];
    }
    return [year + "-" + String(month).padStart(2, "0") + "-" + String(day).padStart(2, "0")];
  }

  function isEmpty(input) {
    return !input.value.trim();
  }

  function factsOf(key) {
    var question = questions[key];
    if (!question || question.hidden) {
      return [];
    }
    if ("factDate" in question.dataset) {
      return dateFacts(question);
    }
    var inputs = question.querySelectorAll('[name="' + question.dataset.factName + '"]');
    // A choice beside texts, as the kind of a number, is no answer without them.
    var texts = question.querySelectorAll('input[type="text"]');
    if (inputs.length && inputs[0].type === "radio" && Array.prototype.some.call(texts, isEmpty)) {
      return [];
    }
    return Array.prototype.filter
      .call(inputs, function (input) {
        return input.type === "radio" || input.type === "checkbox" ? input.checked : input.value.trim();
      })
      .map(function (input) {
        return input.value.trim();
      });
  }

  function holds(condition) {
    var found = factsOf(condition[0]);
    var wanted = condition[2];
    var shared = found.filter(function (value) {
      return wanted.indexOf(value) !== -1;
    });
    switch (condition[1]) {
      case "answered":
        return found.length > 0;
      case "not_answered":
        return found.length === 0;
      case "not_equals":
        return shared.length === 0;
      case "equals":
      case "one_of":
        return found.length === 1 && shared.length === 1;
      case "contains":
        return shared.length > 0;
      case "before":
        return found.length > 0 && wanted.length > 0 && found[0] < wanted[0];
      case "after":
        return found.length > 0 && wanted.length > 0 && found[0] > wanted[0];
      default:
        return true;
    }
  }

  // In the order of the page, so that what a hidden question would decide is already settled.
  function update(conditional) {
    conditional.forEach(function (question) {
      var conditions = JSON.parse(question.dataset.showWhenConditions);
      var all = question.dataset.showWhenMatch === "all";
      question.hidden = !(all ? conditions.every(holds) : conditions.some(holds));
    });
  }

  function start() {
    Array.prototype.forEach.call(document.querySelectorAll("[data-question]"), function (question) {
      questions[question.dataset.question] = question;
    });
    var conditional = Array.prototype.slice.call(document.querySelectorAll("[data-show-when-conditions]"));
    if (!conditional.length) {
      return;
    }
    conditional.forEach(function (question) {
      // The words say when to answer; now the page does.
      Array.prototype.forEach.call(question.querySelectorAll("[data-condition]"), function (words) {
        words.hidden = true;
      });
    });
    var refresh = function () {
      update(conditional);
    };
    document.addEventListener("input", refresh);
    document.addEventListener("change", refresh);
    // A browser may restore typed values after Back without any event.
    window.addEventListener("pageshow", refresh);
    refresh();
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
