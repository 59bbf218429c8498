// Back to the kiosk's start when nobody has touched it for a while: the next person sees nothing.
const { seconds, start } = document.getElementById("idle").dataset;
let timer;

function wait() {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => window.location.replace(start), Number(seconds) * 1000);
}

for (const touched of ["pointerdown", "keydown", "input"]) document.addEventListener(touched, wait);
wait();
