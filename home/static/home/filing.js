// Aids of the filing pages: autosave, offices after the province, size check, countdown.
// Every page works without them.

const english = document.documentElement.lang === "en";
const say = (vi, en) => (english ? en : vi);

for (const form of document.querySelectorAll("[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]");
  const lock = form.elements.namedItem("lock");
  let timer, saving = false, changed = false, leaving = false;

  const save = async () => {
    if (saving || leaving) return;
    saving = true;
    changed = false;
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (told.lock !== undefined) lock.value = told.lock;
      if (told.message) status.textContent = told.message;
      document.dispatchEvent(new Event("bhxh:kept"));
    } catch {
      // Offline: what is typed stays on the page and is sent with the next change or the button.
      status.textContent = say("Chưa có mạng; sẽ lưu khi có mạng lại.", "Offline; will be saved later.");
    }
    saving = false;
    if (changed) schedule();
  };
  const schedule = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, 1500);
  };
  form.addEventListener("input", schedule);
  form.addEventListener("submit", (event) => {
    leaving = true;
    clearTimeout(timer);
    if (!saving) return;
    // A saving is under way: let it end, or the page would send an old lock.
    event.preventDefault();
    const again = setInterval(() => {
      if (saving) return;
      clearInterval(again);
      form.requestSubmit(event.submitter);
    }, 50);
  });
  window.addEventListener("online", () => { if (changed || status.textContent) schedule(); });
}

for (const button of document.querySelectorAll("[data-follows]")) {
  const field = button.form.elements.namedItem(button.dataset.follows);
  field.addEventListener("change", () => button.click());
}

for (const form of document.querySelectorAll("[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const limit = Number(form.dataset.maxMb);
  const note = document.createElement("p");
  note.className = "govuk-error-message";
  note.setAttribute("role", "alert");
  input.addEventListener("change", () => {
    const large = [...input.files].filter((file) => file.size > limit * 1024 * 1024);
    note.remove();
    if (!large.length) return;
    note.textContent = large
      .map((file) => say(`«${file.name}» lớn hơn ${limit} MB.`, `“${file.name}” is larger than ${limit} MB.`))
      .join(" ");
    input.value = "";
    input.dispatchEvent(new Event("change"));
    (input.closest(".govuk-drop-zone") ?? input).before(note);
  });
  form.addEventListener("submit", () => {
    if (!input.files.length) return;
    const status = document.createElement("p");
    status.className = "govuk-hint";
    status.setAttribute("role", "status");
    status.textContent = say("Đang tải lên…", "Uploading…");
    form.append(status);
  });
}

for (const shown of document.querySelectorAll("[data-countdown]")) {
  const ready = Number(shown.dataset.countdown) + 60;
  const tick = () => {
    const left = Math.ceil(ready - Date.now() / 1000);
    shown.textContent = left > 0 ? say(`(còn ${left} giây)`, `(${left} seconds left)`) : "";
    if (left > 0) setTimeout(tick, 1000);
  };
  tick();
}
