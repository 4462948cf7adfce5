// What a turn took: model, tokens, tools.
import { get } from '../../core/api.js';
import { el } from '../../core/ui.js';
import { t, when } from '../../core/words.js';

/**
 * @param {string} path the conversation's
 * @param {string} id the reply's
 */
export const details = async (path, id) => {
  const turn = id.split(':')[0];
  const [view, log] = await Promise.all([
    get(`${path}/turns/${turn}`).catch(() => null), get(`/api/owner/activities?kind=tool&q=${turn}`).catch(() => ({ activities: [] })),
  ]);
  const rows = view ? [
    [t('Model'), view.degraded ? t('{0}, in the place of one that failed', view.model) : view.model],
    [t('Tokens'), `${view.usage.inputTokens} + ${view.usage.outputTokens}`],
    [t('State'), view.error ? `${view.status}: ${view.error.title}` : view.status],
  ] : [[t('State'), t('It is not kept any more.')]];
  const tools = log.activities.filter((/** @type {any} */ each) => each.outcome !== 'begun').reverse();
  return el('section', 'card', el('dl', 'facts', ...rows.flatMap(([name, value]) => [el('dt', '', name), el('dd', '', value)])),
    ...(tools.length ? [el('details', '', el('summary', '', t('Tools: {0}', tools.length)),
      el('ul', '', ...tools.map((/** @type {any} */ each) => el('li', '', `${each.what}: ${each.outcome} · ${when(each.at)}`))))] : []));
};
