// Comfort only: every page and form works without this.
const one = (root, query) => root.querySelector(query);

// A form is sent once; its button says so.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  const button = event.submitter || one(form, "button[type=submit]");
  if (!button || !button.classList.contains("button")) return;
  button.dataset.words = button.textContent;
  button.setAttribute("aria-busy", "true");
  button.textContent = "Menyimpan…";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) {
      button.removeAttribute("aria-busy");
      button.textContent = button.dataset.words;
    }
  }
});

// Rupiah in words.
const UNITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(" ");
const SCALES = [[1e12, "triliun"], [1e9, "miliar"], [1e6, "juta"], [1e3, "ribu"], [100, "ratus"], [10, "puluh"]];
const words = (n) => {
  if (n < 12) return UNITS[n];
  if (n < 20) return `${UNITS[n - 10]} belas`;
  const [size, word] = SCALES.find(([scale]) => n >= scale);
  const count = Math.floor(n / size);
  const rest = n % size;
  const first = count === 1 && (size === 100 || size === 1000) ? `se${word}` : `${words(count)} ${word}`;
  return rest ? `${first} ${words(rest)}` : first;
};
const echo = (input) => {
  const place = input.closest(".affix")?.nextElementSibling;
  if (!place) return;
  const bare = input.value.trim().replace(/^rp\.?\s*/i, "").replace(/,(00?|-+)$/, "");
  const plain = /^(\d{1,3}([. ]\d{3})+|\d+)$/.test(bare) ? Number(bare.replace(/[. ]/g, "")) : NaN;
  place.textContent = plain > 0 && plain <= 1e15 ? `${words(plain)} rupiah` : "";
};
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-rupiah]")) echo(event.target);
});
document.querySelectorAll("[data-rupiah]").forEach(echo);

// A day: today, by one touch.
for (const today of document.querySelectorAll("[data-today]")) {
  today.hidden = false;
  today.addEventListener("click", () => {
    const parts = today.dataset.today.split("-").reverse().map(Number);
    today.closest(".day").querySelectorAll("input, select").forEach((part, at) => { part.value = parts[at]; });
  });
}

// Regions: after three letters the same choices that the server would bring back.
const pick = (box) => {
  const input = one(box, "input[type=search]");
  const options = one(box, "[data-options]");
  const status = one(box, "[role=status]");
  const many = "many" in box.dataset;
  let timer = 0;
  let asked = 0;
  const clear = () => options.querySelectorAll("input:not(:checked, [data-other])").forEach((old) => old.closest("label").remove());
  const show = (region) => {
    const label = document.createElement("label");
    const choice = document.createElement("input");
    const text = document.createElement("span");
    Object.assign(choice, { type: many ? "checkbox" : "radio", name: box.dataset.region, value: region.code });
    text.textContent = region.label;
    label.append(choice, " ", text);
    options.append(label);
  };
  const ask = async () => {
    const q = input.value.trim();
    if (q.length < 3) return;
    const mine = ++asked;
    const query = new URLSearchParams({ q, levels: box.dataset.levels });
    if ("inside" in box.dataset) query.set("tugas", "1");
    if ("takesPart" in box.dataset) query.set("ikut", "1");
    const answer = await fetch(`/wilayah/cari?${query}`).catch(() => null);
    if (!answer?.ok || mine !== asked) return;
    const { regions } = await answer.json();
    clear();
    regions.forEach(show);
    status.textContent = regions.length ? `${regions.length} wilayah ditemukan` : "Tidak ada wilayah dengan nama itu";
  };
  input.addEventListener("input", () => {
    if (!many) options.querySelectorAll("input:checked").forEach((old) => { old.checked = "other" in old.dataset; });
    const other = one(options, "[data-other]");
    if (other) other.checked = true;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
  options.addEventListener("change", (event) => {
    if (!event.target.checked || "other" in event.target.dataset) return;
    input.value = "";
    clear();
  });
};
document.querySelectorAll("[data-region]").forEach(pick);

// Filters stand open beside a list; where the style sheet cannot open them, this does.
if (matchMedia("(min-width: 60em)").matches && !CSS.supports("selector(::details-content)")) {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = true;
}

// Rows: one more, empty.
document.querySelectorAll("[data-rows]").forEach((box) => {
  const add = one(box, "[data-add]");
  add.hidden = false;
  add.addEventListener("click", () => {
    const rows = box.querySelectorAll(".row");
    const next = rows.length;
    const row = rows[next - 1].cloneNode(true);
    row.setAttribute("aria-label", `Baris ${next + 1}`);
    one(row, ".nr").textContent = next + 1;
    row.querySelectorAll(".error, .echo").forEach((old) => { old.textContent = ""; });
    row.querySelectorAll("input, select, textarea").forEach((field) => {
      field.value = "";
      for (const name of ["name", "id"]) if (field[name]) field[name] = field[name].replace(/-\d+-/, `-${next}-`);
      field.setAttribute("aria-label", (field.getAttribute("aria-label") || "").replace(/\d+$/, next + 1));
    });
    rows[next - 1].after(row);
    one(row, "input:not([type=hidden]), select")?.focus();
  });
});
