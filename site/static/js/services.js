// For other sites: puts an office's online services where this script stands, in the site's own type.
// <script async src="https://…/static/js/services.js" data-office="07900"></script>
(() => {
  const script = document.currentScript;
  const origin = new URL(script.src).origin;

  const link = (text, url, what = "") => {
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.target = "_blank";
    anchor.rel = "noopener";
    anchor.textContent = text;
    if (what) anchor.setAttribute("aria-label", `${text}: ${what}`);
    return anchor;
  };

  fetch(`${origin}/co-quan/${encodeURIComponent(script.dataset.office)}/dich-vu.json`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((feed) => {
      const list = document.createElement("ul");
      list.className = "bhxh-services";
      list.lang = feed.language;
      for (const item of feed.items) {
        const row = document.createElement("li");
        row.append(link(item.title, item.url), " – ", link("Nộp hồ sơ", item._service.filing_url, item.title));
        list.append(row);
      }
      script.after(list);
    })
    // Without the list there is still the way to it.
    .catch(() => script.after(link("Dịch vụ công trực tuyến", `${origin}/co-quan/${encodeURIComponent(script.dataset.office)}/`)));
})();
