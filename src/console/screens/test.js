// Questions by versions and models: what each answers, whether that is right, and what changed.
import { events, get, post, put, remove, request } from '../core/api.js';
import { area, button, checkbox, el, field, form, input, link, region, select, written } from '../core/ui.js';
import { act } from '../core/undo.js';
import { ago, t, when } from '../core/words.js';

/** @param {any} result */
const verdict = (result) => result.error ? t('Error') : result.passed ? t('Right') : t('Wrong');

/** @param {string} label @param {any} result */
const reply = (label, result) => el('div', '', el('h3', '', `${label}: ${verdict(result)}`),
  written('blockquote', '', result.error ?? result.reply),
  el('ul', '', ...(result.checks ?? []).map((/** @type {any} */ check) =>
    el('li', check.passed ? '' : 'error', `${check.passed ? '✓' : '✗'} ${check.name}${check.reason ? `: ${check.reason}` : ''}`))));

/** A run as a grid that fills while it runs. */
class Grid {
  #body = el('tbody');
  #state = el('p', 'muted');
  #place = el('div');
  /** @type {Map<string, HTMLTableRowElement>} */
  #rows = new Map();
  /** @type {string[]} */
  #models = [];
  #head = el('tr', '', el('th', '', t('Question')));
  #abort = new AbortController();
  node = el('section', 'card');

  /** @param {any} run */
  constructor(run) {
    const wide = el('div', 'wide', el('table', 'grid', el('thead', '', this.#head), this.#body));
    this.#state.role = 'status';
    this.node.append(el('h2', '', t('Run')), this.#state, region(wide, t('Results')), this.#place,
      el('div', 'row', link(t('Report'), `/api/owner/evals/runs/${run.id}/report`, 'button')));
    this.#say(run);
    this.#follow(run.id);
  }

  close() {
    this.#abort.abort();
  }

  /** @param {any} run */
  #say({ done, total, passed, regressions }) {
    const wrong = regressions?.length ?? 0;
    this.#state.textContent = t('{0} of {1} asked, {2} right, {3} right before and wrong now', done, total, passed, wrong);
  }

  /** @param {string} id */
  async #follow(id) {
    try {
      for await (const { type, data } of events(`/api/owner/evals/runs/${id}/events`, this.#abort.signal)) {
        if (type === 'case') this.#add(data);
        else this.#say(data);
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#state.textContent = String(error);
    }
  }

  /** @param {any} row */
  #add(row) {
    if (!row.result) return;
    if (!this.#models.includes(row.model)) {
      this.#models.push(row.model);
      this.#head.append(el('th', '', row.model));
      for (const line of this.#rows.values()) line.append(el('td'));
    }
    let line = this.#rows.get(row.case.id);
    if (!line) {
      line = el('tr', '', el('th', '', row.case.question), ...this.#models.map(() => el('td')));
      this.#rows.set(row.case.id, line);
      this.#body.append(line);
    }
    const kind = row.change === 'regressed' || row.change === 'fixed' ? row.change : row.result.passed ? 'passed' : 'failed';
    const label = /** @type {Record<string, string>} */ ({
      regressed: t('Wrong now'), fixed: t('Right now'), passed: t('Right'), failed: t('Wrong') })[kind];
    const show = () => this.#place.replaceChildren(el('div', 'pair', reply(t('This one'), row.result),
      ...(row.against ? [reply(t('Compared with'), row.against)] : [])));
    line.children[this.#models.indexOf(row.model) + 1].replaceChildren(button(label, show, `cell ${kind}`));
  }
}

/** @param {(run: any) => void} show */
const runForm = async (show) => {
  const [{ versions }, hasDraft] = await Promise.all([
    get('/api/owner/persona/versions'), get('/api/owner/persona/draft').then(() => true, () => false)]);
  /** @type {[string, string][]} */
  const files = [['published', t('Published')], ...(hasDraft ? [/** @type {[string, string]} */ (['draft', t('Draft')])] : []),
    ...versions.slice(1, 20).map((/** @type {any} */ each) => [each.id, when(each.at)])];
  const persona = select(files, hasDraft ? 'draft' : 'published');
  const against = select([['', t('Nothing')], ...files], hasDraft ? 'published' : '');
  const [own, offline] = [checkbox(t('The configured model'), true), checkbox(t('Without a model'))];
  const fresh = checkbox(t('Ask again what is known'));
  const fields = [field(t('Persona'), persona), field(t('Compared with'), against), own.node, offline.node, fresh.node];
  return form(fields, t('Run'), async () => {
    const models = [...(own.box.checked ? ['default'] : []), ...(offline.box.checked ? ['offline'] : [])];
    show(await post('/api/owner/evals/runs', {
      persona: persona.value, models, fresh: fresh.box.checked, ...(against.value && { against: against.value }),
    }));
  });
};

const suites = async () => {
  const list = el('ul', 'list');
  const place = el('div');
  const show = async () => {
    const found = (await get('/api/owner/evals')).suites;
    list.replaceChildren(...found.map((/** @type {any} */ each) => el('li', '', button(each.name, () => edit(each.name), 'quiet'), ' ',
      each.problem ?? t('{0} cases', each.cases.length))));
    if (!found.length) list.append(el('li', 'muted', t('There are no cases yet. Correct a reply, and one is made.')));
  };
  const edit = async (/** @type {string} */ name) => {
    const yaml = name ? await (await request('GET', `/api/owner/evals/${name}`)).text() : example;
    const [title, text] = [input({ value: name, required: true }), area(yaml, 12)];
    text.className = 'code';
    const editor = el('div');
    place.replaceChildren(editor);
    editor.append(form([field(t('Name'), title), field(t('Cases, as YAML'), text)], t('Save'), async () => {
      const { suites: there } = await get('/api/owner/evals');
      if (title.value !== name && there.some((/** @type {any} */ each) => each.name === title.value)) {
        throw new Error(t('There are cases of that name already.'));
      }
      const headers = { 'content-type': 'application/yaml' };
      await put(`/api/owner/evals/${encodeURIComponent(title.value)}`, { text: text.value, headers });
      place.replaceChildren();
      await show();
    }), ...(name ? [button(t('Delete'), () => {
      editor.hidden = true;
      act(t('Deleted'), async (leaving) => {
        await remove(`/api/owner/evals/${name}`, leaving);
        editor.remove();
        await show();
      }, () => { editor.hidden = false; });
    }, 'quiet')] : []));
    text.focus();
  };
  await show();
  return el('section', 'card', el('h2', '', t('Cases')), list, button(t('New cases'), () => edit('')), place);
};

const example = `- question: Where do you work?
  must: ["Acme"]
- question: What is your share price?
  refuses: true
`;

/**
 * @param {string[]} place
 * @returns {Promise<import('../main.js').Screen>}
 */
export const open = async ([wanted]) => {
  const result = el('div');
  /** @type {Grid | null} */
  let grid = null;
  const show = (/** @type {any} */ run) => {
    grid?.close();
    grid = new Grid(run);
    result.replaceChildren(grid.node);
  };
  const { runs } = await get('/api/owner/evals/runs');
  if (wanted) show(await get(`/api/owner/evals/runs/${wanted}`));
  const history = el('ul', 'list', ...runs.slice(0, 20).map((/** @type {any} */ run) =>
    el('li', '', link(`${ago(run.startedAt)}: ${run.passed} / ${run.total}`, `#/test/${run.id}`))));
  const node = el('div', 'test', el('h1', '', t('Test')), el('div', 'columns',
    el('section', 'card', el('h2', '', t('Run')), await runForm(show)), await suites(),
    el('section', 'card', el('h2', '', t('Runs')), runs.length ? history : el('p', 'muted', t('Nothing yet.')))), result);
  return { node, close: () => grid?.close() };
};
