// Step forms: a ready phrase goes into the reason, and what was typed is not lost by leaving.
const words = document.getElementById("cau-mau");
if (words) {
  const phrases = JSON.parse(words.textContent);
  const select = document.querySelector("[data-phrases-for]");
  const text = document.getElementById(select.dataset.phrasesFor);
  document.querySelector("[data-insert-phrase]").addEventListener("click", (event) => {
    event.preventDefault();
    const phrase = phrases[select.value];
    if (phrase && !text.value.includes(phrase)) {
      text.value = [text.value.trim(), phrase].filter(Boolean).join("\n");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    text.focus();
  });
}

for (const form of document.querySelectorAll("form[data-guard-typed]")) {
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  form.addEventListener("submit", () => { typed = false; });
  window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });
}
