// Shortcut keys of the console; loaded only for people who have not switched them off (WCAG 2.1.4).
const nav = document.querySelector("[data-keys]");
const rows = [...document.querySelectorAll("a[data-row]")];
const GOING = 1500; // milliseconds in which "g" waits for its second letter
let wentAt = -Infinity;

function step(by) {
  const here = rows.findIndex((link) => link.closest("tr").contains(document.activeElement));
  rows[here < 0 ? 0 : here + by]?.focus();
}

const acts = {
  j: () => step(1),
  k: () => step(-1),
  n: () => document.querySelector("a[rel=next]")?.click(),
  p: () => document.querySelector("a[rel=prev]")?.click(),
  "/": () => document.getElementById("tim-ho-so")?.focus(),
  "?": () => window.location.assign(nav.dataset.help),
  g: () => { wentAt = performance.now(); },
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) return;
  const going = performance.now() - wentAt < GOING;
  wentAt = -Infinity;
  const screen = going && nav.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
  const act = screen ? () => screen.click() : acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
