// What visitors asked and nothing answers, the most frequent first, each with an answer to begin from.
import { get } from '../../core/api.js';
import { done as handled, gapItem } from '../../core/queue.js';
import { area, button, el, field, form, input, written } from '../../core/ui.js';
import { act } from '../../core/undo.js';
import { t } from '../../core/words.js';

/** @param {import('../../core/queue.js').Item} item @param {any} gap */
const card = (item, gap) => {
  const said = /** @type {NonNullable<typeof item.say>} */ (item.say);
  const [text, heading] = [area(said.value, 4), input({ value: said.heading, required: true })];
  text.required = true;
  const node = el('li', 'card', written('h2', '', item.title), el('p', 'muted', item.text));
  const done = (/** @type {string} */ label, /** @type {(isLeaving: boolean) => Promise<unknown>} */ send) => {
    node.hidden = true;
    handled.add(item.key);
    act(`${label}: ${item.title}`, send, () => {
      handled.delete(item.key);
      node.hidden = false;
    });
  };
  if (item.data.length) node.append(el('ul', '', ...item.data.map((/** @type {string} */ each) => el('li', '', each))));
  if (gap.draft) node.append(el('p', 'muted', t('Begun from “{0}”, the nearest that you wrote.', gap.draft.title)));
  node.append(form([field(t('Question, as everybody will read it'), heading), field(t('Answer'), text)], t('Teach'), async () => {
    const [answer, question] = [text.value, heading.value];
    done(t('Sent'), (isLeaving) => said.send(answer, question, isLeaving));
  }), button(item.acts[0].label, () => done(item.acts[0].done, item.acts[0].send), 'quiet'));
  return node;
};

export const open = async () => {
  const { gaps } = await get('/api/owner/gaps');
  const cards = gaps.map((/** @type {any} */ gap) => ({ gap, item: gapItem(gap) }))
    .filter((/** @type {any} */ { item }) => !handled.has(item.key))
    .map((/** @type {any} */ { item, gap }) => card(item, gap));
  return { node: cards.length ? el('ul', 'cards', ...cards) : el('p', 'muted', t('Nothing was asked in vain.')) };
};
