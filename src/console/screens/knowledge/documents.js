// The owner's documents: uploaded, read step by step, shown to visitors or not, and what the twin would cite of them.
import { get, post, remove, request } from '../../core/api.js';
import { button, el, link, wordsOf, written } from '../../core/ui.js';
import { act } from '../../core/undo.js';
import { ago, t } from '../../core/words.js';

/** How often one that is being read is looked at. */
const pause = 1_000;

/** @typedef {any} Document as the API has it */

const visibilities = () => /** @type {[string, string][]} */ ([
  ['private', t('Only you')], ['invited', t('Programs with your key')], ['public', t('Every visitor')],
]);

/** @param {Document} document */
const stateOf = ({ state, step, pictures, picturesDone, pages, passages, error }) => {
  const steps = /** @type {Record<string, string>} */ ({
    sniff: t('Looking at the file'), text: t('Reading the text'), pictures: t('Reading scanned pages: {0} of {1}', picturesDone, pictures),
    passages: t('Cutting into passages'), vectors: t('Finding meanings'), summary: t('Summing up'),
  });
  return state === 'reading' ? steps[step]
    : state === 'failed' ? [error.title, error.detail].filter(Boolean).join(' ')
    : t('{0} pages, {1} passages', pages, passages);
};

/** @param {string} id */
const passagesOf = async (id) => {
  const { passages } = await get(`/api/owner/documents/${id}/passages`);
  return el('ul', 'cards', ...passages.map((/** @type {any} */ { page, headings, text }) => el('li', 'card',
    el('p', 'muted', [t('Page {0}', page), ...headings].join(' › ')), written('blockquote', '', text))));
};

/** @param {Document} document @param {() => Promise<void>} refresh */
const row = (document, refresh) => {
  const { id, title, visibility, summary, unreadPages, uploadedAt, state } = document;
  const path = `/api/owner/documents/${id}`;
  const place = el('div');
  const select = el('select', '', ...visibilities().map(([value, label]) => new Option(label, value, false, value === visibility)));
  select.ariaLabel = t('Who may see it');
  select.addEventListener('change', async () => {
    await request('PATCH', path, { body: { visibility: select.value } });
    await refresh();
  });
  const said = el('p', state === 'failed' ? 'error' : 'muted', stateOf(document));
  said.role = 'status';
  const node = el('li', 'card', el('h3', '', link(title, `${path}/file`)), said);
  if (summary) node.append(written('p', '', summary));
  if (unreadPages.length) node.append(el('p', 'error', t('Nothing could be read on page {0}.', unreadPages.join(', '))));
  node.append(el('div', 'row', select,
    ...(state === 'ready' ? [button(t('What the twin would cite'), async () => place.replaceChildren(await passagesOf(id)))] : []),
    ...(state === 'reading' ? [] : [button(t('Read again'), async () => {
      await post(`${path}/reread`);
      await refresh();
    })]),
    button(t('Delete'), () => {
      node.hidden = true;
      act(t('Deleted {0}', title), (isLeaving) => remove(path, isLeaving), () => { node.hidden = false; });
    }),
    el('span', 'muted', ago(uploadedAt))), place);
  return node;
};

export const open = async () => {
  const list = el('ul', 'cards');
  const said = el('p', 'error');
  said.role = 'alert';
  let timer = 0;
  const refresh = async () => {
    clearTimeout(timer);
    const { items } = await get('/api/owner/documents?limit=200');
    list.replaceChildren(...items.map((/** @type {Document} */ document) => row(document, refresh)));
    if (!items.length) list.append(el('li', 'muted', t('There is no document yet.')));
    const isBusy = items.some((/** @type {Document} */ { state }) => state === 'reading');
    if (isBusy) timer = setTimeout(() => list.isConnected && refresh(), pause);
  };
  const take = async (/** @type {Iterable<File>} */ files) => {
    said.replaceChildren();
    for (const file of files) {
      try {
        await request('POST', `/api/owner/documents?name=${encodeURIComponent(file.name)}`, { text: file });
      } catch (error) {
        said.replaceChildren(`${file.name}: ${wordsOf(error)}`);
      }
    }
    await refresh();
  };
  const input = Object.assign(el('input'), { type: 'file', multiple: true });
  input.addEventListener('change', async () => {
    await take([...(input.files ?? [])]);
    input.value = '';
  });
  const drop = el('div', 'card drop', el('label', '', t('Add documents'), input),
    el('p', 'muted',
      t('PDF, Word, PowerPoint, Excel, CSV, HTML, Markdown, text, PNG or JPEG, up to 20 MB. Nobody but you sees them at first.')));
  drop.addEventListener('dragover', (event) => event.preventDefault());
  drop.addEventListener('drop', async (event) => {
    event.preventDefault();
    await take([...(event.dataTransfer?.files ?? [])]);
  });
  await refresh();
  return { node: el('div', '', drop, said, list) };
};
