// Who nobody is yet: sign in, or claim a new twin with the owner's key.
import { get, request } from '../core/api.js';
import { el, field, form, input, link } from '../core/ui.js';
import { t } from '../core/words.js';

/** @param {boolean} isNew */
const enter = (isNew) => {
  if (isNew) location.hash = '#/welcome';
  location.reload();
};

const claim = () => {
  // A link may carry the key behind the "#", which is sent nowhere.
  const given = new URLSearchParams(location.hash.replace(/^#claim\?/, '')).get('key') ?? '';
  const key = input({ type: 'password', required: true, value: given });
  const email = input({ type: 'email', required: true, autocomplete: 'username' });
  const password = input({ type: 'password', required: true, autocomplete: 'new-password' });
  return form([
    el('p', '', t('Nobody has claimed this twin yet. The owner’s key proves that it is yours; it is asked for this once.')),
    field(t('Owner’s key'), key, t('In the data folder as secrets/owner-key, or in the key vault.')),
    field(t('E-mail'), email, t('It is a name only: nothing is sent to it.')),
    field(t('Password'), password, t('12 characters or more.')),
  ], t('Claim'), async () => {
    await request('POST', '/api/auth/register', {
      body: { email: email.value, password: password.value }, headers: { authorization: `Bearer ${key.value.trim()}` },
    });
    enter(true);
  });
};

const signIn = () => {
  const email = input({ type: 'email', required: true, autocomplete: 'username' });
  const password = input({ type: 'password', required: true, autocomplete: 'current-password' });
  return form([field(t('E-mail'), email), field(t('Password'), password)], t('Sign in'), async () => {
    await request('POST', '/api/auth/login', { body: { email: email.value, password: password.value } });
    enter(false);
  });
};

export const open = async () => {
  const { isClaimed, provider } = await get('/api/auth');
  const node = el('main', 'door', el('h1', '', t('Your twin')), isClaimed ? signIn() : claim());
  if (provider) node.append(el('p', '', link(t('Sign in with {0}', provider), '/api/auth/oidc?returnTo=/owner')));
  return node;
};
