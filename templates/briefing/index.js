// Sorts and filters the table of engagements. Without it the table still reads, in the order of its source.
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase();

  const start = () => {
    const table = document.querySelector(".engagements");
    const body = table.tBodies[0];
    const tally = document.querySelector(".shown");
    const filter = document.getElementById("filter");
    const order = document.getElementById("order");
    const rows = [...body.rows].map((row, place) => ({ row, place, text: plain(row.textContent) }));
    const byWords = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
    const heads = [...table.querySelectorAll("th[data-sort]")];

    const valueOf = (row, key) => {
      const cell = row.querySelector(`.${key}`);
      return cell.dataset.value ?? (cell.querySelector("a") || cell).textContent.trim();
    };
    // What has no value comes last, whichever way the rest goes; equals keep the order of the source.
    const sort = (key, direction) => {
      const sign = direction === "descending" ? -1 : 1;
      for (const entry of rows) entry.value = key ? valueOf(entry.row, key) : "";
      rows.sort((one, other) =>
        !one.value - !other.value || sign * byWords.compare(one.value, other.value) || one.place - other.place);
      body.remove(); // out of the page while its rows move: ten thousand then take a tenth of the time
      body.append(...rows.map((entry) => entry.row));
      table.append(body);
      for (const head of heads) {
        if (head.dataset.sort === key) head.setAttribute("aria-sort", direction);
        else head.removeAttribute("aria-sort");
      }
      order.value = key;
    };
    const show = () => {
      const words = plain(filter.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { row, text } of rows) {
        const fits = words.every((word) => text.includes(word));
        if (row.hidden === fits) row.hidden = !fits;
        shown += fits;
      }
      tally.textContent = words.length ? `${shown} of ${rows.length} shown` : "";
    };

    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => {
        sort(head.dataset.sort, head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending");
      });
      head.replaceChildren(button);
    }
    order.addEventListener("change", () => sort(order.value, "ascending"));
    filter.addEventListener("input", show);
    document.querySelector(".tools").hidden = false;
  };
  addEventListener("DOMContentLoaded", start);
})();
