// The first steps of a new twin: what it is to know, what it says, and where it is to be.
import { get, post, postText, put } from '../core/api.js';
import { live } from '../core/live.js';
import { setup } from '../core/setup.js';
import { area, button, cvInput, el, field, form, link } from '../core/ui.js';
import { t } from '../core/words.js';
import { Preview } from './knowledge/preview.js';
import { embedLine } from './settings/website.js';

const example = `---
name: Your Name
headline: What you do
---

# Your Name

`;

/** @param {HTMLElement} node @param {() => void} next */
const know = (node, next) => {
  const text = area(example, 12);
  text.className = 'code';
  const use = async (/** @type {string} */ file) => {
    if (file.trim() === example.trim()) throw new Error(t('Write something about yourself first.'));
    await put('/api/owner/persona/draft', { text: file, headers: { 'content-type': 'text/markdown' } });
    await post('/api/owner/persona/publish');
    next();
  };
  if (!setup.isEditable) {
    node.append(el('h2', '', t('1. What your twin knows')), el('p', '', t('The persona is a file on the server: edit it there.')),
      button(t('It is right'), next, 'main'));
    return;
  }
  const choose = cvInput(async (file) => { text.value = (await postText('/api/owner/persona/import', file)).draft; });
  node.append(el('h2', '', t('1. What your twin knows')), field(t('Begin with your CV (JSON Resume, Word, PDF, Markdown)'), choose),
    form([field(t('Or write ten lines about yourself'), text, t('A heading, and below it what is true.'))], t('Use it'),
      () => use(text.value)));
};

/** @returns {Promise<import('../main.js').Screen>} */
export const open = async () => {
  const steps = [el('section', 'card'), el('section', 'card'), el('section', 'card'), el('section', 'card')];
  const node = el('div', 'stack welcome', el('h1', '', t('Welcome')), ...steps);
  const [one, two, three, four] = steps;
  for (const each of [two, three, four]) each.hidden = true;
  const reveal = (/** @type {HTMLElement} */ step) => {
    step.hidden = false;
    step.scrollIntoView({ block: 'center' });
  };
  const preview = () => {
    two.replaceChildren(el('h2', '', t('2. Ask it')), new Preview(() => Promise.resolve()).node,
      button(t('It is right'), () => reveal(three), 'main'));
    reveal(two);
  };
  know(one, preview);
  three.append(el('h2', '', t('3. Put it on your website')), embedLine(), button(t('It is there'), () => reveal(four), 'main'));
  const said = el('p', '', t('As soon as somebody asks your twin something, it shows here.'));
  said.role = 'status';
  four.append(el('h2', '', t('4. Your first visitor')), said);
  let isOpen = true;
  const look = async () => {
    const { conversations: [first] } = await get('/api/owner/conversations?limit=1');
    if (first && isOpen) said.replaceChildren(t('Somebody asked: '), link(first.firstMessage, `#/conversations/${first.sessionId}`));
    else if (isOpen) setTimeout(() => { look().catch(() => {}); }, 3_000);
  };
  look().catch(() => {});
  live.addEventListener('news', look);
  return {
    node,
    close: () => {
      isOpen = false;
      live.removeEventListener('news', look);
    },
  };
};
