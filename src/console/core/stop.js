// The switch that stops all models.
import { post, remove } from './api.js';
import { button } from './ui.js';
import { t } from './words.js';

/** @param {boolean} isStopped @param {() => unknown} changed */
export const stopSwitch = (isStopped, changed) =>
  button(isStopped ? t('Let models go on') : t('Stop all models'), async () => {
    await (isStopped ? remove('/api/owner/stop') : post('/api/owner/stop'));
    await changed();
  }, isStopped ? 'main' : 'danger');
