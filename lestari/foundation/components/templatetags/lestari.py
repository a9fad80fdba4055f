"""`{% load lestari %}`: filters for values, tags for the components of the design system.

Filters: `amount|rupiah` Rp100.820.313.099 · `amount|rupiah_short` Rp1,2 miliar · `n|number` 11.463 · `decimal|volume` 1.200,5 ·
`amount|terbilang` · `day|day` 31 Desember 2019 · `day|day_short` 31 Des 2019 · `day|weekday` Selasa, 31 Desember 2019 ·
`moment|moment` Rabu, 15 Juli 2026 pukul 13.40 WIB · `due|distance` 4 hari lagi · `dict|get:key`.
What is None or empty comes out as "belum ada data" (numbers, rupiah) or as nothing (days).

Tags:

- `{% path knots "full" %}` the thread; forms "full", "strip" (phone, above a next step), "mini" (lists). `knots`: six objects with `word`,
  `state` (done, now, next, cut, sealed), `lines`; or, for "mini", six state words. `{% path knots "strip" turn="Giliran Anda." %}`.
- `{% flow steps %}` counts along the thread; `{% flow steps side=True %}` always upright. `steps`: dicts `word`, `count`, `url`, `note`,
  and `starts=True` where a new unit begins (ideas | commitments): the thread before it is dotted and the scale begins anew.
- `{% button "Buat akun" url "primary" %}` a link; kinds primary, outline, quiet, danger. `{% submit "Simpan" "primary" %}` in a form,
  with `name="lagi"` where the server has to know which one.
- `{% locked title because who="TPID" when="" %}` what one may not press, and why.
- `{% tag "Terbit" "ok" %}` tones turn, late, soon, wait, ok; `{% state_tag record %}`; `{% due_tag day %}` (late, soon, wait by itself).
- `{% field_mark "economy" %}` shape and word of a field; `word=` for another word.
- `{% figure label value url="" unit="" note="" %}` one row: label left, number right; stand them in `<dl class="figures">`.
- `{% facts rows %}` rows of (label, value) or (label, value, url); empty ones stay away.
- `{% next_step buttons duty whose heading="" needs=needs %}` the one panel of a record with its one primary button: "now" where it is the
  actor's turn, quiet where somebody else's. `needs`: pairs (there, words).
- `{% task heading url action_url action_words due=day place="" note="" knots=mini now=False %}` one duty of a list.
- `{% history turns %}`, `{% note "good" title text="" %}` (good, bad, warn, info), `{% pagination page query %}`, `{% breadcrumb regions %}`,
  `{% nothing title text="" url="" label="" %}` (the empty state), `{% error_summary form %}`, `{% field form.amount %}`,
  `{% photo attachment "medium" alt="" %}` (small or medium; dimensions and lazy loading set), `{% card item %}` (dict `url`, `title`, `where`,
  `photo` attachment or None, `field`, `facts`; in `<ul class="cards">`), `{% bars rows title %}` (dicts `words`, `count`, `share`, `url`),
  `{% filter_group "bidang" "Bidang" options chosen %}` (options (key, word) or (key, word, count)) in
  `{% filters count %} … {% endfilters %}`, which is the GET form; `{% chips chips %}` (pairs (word, query)), `{% progress words done total %}`,
  `{% person name role %}`.

Each component is `components/NAME.html` and can be included as well, with the same names: `{% include "components/buttons.html" with
buttons=buttons %}` (a row of a record's buttons and locked boxes), `{% include "components/form_fields.html" with form=form %}` (csrf,
summary, every field, hidden ones).

Classes for what pages lay out themselves: `.kicker` small line above h1, `.lead`, `.small`, `.soft`, `.two` (2/3 + 1/3 from 60em), `.halves`,
`.facets` (16rem column left + rest), `.panel` (surface box), `.section`, `.actions` (row of buttons), `.num` (right-aligned cell), `.table`,
`.plain` (list without bullets), `.rows` (list with lines between), `.sr` (for screen readers only), `.hero` (band in `{% block hero %}`).
"""
