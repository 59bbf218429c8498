// The dossier's papers open beside the answers; the first one by itself on a wide screen.
const viewer = document.getElementById("xem-giay-to");
const links = [...document.querySelectorAll("a[data-view]")];
const show = (link) => {
  viewer.hidden = false;
  for (const other of links) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
};
for (const link of links) link.addEventListener("click", () => show(link));
if (links.length && window.matchMedia("(min-width: 800px)").matches) {
  show(links[0]);
  viewer.src = links[0].href;
}
