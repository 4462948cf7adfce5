// How the twin is set up: what can be changed here is changed here, all else says where.
import { el, tabs } from '../core/ui.js';
import { t } from '../core/words.js';

/**
 * @param {string[]} place
 * @returns {Promise<import('../main.js').Screen>}
 */
export const open = async ([name = 'website']) => {
  const known = {
    website: t('Website'), money: t('Money'), access: t('Access'), webhooks: t('Webhooks'), data: t('Data'), activity: t('Activity'),
  };
  const wanted = Object.hasOwn(known, name) ? name : 'website';
  const { open: show } = await import(`./settings/${wanted}.js`);
  const nav = tabs(t('Settings'), Object.entries(known).map(([each, label]) => [`#/settings/${each}`, label]), `#/settings/${wanted}`);
  return { node: el('div', 'settings', el('h1', '', t('Settings')), nav, await show()) };
};
