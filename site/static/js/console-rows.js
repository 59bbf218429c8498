// Lists by keyboard: j and k go to the next and previous row's link, Enter opens it as any link.
const links = [...document.querySelectorAll("a[data-row]")];
const steps = { j: 1, k: -1 };

document.addEventListener("keydown", (event) => {
  if (!(event.key in steps) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = links[here < 0 ? 0 : here + steps[event.key]];
  next?.focus();
});
