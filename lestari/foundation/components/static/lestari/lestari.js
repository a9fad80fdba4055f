// What pages do better with a script; without one, everything still works.

// A form is sent once; the button says that it is being saved.
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  form.dataset.sent = "1";
  const button = event.submitter;
  if (!button) return;
  button.dataset.words = button.textContent;
  button.textContent = document.body.dataset.saving;
  button.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-words]")) {
      button.textContent = button.dataset.words;
      button.removeAttribute("aria-disabled");
    }
  }
});

// The summary of errors is read first.
document.querySelector("[data-focus]")?.focus();

// Filters stand open where there is room.
if (matchMedia("(min-width: 60em)").matches) {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = true;
}

// Rupiah are echoed in words.
const UNITS = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];
const SCALES = [[1e12, "triliun"], [1e9, "miliar"], [1e6, "juta"], [1e3, "ribu"], [100, "ratus"], [10, "puluh"]];

function words(number) {
  if (number < 12) return UNITS[number];
  if (number < 20) return `${UNITS[number - 10]} belas`;
  const [scale, word] = SCALES.find(([least]) => number >= least);
  const count = Math.floor(number / scale);
  const rest = number % scale;
  const first = count === 1 && (scale === 1000 || scale === 100) ? `se${word}` : `${words(count)} ${word}`;
  return rest ? `${first} ${words(rest)}` : first;
}

for (const input of document.querySelectorAll("[data-rupiah]")) {
  const echo = input.closest(".affix")?.nextElementSibling;
  if (!echo) continue;
  input.addEventListener("input", () => {
    const bare = input.value.trim().replace(/^rp\.?\s*/i, "").replace(/,(00?|-+)?$/, "");
    const whole = /^(\d{1,3}([. ]\d{3})+|\d+)$/.test(bare) ? Number(bare.replace(/[. ]/g, "")) : NaN;
    echo.textContent = whole <= 1e15 ? `${words(whole)} rupiah` : "";
  });
}

// Regions are suggested after three letters.
let boxes = 0;

class Picker {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input[type=search]");
    this.list = document.createElement("ul");
    Object.assign(this.list, { className: "listbox", role: "listbox", id: `region-list-${(boxes += 1)}`, hidden: true });
    this.list.setAttribute("aria-label", root.closest(".field")?.querySelector("label")?.textContent ?? "");
    this.input.after(this.list);
    const about = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(about)) this.input.setAttribute(name, value);
    this.at = -1;
    this.input.addEventListener("input", () => {
      clearTimeout(this.wait);
      this.wait = setTimeout(() => this.ask(), 200);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 200));
    this.list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (item) this.pick(this.found[[...this.list.children].indexOf(item)]);
    });
  }

  async ask() {
    const asked = this.input.value.trim();
    if (asked.length < 3) return this.close();
    const query = new URLSearchParams({ q: asked, levels: this.root.dataset.levels });
    const answer = await fetch(`${this.root.dataset.url}?${query}`).catch(() => null);
    if (!answer?.ok || this.input.value.trim() !== asked) return;
    this.found = (await answer.json()).regions;
    this.list.replaceChildren(...this.found.map((region, index) => {
      const item = document.createElement("li");
      Object.assign(item, { id: `${this.list.id}-${index}`, role: "option", textContent: region.label });
      item.setAttribute("aria-selected", "false");
      return item;
    }));
    this.at = -1;
    this.show(this.found.length > 0);
  }

  show(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.show(false);
  }

  key(event) {
    if (this.list.hidden) return;
    const items = [...this.list.children];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = this.at < 0 && step < 0 ? items.length - 1 : (this.at + step + items.length) % items.length;
      items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.at)));
      this.input.setAttribute("aria-activedescendant", items[this.at].id);
    } else if (event.key === "Enter" && this.at >= 0) {
      event.preventDefault();
      this.pick(this.found[this.at]);
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  pick(region) {
    const many = "many" in this.root.dataset;
    let chosen = this.root.querySelector(".chosen");
    if (!chosen) {
      chosen = document.createElement("span");
      chosen.className = "chosen";
      this.root.prepend(chosen);
    }
    if (!many) chosen.replaceChildren();
    const label = document.createElement("label");
    label.className = "choice";
    const box = document.createElement("input");
    Object.assign(box, { type: many ? "checkbox" : "radio", name: this.root.dataset.name, value: region.code, checked: true });
    const where = document.createElement("small");
    where.textContent = region.where;
    label.append(box, ` ${region.title} `, where);
    chosen.append(label);
    this.input.value = "";
    this.close();
  }
}

for (const root of document.querySelectorAll("[data-region]")) new Picker(root);
