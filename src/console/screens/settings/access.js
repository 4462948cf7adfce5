// Who gets in: the owner's sign-ins, and the keys of programs.
import { get, post, put, remove } from '../../core/api.js';
import { button, checkbox, el, field, form, input, select } from '../../core/ui.js';
import { act, flush, say } from '../../core/undo.js';
import { ago, choose, language, languages, t, when } from '../../core/words.js';

/**
 * A row that can be taken away, and back.
 * @param {string} text @param {string} label @param {string} path
 */
export const row = (text, label, path) => {
  const node = el('li', '', text, ' ', button(label, () => {
    node.hidden = true;
    act(`${label}: ${text}`, (isLeaving) => remove(path, isLeaving), () => { node.hidden = false; });
  }, 'quiet'));
  return node;
};

/** @param {string} secret shown this once */
export const shownOnce = (secret) => el('div', 'card', el('p', '', t('It is shown this once:')), el('code', 'secret', secret));

const keys = async () => {
  const list = el('ul', 'list');
  const show = async () => {
    const found = (await get('/api/owner/keys')).keys;
    list.replaceChildren(...found.map((/** @type {any} */ each) => row(
      [each.name, each.scopes.join(' '), each.lastUsedAt ? t('used {0}', ago(each.lastUsedAt)) : t('never used')].join(' · '),
      t('Revoke'), `/api/owner/keys/${each.id}`)));
    if (!found.length) list.append(el('li', 'muted', t('No program has access.')));
  };
  const name = input({ required: true });
  const [ask, search] = [checkbox('ask', true), checkbox('search', true)];
  const place = el('div');
  await show();
  const issue = form([field(t('Name'), name), ask.node, search.node], t('Issue a key'), async () => {
    const scopes = [...(ask.box.checked ? ['ask'] : []), ...(search.box.checked ? ['search'] : [])];
    const { key } = await post('/api/owner/keys', { name: name.value, scopes });
    place.replaceChildren(shownOnce(key));
    name.value = '';
    await show();
  });
  return el('section', 'card', el('h2', '', t('Programs')), list, issue, place);
};

const signIns = async () => {
  const { sessions } = await get('/api/auth/sessions');
  return el('section', 'card', el('h2', '', t('Your sign-ins')), el('ul', 'list', ...sessions.map((/** @type {any} */ each) =>
    each.isCurrent ? el('li', '', `${each.agent} · ${when(each.createdAt)} · ${t('this one')}`)
      : row(`${each.agent} · ${when(each.createdAt)}`, t('End'), `/api/auth/sessions/${each.id}`))),
  button(t('Sign out'), async () => {
    await flush();
    await post('/api/auth/logout');
    location.reload();
  }));
};

const password = () => {
  const [current, next] = [input({ type: 'password', autocomplete: 'current-password', required: true }),
    input({ type: 'password', autocomplete: 'new-password', required: true })];
  return el('section', 'card', el('h2', '', t('Password')),
    form([field(t('The one so far'), current), field(t('The new one'), next, t('12 characters or more.'))], t('Change'), async () => {
      await put('/api/auth/password', { body: { current: current.value, password: next.value } });
      [current.value, next.value] = ['', ''];
      say(t('Saved.'));
    }));
};

export const open = async () => el('div', 'stack', await keys(), await signIns(), password(),
  el('section', 'card', el('h2', '', t('Language')), field(t('The console speaks'),
    select(Object.entries(languages), language, (wanted) => choose(/** @type {any} */ (wanted))))));
