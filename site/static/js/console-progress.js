// What the worker is at is looked at again every few seconds, in its place; once done, the whole page.
const SECONDS = 3;
const watched = document.querySelector("[data-at-work]");

async function look() {
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-at-work]");
    if (!now) return location.reload();
    watched.replaceChildren(...now.childNodes);
  }
  setTimeout(look, SECONDS * 1000);
}

if (watched) setTimeout(look, SECONDS * 1000);
