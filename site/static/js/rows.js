// Adds a row to a table of repeated rows without sending the page. Without it the button sends the page,
// which comes back with one more row.
(function () {
  "use strict";

  function renumber(row, from, to) {
    var ids = new RegExp("^(id_|)" + from.key + "_(row_)?" + from.number + "(?=_|$)");
    Array.prototype.forEach.call(row.querySelectorAll("[id], [name], [for], [aria-describedby]"), function (one) {
      ["id", "name", "for", "aria-describedby"].forEach(function (name) {
        var value = one.getAttribute(name);
        if (value) {
          one.setAttribute(name, value.split(" ").map(function (part) {
            return part.replace(ids, "$1" + from.key + "_$2" + to);
          }).join(" "));
        }
      });
      one.removeAttribute("aria-invalid");
    });
    row.id = "id_" + from.key + "_row_" + to;
    row.querySelector("[data-row-number]").textContent = String(to + 1);
  }

  function add(table, button) {
    var rows = table.querySelectorAll("[data-row]");
    var last = rows[rows.length - 1];
    var row = last.cloneNode(true);
    renumber(row, { key: table.dataset.key, number: rows.length - 1 }, rows.length);
    Array.prototype.forEach.call(row.querySelectorAll("input, select"), function (input) {
      input.value = "";
    });
    last.after(row);
    table.querySelector("[data-rows-count]").value = String(rows.length + 1);
    button.setAttribute("formaction", "#id_" + table.dataset.key + "_row_" + (rows.length + 1));
    button.hidden = rows.length + 1 >= Number(table.dataset.most);
    row.querySelector("input, select").focus();
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-rows-add]");
    var table = button && button.closest("[data-rows]");
    if (table && table.querySelector("[data-row]")) {
      event.preventDefault();
      add(table, button);
    }
  });
})();
