// The search box of a list with many choices has the name of its field, which the library leaves out.
addEventListener("load", () => {
  for (const box of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    const label = box.closest(".form-row, .fieldBox")?.querySelector("label, legend");
    if (label) box.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
  }
});
