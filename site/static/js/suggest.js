// Suggestions while typing in a search box. Without this script the box is a form.

const words = {
  vi: { some: (n) => `${n} gợi ý, dùng phím mũi tên để chọn`, none: "Không có gợi ý", list: "Gợi ý thủ tục" },
  en: { some: (n) => `${n} suggestions, use the arrow keys`, none: "No suggestions", list: "Suggested procedures" },
}[document.documentElement.lang] ?? {};

/** An editable combobox with a list of links (WAI-ARIA APG), fed by the form's data-suggest address. */
function suggest(form) {
  const input = form.querySelector("input[name=q]");
  const box = document.createElement("div");
  box.className = "bhxh-suggest";
  input.replaceWith(box);
  const list = document.createElement("ul");
  list.className = "bhxh-suggest__list";
  list.id = `${input.id}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list);
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  box.append(input, list, status);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let chosen = -1;
  let asked = 0;
  let timer;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    const items = [...list.children];
    chosen = (index + items.length) % items.length;
    items.forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };
  const show = (results) => {
    list.replaceChildren(...results.map((result, at) => {
      const item = document.createElement("li");
      item.className = "bhxh-suggest__item";
      item.id = `${list.id}-${at}`;
      item.lang = result.lang;
      item.dataset.url = result.url;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const code = document.createElement("span");
      code.className = "bhxh-code";
      code.textContent = result.code ?? result.kind;
      if (!result.code) code.lang = document.documentElement.lang;
      item.append(`${result.name} `, code);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); location.assign(result.url); });
      return item;
    }));
    status.textContent = results.length ? words.some(results.length) : words.none;
    if (!results.length) return close();
    chosen = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const ask = async () => {
    const query = input.value.trim();
    const mine = ++asked;
    if (query.length < 2) return close();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(query)}`);
      const { results } = await answer.json();
      if (mine === asked && document.activeElement === input) show(results);
    } catch {
      close(); // The form still searches.
    }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 180); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
}

for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form);
