// Back to the kiosk's start when nobody has touched it for a while: the next person sees nothing.
// While the server is away the page is not left for the browser's error: what is personal goes, and
// it is tried again; the board of numbers stays.
const { seconds, start, stays } = document.getElementById("idle").dataset;
const AGAIN = 10;
let timer;

function wait(time = seconds) {
  window.clearTimeout(timer);
  timer = window.setTimeout(leave, Number(time) * 1000);
}

async function leave() {
  const answer = await fetch(start, { cache: "no-store" }).catch(() => null);
  if (answer?.ok) {
    window.location.replace(start);
    return;
  }
  if (stays === undefined) document.querySelector("main").replaceChildren();
  wait(AGAIN);
}

for (const touched of ["pointerdown", "keydown", "input"]) {
  document.addEventListener(touched, () => wait());
}
wait();
