// On a narrow screen the cells of a list stand below each other, each with the name of its column.
const list = document.querySelector("#result_list");
const names = [...(list?.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.querySelector(".text")?.textContent.trim());
for (const row of list?.tBodies[0]?.rows ?? [])
  [...row.cells].forEach((cell, place) => names[place] && cell.setAttribute("data-label", names[place]));
