// What went on in one range of days, and what it cost.
import { get } from '../core/api.js';
import { bars, ranking } from '../core/charts.js';
import { stopSwitch } from '../core/stop.js';
import { el, field, link, select } from '../core/ui.js';
import { language, money, t } from '../core/words.js';

const ranges = ['7', '30', '90', '365'];

/** @param {number} back */
const dayBefore = (back) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

/** @param {string} label @param {string} value */
const figure = (label, value) => el('div', 'figure', el('dt', '', label), el('dd', '', value));

/** @param {number} share */
const percent = (share) => new Intl.NumberFormat(language, { style: 'percent' }).format(share || 0);

/** @param {any} view */
const visitors = (view) => {
  const days = view.days.map((/** @type {any} */ each) => each.day);
  const of = (/** @type {string} */ name) => view.days.map((/** @type {any} */ each) => each[name]);
  const sum = (/** @type {string} */ name) => of(name).reduce((/** @type {number} */ all, /** @type {number} */ each) => all + each, 0);
  const [all, unanswered] = [sum('visitors'), sum('unanswered')];
  const names = new Intl.DisplayNames(language, { type: 'language' });
  const languageOf = (/** @type {string} */ tag) => tag ? names.of(tag) ?? tag : t('unknown');
  return [
    el('dl', 'figures', figure(t('Visitors'), String(all)), figure(t('Questions'), String(sum('questions'))),
      figure(t('Answered'), percent((all - unanswered) / all)), figure(t('Liked'), percent(view.up / (view.up + view.down)))),
    ...(view.isPartial ? [el('p', 'muted', t('There were more than are counted here: this is the newest part.'))] : []),
    bars(t('Questions a day'), days, [{ name: t('Questions'), values: of('questions') }]),
    bars(t('Conversations a day'), days, [
      { name: t('Answered'), values: view.days.map((/** @type {any} */ each) => each.visitors - each.unanswered) },
      { name: t('Unanswered'), values: of('unanswered') }]),
    el('div', 'columns', ranking(t('Topics'), view.topics), ranking(t('Languages'), view.languages, languageOf),
      ranking(t('Websites'), view.origins)),
  ];
};

/** @param {any} usage @param {string[]} days @param {() => void} again */
const costs = (usage, days, again) => {
  const models = [...new Set(usage.rows.map((/** @type {any} */ row) => row.model))];
  const show = (/** @type {number} */ amount) => money(amount, usage.currency);
  const series = models.map((model) => ({
    name: String(model),
    values: days.map((day) => usage.rows.filter((/** @type {any} */ row) => row.day === day && row.model === model)
      .reduce((/** @type {number} */ sum, /** @type {any} */ row) => sum + row.cost, 0)),
  }));
  const { stopped, month, day } = usage.cap;
  return [
    el('h2', '', t('Money')),
    el('dl', 'figures', figure(t('This month'), show(usage.spent)), figure(t('At this pace'), show(usage.pace)),
      figure(t('Limit'), show(month))),
    ...(stopped ? [el('p', 'error', t('Models are stopped: the twin answers without one.'))] : []),
    bars(t('Cost a day, by model'), days, series, { show, cap: day }),
    el('div', 'row', stopSwitch(stopped, again), link(t('Limits'), '#/settings/money', 'button')),
  ];
};

/**
 * @param {string[]} place
 * @returns {Promise<import('../main.js').Screen>}
 */
export const open = async ([wanted = '30']) => {
  const range = ranges.includes(wanted) ? wanted : '30';
  const node = el('div', 'insight');
  const show = async () => {
    const from = dayBefore(Number(range) - 1);
    const [view, usage] = await Promise.all([get(`/api/owner/insight?from=${from}`), get(`/api/owner/usage?by=day,model&from=${from}`)]);
    const chosen = select(ranges.map((each) => [each, t('The last {0} days', each)]), range, (each) => {
      location.hash = `#/insight/${each}`;
    });
    node.replaceChildren(el('h1', '', t('Insight')), field(t('Range'), chosen), ...visitors(view),
      ...costs(usage, view.days.map((/** @type {any} */ each) => each.day), show));
  };
  await show();
  return { node };
};
