// Addresses that the owner or the site gives: a picture of the person, a page about privacy.
import { element } from './dom.js';

/** Part of an address that cannot run anything. */
export const address = /^(https?:\/)?\//;

/**
 * The person's picture, and their initials until it is there.
 * @param {import('../api/client.js').Card} card
 * @param {string} server
 */
export const avatarOf = ({ name, avatar }, server) => {
  const initials = name.split(/\s+/).slice(0, 2).map((word) => [...word][0] ?? '').join('');
  const node = element('div', 'avatar', initials);
  node.ariaHidden = 'true';
  if (address.test(avatar)) {
    const picture = element('img');
    picture.alt = '';
    picture.addEventListener('load', () => node.replaceChildren(picture));
    picture.src = new URL(avatar, server).href;
  }
  return node;
};

/**
 * A text that leads somewhere, where it does.
 * @param {string} text
 * @param {string | undefined} href
 * @param {string} server where addresses without a host are
 */
export const linked = (text, href, server) => {
  if (!href || !address.test(href)) return document.createTextNode(text);
  const link = element('a', '', text);
  Object.assign(link, { href: new URL(href, server).href, target: '_blank', rel: 'noopener' });
  return link;
};

/**
 * The site's own page on privacy, where it has one.
 * @param {string} href
 * @param {string} label
 * @returns {Node[]}
 */
export const privacyLink = (href, label) => {
  if (!address.test(href)) return [];
  const link = element('a', '', label);
  Object.assign(link, { href, target: '_blank', rel: 'noopener' });
  return [document.createTextNode(' '), link];
};
