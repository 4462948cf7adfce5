// What covers the conversation for a moment: leaving a message, and forgetting.
import { button, element } from './dom.js';
import { fill } from './strings.js';

/**
 * @param {string} title @param {Node[]} content @param {() => void} close
 * @returns {{ cover: HTMLElement, form: HTMLFormElement }}
 */
const makeSheet = (title, content, close) => {
  const heading = element('h3', '', title);
  heading.id = 'sheet-title';
  const form = element('form', '', heading, ...content);
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
  return { cover, form };
};

/** @param {string} label @param {HTMLInputElement | HTMLTextAreaElement} input @param {number} longest */
const field = (label, input, longest) => {
  Object.assign(input, { required: true, maxLength: longest });
  return element('label', '', label, input);
};

/**
 * @param {{ strings: import('./strings.js').Strings, name: string, privacy: Node[] }} context
 * @param {(lead: { name: string, contact: string, message: string, consent: boolean }) => Promise<void>} leave
 * @param {(error: unknown) => string} wording
 * @param {() => void} close
 */
export const leaveSheet = ({ strings, name, privacy }, leave, wording, close) => {
  const [who, contact, message, consent] = [element('input'), element('input'), element('textarea'), element('input')];
  who.autocomplete = 'name';
  contact.autocomplete = 'email';
  Object.assign(consent, { type: 'checkbox', required: true });
  const problem = element('p', 'problem');
  problem.setAttribute('role', 'alert');
  const send = button(strings.send, { className: 'main', type: 'submit' });
  const { cover, form } = makeSheet(strings.leave, [
    field(strings.leaveName, who, 200), field(strings.leaveContact, contact, 200), field(strings.message, message, 4_000),
    element('label', 'check', consent, fill(strings.leaveConsent, { name })), element('p', 'note', ...privacy.map((node) => node.cloneNode(true))), problem,
    element('div', 'row', button(strings.cancel, { onClick: close }), send),
  ], close);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    send.disabled = true;
    try {
      await leave({ name: who.value, contact: contact.value, message: message.value, consent: consent.checked });
      const done = button(strings.close, { className: 'main', onClick: close });
      const said = element('p', '', fill(strings.leaveSent, { name }));
      said.setAttribute('role', 'status');
      form.replaceChildren(/** @type {HTMLElement} */ (form.firstElementChild), said, element('div', 'row', done));
      done.focus();
    } catch (error) {
      problem.textContent = wording(error);
      send.disabled = false;
      send.focus();
    }
  });
  return { cover, first: who };
};

/**
 * @param {{ strings: import('./strings.js').Strings }} context
 * @param {() => Promise<void>} forget
 * @param {(error: unknown) => string} wording
 * @param {() => void} close
 */
export const forgetSheet = ({ strings }, forget, wording, close) => {
  const problem = element('p', 'problem');
  problem.setAttribute('role', 'alert');
  const erase = button(strings.erase, { className: 'main', type: 'submit' });
  const { cover, form } = makeSheet(strings.forget, [element('p', '', strings.forgetAsk), problem, element('div', 'row', button(strings.cancel, { onClick: close }), erase)], close);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    erase.disabled = true;
    try {
      await forget();
      close();
    } catch (error) {
      problem.textContent = wording(error);
      erase.disabled = false;
      erase.focus();
    }
  });
  return { cover, first: erase };
};
