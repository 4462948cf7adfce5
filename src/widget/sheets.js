// What covers the conversation for a moment: leaving a message, and forgetting.
import { button, element } from './dom.js';
import { fill } from './strings.js';

/** @typedef {{ wording: (error: unknown) => string, close: () => void }} SheetActions */

/**
 * A form over the conversation. What goes wrong is said in it, and can be tried again.
 * @param {import('./strings.js').Strings} strings
 * @param {string} title @param {string} label of the button that does it @param {Node[]} content
 * @param {(form: HTMLFormElement) => Promise<void>} work @param {SheetActions} actions
 */
const makeSheet = (strings, title, label, content, work, { wording, close }) => {
  const heading = element('h3', '', title);
  heading.id = 'sheet-title';
  const problem = element('p', 'problem');
  problem.setAttribute('role', 'alert');
  const submit = button(label, { className: 'main', type: 'submit' });
  const form = element('form', '', heading, ...content, problem, element('div', 'row', button(strings.cancel, { onClick: close }), submit));
  const cover = element('div', 'sheet', form);
  cover.setAttribute('role', 'dialog');
  cover.setAttribute('aria-modal', 'true');
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
      problem.textContent = wording(error);
      submit.disabled = false;
      submit.focus();
    }
  });
  return { cover, submit };
};

/** @param {string} label @param {HTMLInputElement | HTMLTextAreaElement} input @param {number} longest */
const field = (label, input, longest) => {
  Object.assign(input, { required: true, maxLength: longest });
  return element('label', '', label, input);
};

/**
 * @param {{ strings: import('./strings.js').Strings, name: string, privacy: Node[] }} context
 * @param {(lead: { name: string, contact: string, message: string, consent: boolean }) => Promise<void>} leave
 * @param {SheetActions} actions
 */
export const leaveSheet = ({ strings, name, privacy }, leave, actions) => {
  const [who, contact, message, consent] = [element('input'), element('input'), element('textarea'), element('input')];
  who.autocomplete = 'name';
  contact.autocomplete = 'email';
  Object.assign(consent, { type: 'checkbox', required: true });
  const { cover } = makeSheet(strings, strings.leave, strings.send, [
    field(strings.leaveName, who, 200), field(strings.leaveContact, contact, 200), field(strings.message, message, 4_000),
    element('label', 'check', consent, fill(strings.leaveConsent, { name })), element('p', 'note', ...privacy.map((node) => node.cloneNode(true))),
  ], async (form) => {
    await leave({ name: who.value, contact: contact.value, message: message.value, consent: consent.checked });
    const done = button(strings.close, { className: 'main', onClick: actions.close });
    const said = element('p', '', fill(strings.leaveSent, { name }));
    said.setAttribute('role', 'status');
    form.replaceChildren(/** @type {HTMLElement} */ (form.firstElementChild), said, element('div', 'row', done));
    done.focus();
  }, actions);
  return { cover, first: who };
};

/**
 * @param {{ strings: import('./strings.js').Strings }} context
 * @param {() => Promise<void>} forget
 * @param {SheetActions} actions
 */
export const forgetSheet = ({ strings }, forget, actions) => {
  const { cover, submit } = makeSheet(strings, strings.forget, strings.erase, [element('p', '', strings.forgetAsk)], async () => {
    await forget();
    actions.close();
  }, actions);
  return { cover, first: submit };
};
