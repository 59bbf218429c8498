// On a wide screen the dossier's papers open beside the answers, the first one by itself.
// No sandbox on the frame: Chromium then shows no PDF at all; the answer's own policy is the sandbox.
const place = document.querySelector("[data-viewer]");
const links = [...document.querySelectorAll("a[data-view]")];
if (place && links.length && window.matchMedia("(min-width: 800px)").matches) {
  const viewer = document.createElement("iframe");
  viewer.className = "bhxh-work-viewer";
  viewer.name = "xem-giay-to";
  const show = (link) => {
    viewer.title = `${place.dataset.viewer}: ${link.textContent.trim()}`;
    for (const other of links) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
  };
  for (const link of links) {
    link.target = viewer.name;
    link.addEventListener("click", () => show(link));
  }
  show(links[0]);
  viewer.src = links[0].href;
  place.replaceWith(viewer);
}
