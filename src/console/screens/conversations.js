// The conversations: a list that is filtered, and beside it the one that is read.
import { get } from '../core/api.js';
import { live } from '../core/live.js';
import { button, el, field, input, link, select, written } from '../core/ui.js';
import { ago, t } from '../core/words.js';
import { Transcript } from './conversations/transcript.js';

const filters = ['state', 'kind', 'origin', 'locale', 'q'];

const marks = () => /** @type {Record<string, string>} */ ({
  waiting: t('Waiting'), unanswered: t('Unanswered'), degraded: t('Without the model'), joined: t('You were in'),
});

/** @param {any} each @param {string} query @param {boolean} isCurrent */
const row = (each, query, isCurrent) => {
  const node = link('', `#/conversations/${each.sessionId}${query && `?${query}`}`);
  const facts = [ago(each.lastActivityAt), each.origin, each.locale, t('{0} messages', each.messages)];
  node.append(written('span', 'title', each.title || each.firstMessage || t('Nothing was said')),
    el('span', 'muted', facts.filter(Boolean).join(' · ')),
    ...each.marks.map((/** @type {string} */ mark) => el('span', `tag ${mark}`, marks()[mark])));
  if (isCurrent) node.ariaCurrent = 'true';
  return el('li', '', node);
};

/** @param {URLSearchParams} query */
const filterForm = (query) => {
  const go = () => {
    const wanted = new URLSearchParams();
    for (const name of filters) if (controls[name].value) wanted.set(name, controls[name].value);
    location.hash = `#/conversations?${wanted}`;
  };
  /** @type {Record<string, HTMLInputElement | HTMLSelectElement>} */
  const controls = {
    q: input({ type: 'search', value: query.get('q') ?? '' }),
    state: select([['', t('All')], ...Object.entries(marks())], query.get('state') ?? '', go),
    kind: select([['', t('Anything')], ['leads', t('Leads')], ['questions', t('Open questions')], ['hand-overs', t('Asked for you')],
      ['feedback', t('Rated')]], query.get('kind') ?? '', go),
    origin: input({ value: query.get('origin') ?? '' }),
    locale: input({ value: query.get('locale') ?? '', placeholder: 'de' }),
  };
  const more = el('details', '', el('summary', '', t('More filters')),
    field(t('Left behind'), controls.kind), field(t('Website'), controls.origin), field(t('Language'), controls.locale));
  more.open = ['kind', 'origin', 'locale'].some((name) => query.get(name));
  const node = el('form', 'filters', field(t('Search'), controls.q), field(t('State'), controls.state), more,
    Object.assign(el('button', '', t('Search')), { type: 'submit' }));
  node.addEventListener('submit', (event) => {
    event.preventDefault();
    go();
  });
  return node;
};

/**
 * @param {string[]} place
 * @param {URLSearchParams} query
 * @returns {Promise<import('../main.js').Screen>}
 */
export const open = async ([session, message], query) => {
  const wanted = new URLSearchParams([...query].filter(([name]) => filters.includes(name)));
  const list = el('ul', 'list');
  let isPaged = false;
  const more = el('div');
  const read = async (/** @type {string} */ before) => {
    const page = await get(`/api/owner/conversations?${wanted}${before && `&before=${before}`}`);
    isPaged = before !== '';
    if (!before) list.replaceChildren();
    list.append(...page.conversations.map((/** @type {any} */ each) => row(each, String(wanted), each.sessionId === session)));
    more.replaceChildren(...(page.next ? [button(t('Show more'), () => read(page.next))] : []));
    if (!list.children.length) more.prepend(el('p', 'muted', t('There is no such conversation.')));
  };
  const transcript = session ? await Transcript.open(session, `#/conversations${String(wanted) && `?${wanted}`}`, message) : null;
  const side = el('div', 'side', el('h1', '', t('Conversations')), filterForm(query), list, more);
  const node = el('div', `split ${session ? 'reading' : ''}`, side,
    transcript?.node ?? el('p', 'muted middle', t('Choose a conversation.')));
  await read('');
  if (transcript) setTimeout(() => transcript.focus());

  // Who has looked further down is not taken back to the top.
  const renew = () => { if (!isPaged) read('').catch(() => {}); };
  live.addEventListener('news', renew);
  const step = (/** @type {number} */ by) => {
    const links = [...list.querySelectorAll('a')];
    const at = links.findIndex((each) => each.ariaCurrent);
    links[Math.min(links.length - 1, Math.max(0, at + by))]?.click();
  };
  return {
    node,
    keys: { j: () => step(1), k: () => step(-1), Enter: () => transcript?.focus(), r: () => transcript?.reply(), e: () => step(1) },
    close: () => {
      live.removeEventListener('news', renew);
      transcript?.close();
    },
  };
};
