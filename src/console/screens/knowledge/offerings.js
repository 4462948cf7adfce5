// The files of what the owner offers, what is wrong with them, and a try of what visitors would find.
import { get, post, put, remove, request } from '../../core/api.js';
import { button, el, wordsOf, written } from '../../core/ui.js';
import { act } from '../../core/undo.js';
import { t } from '../../core/words.js';

const sample = `---
title:
kind:
price:
currency:
per:
place:
---
`;

const path = (/** @type {string} */ name) => `/api/owner/offerings/${encodeURIComponent(name)}`;

export const open = async () => {
  const list = el('ul', 'cards');
  const said = el('p', 'error');
  said.role = 'alert';
  const name = Object.assign(el('input'), { placeholder: 'lesson.md' });
  const text = el('textarea');
  text.rows = 10;
  text.value = sample;
  text.ariaLabel = t('The file');
  const refresh = async () => {
    const { files, available } = await get('/api/owner/offerings');
    const rows = files.map((/** @type {any} */ file) => {
      const node = el('li', 'card', el('h3', '', file.name), el('p', 'muted', t('{0} offerings', file.offerings)));
      if (file.problem) node.append(el('p', 'error', file.problem));
      node.append(el('div', 'row', button(t('Edit'), async () => {
        name.value = file.name;
        text.value = await (await request('GET', path(file.name))).text();
        text.focus();
      }), button(t('Delete'), () => {
        node.hidden = true;
        act(t('Deleted {0}', file.name), (isLeaving) => remove(path(file.name), isLeaving), () => { node.hidden = false; });
      })));
      return node;
    });
    list.replaceChildren(el('li', 'muted', t('Visitors can find {0}.', available)), ...rows);
  };
  const save = async (/** @type {string} */ file, /** @type {string | Blob} */ content) => {
    said.replaceChildren();
    try {
      await put(path(file), { text: content });
      await refresh();
    } catch (error) {
      said.replaceChildren(`${file}: ${wordsOf(error)}`);
    }
  };
  const input = Object.assign(el('input'), { type: 'file', accept: '.md,.csv,.json', multiple: true });
  input.addEventListener('change', async () => {
    for (const file of input.files ?? []) await save(file.name.toLowerCase(), file);
    input.value = '';
  });
  await refresh();
  const editor = el('div', 'card', el('label', '', t('Add files of offerings'), input), el('label', '', t('Or write one'), name),
    text, said, button(t('Save'), () => save(name.value, text.value), 'main'));
  return { node: el('div', '', editor, trial(), list) };
};

/** Asks as a visitor would. */
const trial = () => {
  const query = Object.assign(el('input'), { type: 'search' });
  const place = el('div');
  place.role = 'status';
  const form = el('form', 'row', el('label', '', t('What would a visitor say?'), query));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const { reply, clarification } = await post('/api/search', { query: query.value });
    place.replaceChildren(written('blockquote', '', clarification?.question ?? reply));
  });
  return el('div', 'card', form, place);
};
