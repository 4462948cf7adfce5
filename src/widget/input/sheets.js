// What covers the conversation for a moment: leaving a message, and forgetting.
import { button, element } from '../ui/dom.js';
import { fill } from '../ui/strings.js';
import { wordingOf } from '../ui/wording.js';

/**
 * A form over the conversation. What goes wrong is said in it, and can be tried again.
 * @param {import('../ui/strings.js').Strings} strings
 * @param {string} title
 * @param {string} label of the button that does it
 * @param {Node[]} content
 * @param {(form: HTMLFormElement) => Promise<void>} work
 * @param {() => void} close
 */
const makeSheet = (strings, title, label, content, work, close) => {
  const heading = element('h3', '', title);
  heading.id = 'sheet-title';
  const problem = element('p', 'problem');
  problem.role = 'alert';
  const submit = button(label, { className: 'main', type: 'submit' });
  const row = element('div', 'row', button(strings.cancel, { onClick: close }), submit);
  const form = element('form', '', heading, ...content, problem, row);
  const cover = element('div', 'sheet', form);
  cover.role = 'dialog';
  cover.ariaModal = 'true';
  cover.setAttribute('aria-labelledby', heading.id);
  cover.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    submit.disabled = true;
    try {
      await work(form);
    } catch (error) {
      problem.textContent = wordingOf(error, strings);
      submit.disabled = false;
      submit.focus();
    }
  });
  return cover;
};

/**
 * @param {string} label
 * @param {HTMLInputElement | HTMLTextAreaElement} input
 * @param {number} longest
 */
const field = (label, input, longest) => {
  Object.assign(input, { required: true, maxLength: longest });
  return element('label', '', label, input);
};

/**
 * @param {{ strings: import('../ui/strings.js').Strings, name: string, privacy: Node[] }} context
 * @param {(lead: import('../api/client.js').Lead) => Promise<void>} leave
 * @param {() => void} close
 */
export const leaveSheet = ({ strings, name, privacy }, leave, close) => {
  const [who, contact, message, consent] = [element('input'), element('input'), element('textarea'), element('input')];
  who.autocomplete = 'name';
  contact.autocomplete = 'email';
  Object.assign(consent, { type: 'checkbox', required: true });
  return makeSheet(strings, strings.leave, strings.send, [
    field(strings.leaveName, who, 200),
    field(strings.leaveContact, contact, 200),
    field(strings.message, message, 4_000),
    element('label', 'check', consent, fill(strings.leaveConsent, { name })),
    element('p', 'note', ...privacy),
  ], async (form) => {
    await leave({ name: who.value, contact: contact.value, message: message.value, consent: consent.checked });
    const done = button(strings.close, { className: 'main', onClick: close });
    const said = element('p', '', fill(strings.leaveSent, { name }));
    said.role = 'status';
    form.replaceChildren(/** @type {HTMLElement} */ (form.firstElementChild), said, element('div', 'row', done));
    done.focus();
  }, close);
};

/**
 * @param {import('../ui/strings.js').Strings} strings
 * @param {() => Promise<void>} forget
 * @param {() => void} close
 */
export const forgetSheet = (strings, forget, close) => {
  const asked = element('p', '', strings.forgetAsk);
  return makeSheet(strings, strings.forget, strings.erase, [asked], async () => {
    await forget();
    close();
  }, close);
};
