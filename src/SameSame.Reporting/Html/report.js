/* Makes tables sort and filter. Without it they are whole; on paper they lack only the rows that do not fit the filter. */
(() => {
  'use strict';
  const few = 250;
  const tables = [...document.querySelectorAll('table.sorts, table.heat')].map(enhance);
  if (tables.length === 0) return;
  const about = [...document.querySelectorAll('details[data-model]')];
  const columns = [...document.querySelectorAll('table.heat thead')].map(h => h.textContent.toLowerCase()).join(' ');
  const input = document.createElement('input');
  const status = document.createElement('span');
  addField();

  function addField() {
    const label = document.createElement('label');
    const box = document.createElement('div');
    input.type = 'search';
    input.placeholder = 'model, bits, method';
    status.setAttribute('role', 'status');
    label.append('Filter tables and models ', input);
    box.className = 'filter';
    box.append(label, ' ', status);
    document.querySelector('h2').before(box);
    input.addEventListener('input', filter);
  }

  function filter() {
    const words = input.value.toLowerCase().split(/\s+/).filter(w => w);
    for (const table of tables) table.filter(words);
    for (const part of about) {
      const model = part.dataset.model.toLowerCase();
      part.hidden = !words.every(w => model.includes(w) || columns.includes(w));
    }
    const last = tables[tables.length - 1];
    status.textContent = words.length === 0 ? '' : `${last.fitting()} of ${last.all} rows of the last table fit`;
  }

  function enhance(table) {
    const body = table.tBodies[0];
    // A heat map's columns are part of each of its rows.
    const common = table.classList.contains('heat') ? table.tHead.textContent.toLowerCase() : '';
    const text = row => [...row.cells].map(c => c.textContent.toLowerCase()).join(' ');
    let rows = [...body.rows].map(row => ({ row, text: text(row), fits: true }));
    let limit = few;
    const more = document.createElement('p');
    more.className = 'more';
    table.parentElement.after(more);
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    if (table.tHead.rows.length > 1) sorts(table.tHead.rows[0].cells[0], 0);
    heads.forEach((head, i) => sorts(head, table.tHead.rows.length > 1 ? i + 1 : i));
    show();
    return { filter: find, fitting: () => rows.filter(r => r.fits).length, all: rows.length };

    function find(words) {
      for (const r of rows) r.fits = words.every(w => r.text.includes(w) || common.includes(w));
      show();
    }

    function show() {
      let shown = 0;
      let fitting = 0;
      for (const r of rows) {
        r.row.hidden = !r.fits;
        if (r.fits) fitting++;
        r.row.classList.toggle('later', r.fits && shown >= limit);
        if (r.fits && shown < limit) shown++;
      }
      more.textContent = shown === rows.length ? '' : `Showing ${shown} of ${rows.length} rows. `;
      if (shown < fitting) {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = `Show all ${fitting}`;
        button.addEventListener('click', () => { limit = Infinity; show(); table.parentElement.focus(); });
        more.append(button);
      }
    }

    function sorts(head, column) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const down = head.getAttribute('aria-sort') === 'ascending';
        for (const other of table.tHead.querySelectorAll('[aria-sort]')) other.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        order(column, head.classList.contains('n'), down ? -1 : 1);
      });
    }

    function order(column, numbers, sign) {
      const names = new Intl.Collator('en', { numeric: true });
      const keyed = rows.map(r => ({ r, key: r.row.cells[column].textContent }));
      if (numbers) for (const k of keyed) k.key = parseFloat(k.key);
      keyed.sort((a, b) => numbers
        ? (Number.isNaN(a.key) ? 1 : 0) - (Number.isNaN(b.key) ? 1 : 0) || sign * (a.key - b.key) || 0
        : sign * names.compare(a.key, b.key));
      rows = keyed.map(k => k.r);
      body.append(...rows.map(r => r.row));
      show();
    }
  }
})();
