// What the owner offers, as cards below a reply.
import { element } from '../ui/dom.js';
import { address, linked } from '../ui/links.js';
import { fill } from '../ui/strings.js';

/**
 * @typedef {{
 *   id: string, title: string, kind?: string, price?: number, currency?: string, per?: string, place?: string,
 *   quote?: string, reasons?: string[], url?: string, picture?: string,
 * }} Offering
 */

/**
 * @param {Offering} offering
 * @param {import('../ui/strings.js').Strings} strings
 */
const priceOf = ({ price, currency, per }, strings) => {
  if (price === undefined) return strings.onRequest;
  if (price === 0) return strings.free;
  const format = { style: /** @type {const} */ ('currency'), currency, trailingZeroDisplay: 'stripIfInteger' };
  const amount = currency ? new Intl.NumberFormat(undefined, /** @type {any} */ (format)).format(price) : `${price}`;
  return per ? `${amount} ${fill(strings.per, { name: per })}` : amount;
};

/**
 * @param {Offering[]} offerings
 * @param {{ strings: import('../ui/strings.js').Strings, server: string }} context
 */
export const cardsOf = (offerings, { strings, server }) => {
  const list = element('ul', 'cards');
  for (const offering of offerings) {
    const { title, kind, place, quote, url, picture } = offering;
    const facts = [priceOf(offering, strings), kind, place].filter(Boolean).join(' · ');
    const card = element('li', '', element('h3', '', linked(title, url, server)), element('p', 'facts', facts));
    if (quote) card.append(element('p', '', quote));
    if (picture && address.test(picture)) {
      const image = element('img');
      Object.assign(image, { src: new URL(picture, server).href, alt: '', loading: 'lazy' });
      card.prepend(image);
    }
    list.append(card);
  }
  return list;
};
