// Where the visitor writes, speaks and adds a picture.
import { button, element } from './dom.js';
import { Recorder } from './recorder.js';
import { readPicture } from './picture.js';
import { fill } from './strings.js';

const longestMessage = 4_000;

/**
 * @typedef {{ picture: import('./client.js').Picture, canvas: HTMLCanvasElement }} Attached
 * @typedef {{ send: (text: string, attached: Attached[]) => void, voice: (sound: Blob) => void, stop: () => void, say: (text: string) => void }} ComposerActions
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
  #can = { voice: false, pictures: false };

  /** @param {import('./strings.js').Strings} strings @param {ComposerActions} actions */
  constructor(strings, actions) {
    this.#strings = strings;
    this.#actions = actions;
    this.#send = button(strings.send, { icon: 'send', className: 'main', type: 'submit' });
    this.#stop = button(strings.stop, { icon: 'stop', className: 'main', onClick: actions.stop });
    this.#speak = button(strings.speak, { icon: 'mic', className: 'tool', onClick: () => this.#record() });
    this.#picture = button(strings.picture, { icon: 'picture', className: 'tool', onClick: () => this.#file.click() });
    this.#stop.hidden = this.#speak.hidden = this.#picture.hidden = true;
    this.#write();
    this.#choose();
    this.#form.append(this.#picture, this.#file, this.#text, this.#speak, this.#send, this.#stop);
    this.node.append(this.#preview, this.#form);
  }

  /** @param {{ voice: boolean, pictures: boolean }} can what the twin takes beside text */
  enable({ voice, pictures }) {
    this.#can = { voice: voice && Recorder.isSupported, pictures };
    this.show(false, false);
  }

  /** @param {boolean} busy whether a reply is being written @param {boolean} isAsked whether the twin waits for an answer, which is text */
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

  #write() {
    Object.assign(this.#text, { rows: 1, maxLength: longestMessage, placeholder: this.#strings.placeholder });
    this.#text.setAttribute('aria-label', this.#strings.message);
    this.#text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#form.requestSubmit();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#text.value.trim();
      if (!text || this.#busy) return;
      this.#text.value = '';
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
    this.#preview.replaceChildren(...attached.flatMap(({ canvas }) => [canvas, button(this.#strings.remove, { icon: 'close', className: 'tool', onClick: () => { this.#attach([]); this.focus(); } })]));
  }

  async #record() {
    const recorder = new Recorder();
    try {
      await recorder.start((seconds) => { time.textContent = fill(this.#strings.recording, { n: seconds }); }, () => finish(true));
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
    time.setAttribute('role', 'timer');
    const send = button(this.#strings.send, { icon: 'send', className: 'main', onClick: () => finish(true) });
    const row = element('div', 'composer', button(this.#strings.discard, { icon: 'erase', className: 'tool', onClick: () => finish(false) }), time, send);
    this.#form.replaceWith(row);
    send.focus();
  }
}
