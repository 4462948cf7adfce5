// Pairs of statements that cannot both be right.
import { get } from '../../core/api.js';
import { el, link, written } from '../../core/ui.js';
import { t } from '../../core/words.js';

/** @param {any} fact */
const side = ({ factId, title, text }) =>
  el('div', '', el('h3', '', link(title, `#/knowledge/persona/${encodeURIComponent(factId)}`)), written('blockquote', '', text));

export const open = async () => {
  const { contradictions } = await get('/api/owner/gaps');
  const kinds = /** @type {Record<string, string>} */ ({ date: t('They differ in a date.'), number: t('They differ in a number.'),
    negation: t('One says what the other denies.') });
  return {
    node: contradictions.length
      ? el('ul', 'cards', ...contradictions.map((/** @type {any} */ each) =>
        el('li', 'card', el('p', 'muted', kinds[each.kind] ?? each.kind), el('div', 'pair', side(each.one), side(each.other)))))
      : el('p', 'muted', t('Nothing contradicts itself.')),
  };
};
