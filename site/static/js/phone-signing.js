// Whether the signer has answered on the phone is asked every few seconds; the button does the same by hand.
const SECONDS = 3;
const waiting = document.querySelector("[data-phone-answer]");

async function ask(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("remote", "check");
  const headers = { Accept: "application/json" };
  const answer = await fetch(location.href, { method: "POST", body, headers }).catch(() => null);
  if (answer) {
    const said = await answer.json().catch(() => null);
    if (!said) return location.reload(); // signed out, or an error: the page itself tells
    if (said.to) return location.replace(said.to);
  }
  setTimeout(ask, SECONDS * 1000, form);
}

if (waiting) {
  const told = document.createElement("p");
  told.className = "bhxh-notice__text";
  told.textContent = waiting.dataset.phoneAnswer;
  waiting.append(told);
  setTimeout(ask, SECONDS * 1000, waiting.querySelector("form"));
}
