// Starts the kit and the portal's own small aids; every page works without them.

const language = document.documentElement.lang;
const words = {
  vi: { copied: "Đã sao chép" },
  en: { copied: "Copied" },
}[language] ?? { copied: "Đã sao chép" };

document.body.classList.add("js-enabled", "govuk-frontend-supported");
import(document.getElementById("start").dataset.kit).then(({ initAll }) => {
  initAll();
  // The label names the button by itself; the kit's longer name does not contain what is seen on it.
  for (const button of document.querySelectorAll(".govuk-file-upload-button")) button.removeAttribute("aria-labelledby");
});

for (const button of document.querySelectorAll("[data-toggle]")) {
  const target = document.getElementById(button.dataset.toggle);
  button.hidden = false;
  button.addEventListener("click", () => {
    const open = target.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(open));
  });
}

for (const details of document.querySelectorAll(".bhxh-account")) {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const status = document.createElement("span");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  button.after(status);
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = status.textContent = words.copied;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 3000);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
