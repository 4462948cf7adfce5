// The line for the owner's website, how the widget looks there, and what visitors are told of their data.
import { get } from '../../core/api.js';
import { setup } from '../../core/setup.js';
import { button, el, field, input, link, region, select } from '../../core/ui.js';
import { say } from '../../core/undo.js';
import { languages, t } from '../../core/words.js';

const copied = (/** @type {string} */ text) => button(t('Copy'), async () => {
  await navigator.clipboard.writeText(text);
  say(t('Copied.'));
});

/** The line that brings the widget to a page. */
export const embedLine = () => {
  const line = `<script src="${location.origin}/widget.js" async></script>`;
  return el('div', '', region(el('pre', '', el('code', '', line)), t('The line for your website')), copied(line));
};

// The text on a colour, by its brightness: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
const readable = (/** @type {string} */ colour) => {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
};

const look = async () => {
  const { DigitalTwin } = await import('../../../widget/widget.js');
  if (!customElements.get('digital-twin')) customElements.define('digital-twin', DigitalTwin);
  const place = el('div', 'look');
  const css = el('code');
  const accent = input({ type: 'color', value: '#4f46e5' });
  let isChosen = false;
  const draw = () => {
    const twin = document.createElement('digital-twin');
    const wanted = [['theme', theme.value], ['lang', lang.value]].filter(([, value]) => value);
    for (const [name, value] of [['mode', 'inline'], ...wanted]) twin.setAttribute(name, value);
    const colours = isChosen ? { '--twin-accent': accent.value, '--twin-on-accent': readable(accent.value) } : {};
    for (const [name, value] of Object.entries(colours)) twin.style.setProperty(name, value);
    place.replaceChildren(twin);
    const data = wanted.map(([name, value]) => ` data-${name}="${value}"`).join('');
    const rules = Object.entries(colours).map(([name, value]) => `${name}: ${value};`).join(' ');
    css.textContent = `<script src="${location.origin}/widget.js"${data} async></script>\n`
      + (rules && `<style>digital-twin { ${rules} }</style>`);
  };
  const theme = select([['', t('The visitor’s own')], ['light', t('Light')], ['dark', t('Dark')]], '', draw);
  const lang = select([['', t('The page’s')], ...Object.entries(languages)], '', draw);
  accent.addEventListener('input', () => {
    isChosen = true;
    draw();
  });
  draw();
  const code = region(el('pre', '', css), t('The lines for this look'));
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
