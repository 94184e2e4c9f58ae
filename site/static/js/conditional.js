// Shows a question only while its condition holds. Values stay and are posted: the server decides
// what counts, so a hidden question needs no disabling and nothing is announced or moved in focus.
(function () {
  "use strict";

  var MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september",
                "october", "november", "december"];
  var WORDS = /[\p{L}\p{N}]+/gu;
  var questions = {};

  function valueOf(question, name) {
    var input = question.querySelector('[name="' + name + '"]');
    return input ? input.value.trim() : "";
  }

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function wholeNumber(text) {
    return /^\d{1,4}$/.test(text) ? Number(text) : 0;
  }

  function monthNumber(text) {
    var name = text.toLowerCase().replace(/\.+$/, "");
    var found = MONTHS.findIndex(function (month) {
      return name === month || name === month.slice(0, 3);
    });
    return name === "sept" ? 9 : found + 1 || wholeNumber(name);
  }

  function daysIn(year, month) {
    return new Date(Date.UTC(year, month, 0)).getUTCDate();
  }

  // What follows reads answers as forms/definitions/fields does; a wrong answer is none.
  function dateFact(question) {
    var key = question.dataset.question;
    var day = wholeNumber(valueOf(question, key + "_day"));
    var month = monthNumber(valueOf(question, key + "_month"));
    var year = valueOf(question, key + "_year");
    if (!/^\d{4}$/.test(year) || year < "1900" || year > "2199" || month < 1 || month > 12) {
      return "";
    }
    return day >= 1 && day <= daysIn(Number(year), month) ? year + "-" + two(month) + "-" + two(day) : "";
  }

  function numberFact(question) {
    var input = question.querySelector("input");
    var plain = input.value.replace(/\u2212/g, "-").replace(/\s/g, "").toLowerCase();
    var unit = (input.dataset.unit || "").replace(/\s/g, "").toLowerCase();
    if (unit && plain.endsWith(unit)) {
      plain = plain.slice(0, -unit.length);
    }
    var match = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+|)(?:\.(\d+))?$/.exec(plain);
    if (!match || !/\d/.test(plain)) {
      return "";
    }
    var whole = match[2].replace(/,/g, "").replace(/^0+/, "");
    var part = (match[3] || "").replace(/0+$/, "");
    var shortest = (whole || "0") + (part ? "." + part : "");
    return whole.length + part.length > 15 ? "" : (match[1] === "-" && shortest !== "0" ? "-" : "") + shortest;
  }

  function timeFact(question) {
    var plain = question.querySelector("input").value.toLowerCase().replace(/\s/g, "")
      .replace(/([ap])\.m\.$/, "$1m");
    var named = { noon: "12:00", midday: "12:00", midnight: "00:00" };
    if (Object.prototype.hasOwnProperty.call(named, plain)) {
      return named[plain];
    }
    var match = /^(\d{1,2})(?:[:.h]?(\d{2}))?(am|pm)?$/.exec(plain);
    if (!match) {
      return "";
    }
    var hour = Number(match[1]);
    var minute = Number(match[2] || 0);
    if (match[3] && (hour < 1 || hour > 12)) {
      return "";
    }
    if (match[3]) {
      hour = (hour % 12) + (match[3] === "pm" ? 12 : 0);
    }
    return hour < 24 && minute < 60 ? two(hour) + ":" + two(minute) : "";
  }

  function rowsFact(question) {
    var filled = Array.prototype.filter.call(question.querySelectorAll("[data-row]"), function (row) {
      return !Array.prototype.every.call(row.querySelectorAll("input, select"), isEmpty);
    });
    return filled.length ? String(filled.length) : "";
  }

  function computedFact(question) {
    var output = question.querySelector("[data-output]");
    // A day counted from an earlier page stands already.
    if (!questions[output.dataset.base]) {
      return output.dataset.value;
    }
    var base = factsOf(output.dataset.base)[0];
    if (!base) {
      return "";
    }
    var parts = base.split("-").map(Number);
    var months = parts[0] * 12 + parts[1] - 1 + Number(output.dataset.months);
    var year = Math.floor(months / 12);
    var month = (months % 12) + 1;
    var day = new Date(Date.UTC(year, month - 1, Math.min(parts[2], daysIn(year, month))));
    day.setUTCDate(day.getUTCDate() + Number(output.dataset.days));
    return day.toISOString().slice(0, 10);
  }

  var READ = { date: dateFact, number: numberFact, time: timeFact, rows: rowsFact, computed: computedFact };

  function isEmpty(input) {
    return !input.value.trim();
  }

  function factsOf(key) {
    var question = questions[key];
    if (!question || question.hidden) {
      return [];
    }
    if (question.dataset.fact === "fixed") {
      return [question.querySelector("[data-output]").dataset.value];
    }
    if (question.dataset.fact) {
      var fact = READ[question.dataset.fact](question);
      return fact ? [fact] : [];
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

  function wordsOf(text) {
    return text.normalize("NFC").toLowerCase().match(WORDS) || [];
  }

  function hasPhrase(text, phrase) {
    var words = wordsOf(text);
    var wanted = wordsOf(phrase);
    return wanted.length > 0 && words.some(function (_, start) {
      return wanted.every(function (word, place) {
        return words[start + place] === word;
      });
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
      case "contains_words":
        return found.length > 0 && wanted.length > 0 && hasPhrase(found[0], wanted[0]);
      case "at_least":
        return found.length > 0 && wanted.length > 0 && Number(found[0]) >= Number(wanted[0]);
      case "at_most":
        return found.length > 0 && wanted.length > 0 && Number(found[0]) <= Number(wanted[0]);
      case "before":
        return found.length > 0 && wanted.length > 0 && found[0] < wanted[0];
      case "after":
        return found.length > 0 && wanted.length > 0 && found[0] > wanted[0];
      default:
        return true;
    }
  }

  function inWords(fact) {
    var parts = fact.split("-").map(Number);
    var month = MONTHS[parts[1] - 1];
    return parts[2] + " " + month[0].toUpperCase() + month.slice(1) + " " + parts[0];
  }

  // The server works these days out again; here they only follow what is typed.
  function show(computed) {
    computed.forEach(function (output) {
      var fact = computedFact(output.closest("[data-question]"));
      var text = fact ? inWords(fact) : output.dataset.empty;
      if (output.textContent !== text) {
        output.textContent = text;
      }
    });
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
    var computed = Array.prototype.slice.call(document.querySelectorAll("[data-output][data-base]"));
    if (!conditional.length && !computed.length) {
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
      show(computed);
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
