// What models may cost, and the switch that stops them all.
import { get, put } from '../../core/api.js';
import { stopSwitch } from '../../core/stop.js';
import { el, field, form, input } from '../../core/ui.js';
import { say } from '../../core/undo.js';
import { money, t } from '../../core/words.js';

export const open = async () => {
  const node = el('div', 'stack');
  const show = async () => {
    const [limits, usage] = await Promise.all([get('/api/owner/limits'), get('/api/owner/usage')]);
    const amount = (/** @type {string} */ name) => input({ type: 'number', min: '0', step: '0.01', value: limits[name] ?? '' });
    const controls = { month: amount('month'), day: amount('day'), session: amount('session'), addressDay: amount('addressDay') };
    const labels = { month: t('A month'), day: t('A day'), session: t('A conversation'), addressDay: t('An address and day') };
    const fields = Object.entries(controls).map(([name, control]) =>
      field(`${labels[/** @type {keyof typeof labels} */ (name)]} (${limits.currency})`, control));
    node.replaceChildren(el('section', 'card', el('h2', '', t('What models may cost')),
      el('p', '', t('This month: {0}. At this pace: {1}.', money(usage.spent, usage.currency), money(usage.pace, usage.currency))),
      form(fields, t('Save'), async () => {
        const given = Object.entries(controls).filter(([, { value }]) => value);
        const body = Object.fromEntries(given.map(([name, { value }]) => [name, Number(value)]));
        await put('/api/owner/limits', { body });
        say(t('Saved.'));
        await show();
      })),
    el('section', 'card', el('h2', '', t('Stop')),
      el('p', '', limits.stopped ? t('Models are stopped: the twin answers without one.')
        : t('The twin goes on answering, from the persona alone.')),
      stopSwitch(limits.stopped, show)));
  };
  await show();
  return node;
};
