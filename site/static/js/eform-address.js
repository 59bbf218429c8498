// Fills the commune list when a province is chosen. If the list cannot be fetched the button that
// sends the page comes back, as it is without a script.

const lists = new Map();

async function communesOf(group, province) {
  const address = group.dataset.eformAddress.replace("PROVINCE", encodeURIComponent(province));
  if (!lists.has(address)) {
    lists.set(address, fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }));
  }
  try {
    return (await lists.get(address)).communes;
  } catch (error) {
    lists.delete(address);
    throw error;
  }
}

async function refill(province) {
  const group = province.closest("[data-eform-address]");
  const commune = group.querySelector('select[name$="-commune"]');
  const [blank] = commune.options;
  commune.replaceChildren(blank);
  if (!province.value) return;
  commune.setAttribute("aria-busy", "true");
  const button = group.querySelector("[data-eform-open]");
  try {
    const asked = province.value;
    const units = await communesOf(group, asked);
    if (asked !== province.value) return;
    commune.append(...units.map((unit) => new Option(unit.name, unit.code)));
    button.hidden = true;
  } catch {
    button.hidden = false;
  } finally {
    commune.removeAttribute("aria-busy");
  }
}

for (const button of document.querySelectorAll("[data-eform-open]")) button.hidden = true;
document.addEventListener("change", (event) => {
  if (event.target.matches('[data-eform-address] select[name$="-province"]')) refill(event.target);
});
