// Hides questions that the answers of this page do not ask for. The server decides again when sent.

const vietnameseDate = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/;

function answerOf(form, key) {
  const inputs = [...form.elements].filter((input) => input.name === key);
  if (!inputs.length) return undefined;
  if (inputs[0].type === "checkbox") return inputs.filter((i) => i.checked).map((i) => i.value);
  if (inputs[0].type === "radio") return read(inputs.find((i) => i.checked)?.value ?? "");
  return read(inputs[0].value.trim());
}

function read(text) {
  if (text === "yes") return true;
  if (text === "no") return false;
  const day = text.match(vietnameseDate);
  return day ? `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}` : text;
}

function number(value) {
  return typeof value === "string" ? Number(value.replaceAll(".", "").replace(",", ".")) : value;
}

function same(answer, wanted) {
  return typeof wanted === "number" ? number(answer) === wanted : answer === wanted;
}

function holds(condition, form) {
  if (condition.all) return condition.all.every((part) => holds(part, form));
  if (condition.any) return condition.any.some((part) => holds(part, form));
  const answer = answerOf(form, condition.question);
  if (answer === undefined) return true;
  const isFilled = answer !== "" && !(Array.isArray(answer) && !answer.length);
  const wanted = [condition.value].flat();
  const isChosen = [answer].flat().some((one) => wanted.some((other) => same(one, other)));
  switch (condition.op ?? "eq") {
    case "filled": return isFilled;
    case "empty": return !isFilled;
    case "ne": case "not_in": return !isChosen;
    case "gt": return isFilled && compare(answer, condition.value) > 0;
    case "lt": return isFilled && compare(answer, condition.value) < 0;
    default: return isChosen;
  }
}

function compare(answer, wanted) {
  if (typeof wanted === "number") return number(answer) - wanted;
  return String(answer) > wanted ? 1 : String(answer) < wanted ? -1 : 0;
}

function refresh(form) {
  for (const block of form.querySelectorAll("[data-eform-condition]")) {
    block.hidden = !holds(JSON.parse(block.dataset.eformCondition), form);
  }
}

for (const form of new Set([...document.querySelectorAll("[data-eform-condition]")].map((b) => b.closest("form")))) {
  if (!form) continue;
  for (const text of form.querySelectorAll("[data-eform-condition-text]")) text.hidden = true;
  form.addEventListener("input", () => refresh(form));
  form.addEventListener("change", () => refresh(form));
  refresh(form);
}
