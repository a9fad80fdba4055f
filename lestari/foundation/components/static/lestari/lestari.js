// Comfort only: all works without this.
const one = (root, query) => root.querySelector(query);
const english = document.documentElement.lang === "en" && (await import("./en.js")).default;
const say = (words) => english[words] || words;

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
  button.textContent = say("Menyimpan…");
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
document.addEventListener("input", ({ target }) => target.matches("[data-rupiah]") && echo(target));
document.querySelectorAll("[data-rupiah]").forEach(echo);

// A day: today, by one touch.
for (const today of document.querySelectorAll("[data-today]")) {
  today.hidden = false;
  today.addEventListener("click", () => {
    const parts = today.dataset.today.split("-").reverse().map(Number);
    today.closest(".day").querySelectorAll("input, select").forEach((part, at) => { part.value = parts[at]; });
  });
}

// Regions and records: after three letters, the choices that the server would bring back.
const pick = (box) => {
  const input = one(box, "input[type=search]");
  const options = one(box, "[data-options]");
  const status = one(box, "[role=status]");
  const look = one(box, "[data-look]");
  let timer = 0;
  let asked = 0;
  const clear = () => options.querySelectorAll("input:not(:checked, [data-other])").forEach((old) => old.closest("label").remove());
  const show = (found) => {
    const label = document.createElement("label");
    const choice = Object.assign(document.createElement("input"), { type: "radio", name: box.dataset.pick, value: found.code });
    const text = Object.assign(document.createElement("span"), { textContent: `${found.label} ` });
    if (found.mark) text.append(Object.assign(document.createElement("span"), { className: "code", textContent: found.mark }));
    label.append(choice, " ", text);
    options.append(label);
  };
  const regions = () => {
    const query = new URLSearchParams({ q: input.value.trim(), levels: box.dataset.levels });
    if ("inside" in box.dataset) query.set("tugas", "1");
    if ("takesPart" in box.dataset) query.set("ikut", "1");
    return fetch(`/wilayah/cari?${query}`);
  };
  // The form answers its own search button, by what else was chosen in it.
  const records = () => {
    const typed = [...new FormData(input.form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams([...typed, [look.name, "1"]]);
    return fetch(location.pathname + location.search, { method: "POST", headers: { Accept: "application/json" }, body });
  };
  const ask = async () => {
    clearTimeout(timer);
    const mine = ++asked;
    const answer = await (look ? records() : regions()).then((came) => came.ok && came.json()).catch(() => null);
    if (mine !== asked) return;
    if (!answer) return look && (status.textContent = say("Belum tersambung. Tekan Cari lagi."));
    const found = answer.records || answer.regions;
    clear();
    found.forEach(show);
    status.textContent = answer.said ?? (found.length ? `${found.length} ${say("wilayah ditemukan")}` : say("Tidak ada wilayah dengan nama itu"));
  };
  input.addEventListener("input", () => {
    options.querySelectorAll("input:checked").forEach((old) => { old.checked = "other" in old.dataset; });
    const other = one(options, "[data-other]");
    if (other) other.checked = true;
    clearTimeout(timer);
    asked += 1;
    if (input.value.trim().length >= 3) timer = setTimeout(ask, 250);
  });
  look?.addEventListener("click", (event) => { event.preventDefault(); ask(); });
  if (look) input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    ask();
  });
  options.addEventListener("change", (event) => {
    if (!event.target.checked || "other" in event.target.dataset) return;
    input.value = "";
    if (look) status.textContent = "";
    clear();
  });
};
document.querySelectorAll("[data-pick]").forEach(pick);

// Files: a button that speaks the page's language, not the browser's.
for (const input of document.querySelectorAll("input[type=file]")) {
  const button = input.closest(".upload") ? input.labels[0] : Object.assign(document.createElement("label"), { htmlFor: input.id, textContent: say("Pilih berkas") });
  const said = Object.assign(document.createElement("span"), { role: "status", className: "line" });
  const tell = () => { said.textContent = [...input.files].map((file) => file.name).join(", ") || say("Belum ada berkas yang dipilih"); };
  button.classList.add("button", "outline");
  input.classList.add("sr");
  input.after(button, " ", said);
  input.addEventListener("change", tell);
  tell();
}

// Filters stand open beside a list, where the style sheet cannot open them.
if (matchMedia("(min-width: 60em)").matches && !CSS.supports("selector(::details-content)")) {
  for (const filters of document.querySelectorAll("details.filters")) filters.open = true;
}

// Rows: one more, empty.
document.querySelectorAll("[data-rows]").forEach((box) => {
  const add = one(box, "[data-add]");
  add.type = "button";
  add.addEventListener("click", () => {
    const rows = box.querySelectorAll(".row");
    const next = rows.length;
    const row = rows[next - 1].cloneNode(true);
    one(row, ".nr").textContent = next + 1;
    row.querySelectorAll(".error, .echo").forEach((old) => { old.textContent = ""; });
    [row, ...row.querySelectorAll("input, select, textarea")].forEach((field) => {
      field.value = "";
      for (const name of ["name", "id"]) if (field[name]) field[name] = field[name].replace(/-\d+-/, `-${next}-`);
      field.setAttribute("aria-label", (field.getAttribute("aria-label") || "").replace(/\d+$/, next + 1));
    });
    rows[next - 1].after(row);
    one(row, "input:not([type=hidden]), select")?.focus();
  });
});

// Long lists in groups: filtered by name, ticked at once.
document.querySelectorAll("[data-groups]").forEach((box) => {
  const groups = [...box.querySelectorAll("details")].map((group) => [group, [...group.querySelectorAll("label")]]);
  const count = () => groups.forEach(([group, labels]) => {
    one(group, "[data-ticked]").textContent = labels.filter((label) => one(label, "input").checked).length;
  });
  box.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
  one(box, "[data-filter]")?.addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toLowerCase();
    for (const [group, labels] of groups) {
      labels.forEach((label) => { label.hidden = !label.textContent.toLowerCase().includes(wanted); });
      group.hidden = labels.every((label) => label.hidden);
      group.open = wanted !== "";
    }
  });
  box.addEventListener("change", count);
  box.addEventListener("click", ({ target }) => {
    if (!("tick" in target.dataset)) return;
    target.closest("details").querySelectorAll("label:not([hidden]) input").forEach((tick) => { tick.checked = target.dataset.tick !== ""; });
    count();
  });
});

// A long form: on a phone one group of questions a screen; Enter moves on, never sends.
document.querySelectorAll("form[data-steps]").forEach((form) => {
  const phone = matchMedia("(max-width: 39.99em)");
  const steps = [...form.querySelectorAll(".step")];
  const said = one(form, "[data-said]");
  const last = steps.length - 1;
  let at = Math.max(0, steps.findIndex((step) => one(step, ".wrong")));
  const show = () => {
    steps.forEach((step, nr) => { step.hidden = phone.matches && nr !== at; });
    said.hidden = !phone.matches;
    said.textContent = said.dataset.said.replace(":nr", at + 1).replace(":all", last + 1);
    for (const button of form.querySelectorAll(".actions button")) {
      const to = at + Number(button.dataset.to || 0);
      button.hidden = button.dataset.to ? !phone.matches || to < 0 || to > last : phone.matches && at < last;
    }
  };
  // A search is answered by one of its choices, not by words.
  const unanswered = (field) => {
    const box = field.type === "search" && field.closest("[data-required]");
    return box ? !one(box, "input:checked") : field.validity.valueMissing;
  };
  const go = (to) => {
    const lacks = to > at && [...steps[at].querySelectorAll("input, select, textarea")].find(unanswered);
    if (lacks) {
      lacks.setCustomValidity(say(lacks.closest("[data-pick]")?.querySelector("[type=radio]") ? "Pilih salah satu di bawah." : "Isi dahulu bagian ini."));
      lacks.addEventListener("input", () => lacks.setCustomValidity(""), { once: true });
      return lacks.reportValidity();
    }
    at = to;
    show();
    one(steps[at], "h2").focus();
    scrollTo(0, 0);
  };
  form.addEventListener("click", ({ target }) => {
    if (target.dataset.to) go(at + Number(target.dataset.to));
    const aim = target.hash && form.querySelector(target.hash);
    if (aim) { at = Math.max(0, steps.findIndex((step) => step.contains(aim))); show(); }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("select, input:not([type=file])")) return;
    event.preventDefault();
    const others = (field) => field.offsetParent && field.type !== "fieldset" && field.tabIndex >= 0 && field.name !== event.target.name;
    const fields = [...form.elements].filter((field) => field === event.target || others(field));
    const next = fields[fields.indexOf(event.target) + 1];
    if (next.dataset.to) next.click();
    else next.focus();
  });
  phone.addEventListener("change", show);
  show();
});
