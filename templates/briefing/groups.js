// Lets a reader look at one group of customers at a time. Without it all groups stand below each other.
(() => {
  "use strict";
  const start = () => {
    for (const groups of document.querySelectorAll(".groups")) {
      const parts = [...groups.querySelectorAll(".group")];
      if (parts.length < 2) continue;
      const row = document.createElement("div");
      row.className = "choose";
      const label = document.createElement("label");
      label.htmlFor = "group";
      label.textContent = "Show";
      const list = document.createElement("select");
      list.id = "group";
      const told = document.createElement("p");
      told.setAttribute("role", "status");
      const facets = new Map();
      parts.forEach((part, place) => {
        const facet = part.dataset.facet;
        if (!facets.has(facet)) {
          const heading = document.createElement("optgroup");
          heading.label = facet;
          list.append(heading);
          facets.set(facet, heading);
        }
        const option = document.createElement("option");
        option.value = String(place);
        option.textContent = part.dataset.name;
        facets.get(facet).append(option);
      });
      const show = () => {
        parts.forEach((part, place) => { part.hidden = String(place) !== list.value; });
        const chosen = parts[Number(list.value)];
        told.textContent = `${chosen.dataset.name}: ${chosen.dataset.size}`;
        dispatchEvent(new Event("resize"));
      };
      list.addEventListener("change", show);
      row.append(label, list, told);
      groups.prepend(row);
      show();
    }
  };
  addEventListener("DOMContentLoaded", start);
})();
