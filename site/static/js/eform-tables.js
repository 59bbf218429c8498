// Adds and removes rows of table questions in place. With no row to copy, and where a long table
// shows its rows as lines, the button sends the page.

const attributes = ["id", "name", "for", "aria-describedby", "value", "formaction", "data-eform-address-of"];

function renumber(row, table, index) {
  const name = table.dataset.eformTable;
  const place = new RegExp(`(^|[\\s_:#])(${name})([-:])\\d+(?=$|[-\\s_:])`, "g");
  const change = (text) => text.replace(place, (_all, start, table, joint) => `${start}${table}${joint}${index}`);
  for (const element of [row, ...row.querySelectorAll("*")]) {
    for (const attribute of attributes) {
      const isTyped = attribute === "value" && element.tagName !== "BUTTON";
      if (!isTyped && element.hasAttribute(attribute)) {
        element.setAttribute(attribute, change(element.getAttribute(attribute)));
      }
    }
  }
  const heading = `${table.dataset.rowLabel} ${index + 1}`;
  row.querySelector("[data-eform-row-heading]").textContent = heading;
  row.querySelector("[data-eform-row-name]").textContent = heading.toLocaleLowerCase("vi");
}

function clear(row) {
  for (const message of row.querySelectorAll(".govuk-error-message")) message.remove();
  for (const element of row.querySelectorAll("[class*='--error']")) {
    for (const name of [...element.classList]) if (name.endsWith("--error")) element.classList.remove(name);
  }
  for (const input of row.querySelectorAll("input, select, textarea")) {
    if (input.type === "radio" || input.type === "checkbox") input.checked = false;
    else input.value = "";
    input.removeAttribute("aria-invalid");
  }
}

function rowsOf(table) {
  return [...table.querySelectorAll("[data-eform-row]")];
}

function settle(table, sentence) {
  const rows = rowsOf(table);
  rows.forEach((row, index) => renumber(row, table, index));
  const add = table.querySelector("[data-eform-add]");
  table.querySelector(`input[name="${table.dataset.eformTable}-rows"]`).value = rows.length;
  if (add) add.hidden = rows.length >= Number(table.dataset.most);
  table.querySelector("[data-eform-status]").textContent = sentence;
  table.closest("form").dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-eform-add], [data-eform-remove]");
  const table = button?.closest("[data-eform-table]");
  if (!table || "long" in table.dataset) return;
  const rows = rowsOf(table);
  if (button.matches("[data-eform-add]")) {
    if (!rows.length) return;
    event.preventDefault();
    const row = rows.at(-1).cloneNode(true);
    clear(row);
    rows.at(-1).after(row);
    settle(table, button.textContent.trim());
    row.focus();
  } else {
    const row = button.closest("[data-eform-row]");
    if (rows.length < 2) return;
    event.preventDefault();
    const sentence = button.textContent.trim();
    row.remove();
    settle(table, sentence);
    table.focus();
  }
});
