// Warns before an idle session ends (WCAG 2.2.1). The server counts; this page only asks it in time.

const dialog = document.getElementById("phien-sap-het");
const WARN = 3 * 60 * 1000;
const whole = Number(dialog.dataset.minutes) * 60 * 1000;
let timer;

const show = (ended) => {
  for (const part of dialog.querySelectorAll("[data-while]")) part.hidden = ended;
  for (const part of dialog.querySelectorAll("[data-after]")) part.hidden = !ended;
  if (!dialog.open) dialog.showModal();
};
const after = (wait, act) => {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
};
const watch = () => after(whole - WARN, warn);
const warn = () => {
  show(false);
  after(WARN, () => show(true));
};

// The button keeps the session; so does what a page saves by itself.
dialog.addEventListener("close", async () => {
  if (dialog.querySelector("[data-while]").hidden) return;
  const answer = await fetch(dialog.dataset.keep).catch(() => null);
  if (answer?.status === 401) show(true);
  else watch();
});
document.addEventListener("bhxh:kept", watch);
watch();
