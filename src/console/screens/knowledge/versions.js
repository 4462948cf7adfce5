// The persona as it was, what changed since, and the way back.
import { get, mayForce, post } from '../../core/api.js';
import { button, diffOf, el, wordsOf } from '../../core/ui.js';
import { act } from '../../core/undo.js';
import { ago, t, when } from '../../core/words.js';

export const open = async () => {
  const list = el('ul', 'cards');
  const show = async () => {
    const { versions } = await get('/api/owner/persona/versions');
    list.replaceChildren(...versions.map(row));
    if (!versions.length) list.append(el('li', 'muted', t('There is no version yet.')));
  };
  const back = (/** @type {any} */ version, /** @type {HTMLElement} */ said, force = '') =>
    act(t('Rolled back to {0}', when(version.at)), async (isLeaving) => {
      try {
        await post(`/api/owner/persona/rollback?version=${version.id}${force}`, undefined, isLeaving);
        if (!isLeaving) await show();
      } catch (error) {
        if (!mayForce(error)) throw error;
        said.replaceChildren(wordsOf(error), ' ', button(t('Roll back all the same'), () => back(version, said, '&force=true')));
      }
    }, () => {});
  const row = (/** @type {any} */ version) => {
    const place = el('div');
    const said = el('p', 'error');
    said.role = 'alert';
    const node = el('li', 'card', el('p', '', `${when(version.at)} · ${ago(version.at)} · ${t('{0} bytes', version.bytes)}`),
      ...(version.isCurrent ? [el('p', 'tag', t('Published'))] : []));
    if (!version.isCurrent) {
      node.append(el('div', 'row', button(t('What changed since'), async () => {
        const { text } = await get(`/api/owner/persona/diff?from=${version.id}&to=published`);
        place.replaceChildren(text ? diffOf(text) : el('p', 'muted', t('Nothing.')));
      }), button(t('Roll back'), () => back(version, said))), said, place);
    }
    return node;
  };
  await show();
  return { node: list };
};
