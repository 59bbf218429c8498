// Aids of the procedure pages: filters open on a desk, the way back to one's list.
// Without this script the filters are a fold, the way back the whole list.

const LIST = "bhxh-last-list";

for (const details of document.querySelectorAll("[data-open-on-desk]")) {
  const desk = matchMedia("(min-width: 62em)");
  const follow = () => { details.open = desk.matches; };
  desk.addEventListener("change", follow);
  follow();
}

// The last list with its filters, for this tab only.
if (document.querySelector(".bhxh-filters")) {
  sessionStorage.setItem(LIST, location.pathname + location.search);
}
for (const link of document.querySelectorAll("[data-last-list]")) {
  const last = sessionStorage.getItem(LIST);
  if (last && new URL(last, location.origin).pathname === link.pathname) link.href = last;
}
