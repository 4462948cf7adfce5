// The entry: one line brings the twin to a page, <script src="https://…/widget.js" async></script>
import { element } from './ui/dom.js';
import { DigitalTwin } from './widget.js';

const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);

// The one line alone is enough, on a page that says nothing of where the twin is to be.
const add = () => {
  if (!script || 'manual' in script.dataset || document.querySelector('digital-twin')) return;
  const twin = element(/** @type {any} */ ('digital-twin'));
  for (const [name, value] of Object.entries(script.dataset)) twin.setAttribute(name, value ?? '');
  if (script.dataset.mode === 'inline') script.after(twin);
  else document.body.append(twin);
};

if (!customElements.get('digital-twin')) {
  if (script) DigitalTwin.home = new URL(script.src).origin;
  customElements.define('digital-twin', DigitalTwin);
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', add);
  else add();
}
