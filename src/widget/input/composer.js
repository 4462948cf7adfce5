// Where the visitor writes, speaks and adds a picture.
import { button, element } from '../ui/dom.js';
import { Recorder } from './recorder.js';
import { readPicture } from './picture.js';
import { fill } from '../ui/strings.js';

const longestMessage = 4_000;

/**
 * @typedef {{ picture: import('../api/client.js').Picture, canvas: HTMLCanvasElement }} Attached
 * @typedef {{
 *   send: (text: string, attached: Attached[]) => void,
 *   voice: (sound: Blob) => void,
 *   stop: () => void,
 *   say: (text: string) => void,
 *   draft: (text: string) => void,
 * }} ComposerActions
 */

export class Composer {
  node = element('div');
  #strings;
  #actions;
  #text = element('textarea');
  #form = element('form', 'composer');
  #preview = element('div', 'preview');
  #send;
  #stop;
  #speak;
  #picture;
  #file = element('input', 'unseen');
  /** @type {Attached[]} */
  #attached = [];
  #busy = false;
  #isAsked = false;
  #can;

  /**
   * @param {import('../ui/strings.js').Strings} strings
   * @param {{ voice: boolean, pictures: boolean }} can what the twin takes beside text
   * @param {ComposerActions} actions
   */
  constructor(strings, { voice, pictures }, actions) {
    this.#can = { voice: voice && Recorder.isSupported, pictures };
    this.#strings = strings;
    this.#actions = actions;
    this.#send = button(strings.send, { icon: 'send', className: 'main', type: 'submit' });
    this.#stop = button(strings.stop, { icon: 'stop', className: 'main', onClick: actions.stop });
    this.#speak = button(strings.speak, { icon: 'mic', onClick: () => this.#record() });
    this.#picture = button(strings.picture, { icon: 'picture', onClick: () => this.#file.click() });
    this.show(false, false);
    this.#write();
    this.#choose();
    this.#form.append(this.#picture, this.#file, this.#text, this.#speak, this.#send, this.#stop);
    this.node.append(this.#preview, this.#form);
  }

  /**
   * @param {boolean} busy whether a reply is being written
   * @param {boolean} isAsked whether the twin waits for an answer, which is text
   */
  show(busy, isAsked) {
    this.#busy = busy;
    this.#isAsked = isAsked;
    this.#send.hidden = busy;
    this.#stop.hidden = !busy;
    this.#speak.hidden = !this.#can.voice || busy || isAsked;
    this.#picture.hidden = !this.#can.pictures || busy || isAsked;
  }

  focus() {
    this.#text.focus({ preventScroll: true });
  }

  /** Puts a text where the visitor writes. @param {string} text */
  write(text) {
    this.#text.value = text;
    this.#actions.draft(text);
  }

  #write() {
    Object.assign(this.#text, { rows: 1, maxLength: longestMessage, placeholder: this.#strings.placeholder });
    this.#text.ariaLabel = this.#strings.message;
    this.#text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#text.addEventListener('input', () => this.#actions.draft(this.#text.value));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (!text || this.#busy) return;
      this.write('');
      const attached = this.#isAsked ? [] : this.#attached;
      if (!this.#isAsked) this.#attach([]);
      this.#actions.send(text, attached);
    });
  }

  #choose() {
    Object.assign(this.#file, { type: 'file', accept: 'image/*', hidden: true });
    this.#file.addEventListener('change', async () => {
      const file = this.#file.files?.[0];
      this.#file.value = '';
      if (!file) return;
      try {
        this.#attach([await readPicture(file)]);
        this.focus();
      } catch {
        this.#actions.say(this.#strings.noPicture);
      }
    });
  }

  /** @param {Attached[]} attached */
  #attach(attached) {
    this.#attached = attached;
    const onClick = () => {
      this.#attach([]);
      this.focus();
    };
    this.#preview.replaceChildren(...attached.flatMap(({ canvas }) =>
      [canvas, button(this.#strings.remove, { icon: 'close', onClick })]));
  }

  async #record() {
    const recorder = new Recorder();
    const tick = (/** @type {number} */ n) => { time.textContent = fill(this.#strings.recording, { n }); };
    try {
      await recorder.start(tick, () => finish(true));
    } catch {
      this.#actions.say(this.#strings.noMicrophone);
      return;
    }
    const finish = async (/** @type {boolean} */ keep) => {
      const sound = await recorder.stop();
      row.replaceWith(this.#form);
      this.focus();
      if (keep && sound.size) this.#actions.voice(sound);
    };
    const time = element('div', 'who', fill(this.#strings.recording, { n: 0 }));
    time.role = 'timer';
    const send = button(this.#strings.send, { icon: 'send', className: 'main', onClick: () => finish(true) });
    const discard = button(this.#strings.discard, { icon: 'erase', onClick: () => finish(false) });
    const row = element('div', 'composer', discard, time, send);
    this.#form.replaceWith(row);
    send.focus();
  }
}
