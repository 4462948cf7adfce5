// What is kept: taken along, brought in, erased.
import { get, post } from '../../core/api.js';
import { button, download, el, field, form, input, link } from '../../core/ui.js';
import { act, say } from '../../core/undo.js';
import { t } from '../../core/words.js';
import { whole } from '../conversations/whole.js';

const everything = async () => {
  const [persona, inbox, limits, keys, webhooks, conversations] = await Promise.all([
    get('/api/owner/persona'), get('/api/owner/inbox?limit=1000'), get('/api/owner/limits'), get('/api/owner/keys'),
    get('/api/owner/webhooks'), all()]);
  const kept = { persona: persona.text, inbox, limits, keys, webhooks, conversations };
  download('twin.json', 'application/json', JSON.stringify(kept, null, 2));
};

const all = async () => {
  const found = [];
  for (let before = ''; ;) {
    const page = await get(`/api/owner/conversations?limit=100${before && `&before=${before}`}`);
    for (const { sessionId } of page.conversations) found.push(await whole(sessionId));
    before = page.next ?? '';
    if (!before) return found;
  }
};

export const open = async () => {
  const contact = input({ required: true });
  return el('div', 'stack',
    el('section', 'card', el('h2', '', t('Export')), el('p', '', t('Persona, inbox, conversations, limits and settings, as one file.')),
      button(t('Export everything'), everything),
      el('p', 'muted', t('A backup of the whole data folder: the command “backup FILE”.'))),
    el('section', 'card', el('h2', '', t('Import')), el('p', '', t('A CV or a persona file becomes a draft.')),
      link(t('To the persona'), '#/knowledge/persona', 'button')),
    el('section', 'card', el('h2', '', t('Erase a visitor')),
      form([field(t('E-mail address, phone number or web address'), contact, t('Every conversation in which it was said or left.'))],
        t('Erase'), async () => {
          const given = contact.value;
          contact.value = '';
          act(t('Erased: {0}', given), async (isLeaving) => {
            const { sessions } = await post('/api/owner/visitors/erase', { contact: given }, isLeaving);
            say(t('{0} conversations were erased.', sessions));
          }, () => { contact.value = given; });
        })),
    el('section', 'card', el('h2', '', t('End all visitors’ sessions')),
      el('p', '', t('Their pages open new ones; what was said stays.')), button(t('End them'), () =>
        act(t('Ended'), (isLeaving) => post('/api/owner/visitors/end-sessions', undefined, isLeaving), () => {}))));
};
