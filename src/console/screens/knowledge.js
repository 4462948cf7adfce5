// What the twin knows: the persona and its versions, documents, offerings, what visitors asked for in vain, what contradicts itself.
import { el, tabs } from '../core/ui.js';
import { t } from '../core/words.js';

/**
 * @param {string[]} place
 * @returns {Promise<import('../main.js').Screen>}
 */
export const open = async ([name = 'persona', ...rest]) => {
  const known = { persona: t('Persona'), documents: t('Documents'), offerings: t('Offerings'), gaps: t('Gaps'),
    contradictions: t('Contradictions'), versions: t('Versions') };
  const wanted = Object.hasOwn(known, name) ? name : 'persona';
  const { open: show } = await import(`./knowledge/${wanted}.js`);
  const screen = await show(rest);
  const nav = tabs(t('Knowledge'), Object.entries(known).map(([each, label]) => [`#/knowledge/${each}`, label]), `#/knowledge/${wanted}`);
  return { ...screen, node: el('div', 'knowledge', el('h1', '', t('Knowledge')), nav, screen.node) };
};
