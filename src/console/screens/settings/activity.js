// What was done, by whom, and whether the log is whole.
import { get } from '../../core/api.js';
import { button, el, field, input } from '../../core/ui.js';
import { t, when } from '../../core/words.js';

export const open = async () => {
  const [list, more, verdict] = [el('ul', 'list'), el('div'), el('p')];
  verdict.role = 'status';
  const q = input({ type: 'search' });
  const read = async (/** @type {string} */ before) => {
    const query = new URLSearchParams({ limit: '50', ...(q.value && { q: q.value }), ...(before && { before }) });
    const page = await get(`/api/owner/activities?${query}`);
    if (!before) list.replaceChildren();
    list.append(...page.activities.map((/** @type {any} */ each) => {
      const facts = [when(each.at), each.who, each.kind, each.target, each.outcome];
      return el('li', '', el('span', 'title', each.what), ' ', el('span', 'muted', facts.filter(Boolean).join(' · ')));
    }));
    more.replaceChildren(...(page.next ? [button(t('Show more'), () => read(page.next))] : []));
  };
  q.addEventListener('change', () => read(''));
  const day = input({ type: 'date', value: new Date().toISOString().slice(0, 10) });
  await read('');
  return el('div', 'stack', el('section', 'card', el('h2', '', t('Activity')),
    el('div', 'row', field(t('Day'), day), button(t('Verify'), async () => {
      const { isWhole, problems } = await get(`/api/owner/activities/verify?day=${day.value}`);
      verdict.textContent = isWhole ? t('Nothing was changed, added or taken away.') : (problems ?? []).join(' ');
    })), verdict, field(t('Search'), q), list, more));
};
