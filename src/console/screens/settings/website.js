// The line for the owner's website, how the widget looks there, and what visitors are told of their data.
import { get } from '../../core/api.js';
import { setup } from '../../core/setup.js';
import { button, el, field, input, link, select } from '../../core/ui.js';
import { say } from '../../core/undo.js';
import { t } from '../../core/words.js';

const copied = (/** @type {string} */ text) => button(t('Copy'), async () => {
  await navigator.clipboard.writeText(text);
  say(t('Copied.'));
});

/** The line that brings the widget to a page. */
export const embedLine = () => {
  const line = `<script src="${location.origin}/widget.js" async></script>`;
  const code = el('pre', '', el('code', '', line));
  code.tabIndex = 0;
  code.setAttribute('role', 'region');
  code.ariaLabel = t('The line for your website');
  return el('div', '', code, copied(line));
};

const look = async () => {
  const { DigitalTwin } = await import('../../../widget/widget.js');
  if (!customElements.get('digital-twin')) customElements.define('digital-twin', DigitalTwin);
  const place = el('div', 'look');
  const css = el('code');
  const accent = input({ type: 'color', value: '#4f46e5' });
  const draw = () => {
    const twin = document.createElement('digital-twin');
    for (const [name, value] of [['mode', 'inline'], ['theme', theme.value], ['lang', lang.value]]) if (value) twin.setAttribute(name, value);
    twin.style.setProperty('--twin-accent', accent.value);
    place.replaceChildren(twin);
    const data = [['theme', theme.value], ['lang', lang.value]].filter(([, value]) => value).map(([name, value]) => ` data-${name}="${value}"`);
    css.textContent = `<script src="${location.origin}/widget.js"${data.join('')} async></script>\n`
      + `<style>digital-twin { --twin-accent: ${accent.value}; }</style>`;
  };
  const theme = select([['', t('The visitor’s own')], ['light', t('Light')], ['dark', t('Dark')]], '', draw);
  const lang = select([['', t('The page’s')], ['en', 'English'], ['de', 'Deutsch'], ['fr', 'Français'], ['es', 'Español'], ['ar', 'العربية'],
    ['zh', '中文']], '', draw);
  accent.addEventListener('input', draw);
  draw();
  const code = el('pre', '', css);
  code.tabIndex = 0;
  code.setAttribute('role', 'region');
  code.ariaLabel = t('The lines for this look');
  return el('section', 'card', el('h2', '', t('Look of the widget')),
    el('div', 'row', field(t('Theme'), theme), field(t('Language'), lang), field(t('Colour'), accent)), place, code);
};

export const open = async () => {
  const privacy = await get('/api/privacy');
  return el('div', 'stack',
    el('section', 'card', el('h2', '', t('On your website')), el('p', '', t('Put this line into any page of yours:')), embedLine(),
      el('h3', '', t('Websites that may use the twin')),
      setup.origins.length ? el('ul', '', ...setup.origins.map((/** @type {string} */ each) => el('li', '', each)))
        : el('p', '', t('Only pages of this machine and of the twin itself.')),
      el('p', 'muted', t('They are the setting Access:Origins, a list with commas.'))),
    await look(),
    el('section', 'card', el('h2', '', t('What visitors are told')), el('p', '', privacy.consent),
      el('details', '', el('summary', '', t('Privacy text')), el('div', 'said', privacy.text)), link(t('As a page'), '/privacy', 'button'),
      el('p', 'muted', t('It is made of the settings that are in effect. Conversations are kept for {0} days.', setup.retentionDays))));
};
