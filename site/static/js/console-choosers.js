// Choosers that a search fills take the words of their label as their name, also in rows added later.
function name(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    const shown = select.nextElementSibling?.querySelector("[role=combobox], .select2-selection");
    const text = label?.textContent.replace(/:\s*$/, "").trim();
    if (!text || !shown) continue;
    for (const each of [shown, shown.querySelector("[role=textbox]")]) each?.setAttribute("aria-label", text);
  }
}
window.addEventListener("load", () => name(document));
document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
