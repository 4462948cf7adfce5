// Makes elements without ever parsing markup: what is text stays text.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {string} [className]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export const element = (name, className, ...children) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
};

/** Outlines on a grid of 24 by 24. @type {Record<string, string>} */
const outlines = {
  chat: 'M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z M9 11h.01 M13 11h.01 M17 11h.01',
  close: 'M6 6l12 12 M18 6 6 18',
  send: 'M12 20V5 M6 11l6-6 6 6',
  stop: 'M7 7h10v10H7z',
  copy: 'M9 9h11v11H9z M5 15H4V4h11v1',
  up: 'M7 11v9H4v-9z M7 11l4-8c2 0 3 1 2 4l-1 3h6c2 0 2 1 2 2l-2 6c0 1-1 2-2 2H7',
  down: 'M17 13V4h3v9z M17 13l-4 8c-2 0-3-1-2-4l1-3H6c-2 0-2-1-2-2l2-6c0-1 1-2 2-2h9',
  erase: 'M4 7h16 M9 7V4h6v3 M6 7l1 13h10l1-13',
  mic: 'M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3z M6 11v1a6 6 0 0 0 12 0v-1 M12 18v3',
  picture: 'M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15 9h.01',
};

/** @param {string} outline as in a path's `d` */
export const drawing = (outline) => {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.ariaHidden = 'true';
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', outline);
  svg.append(path);
  return svg;
};

/** @param {string} name */
export const icon = (name) => drawing(outlines[name]);

/**
 * @param {string} label what it says, or what it is called where it only shows an icon
 * @param {{ icon?: string, className?: string, type?: 'button' | 'submit', onClick?: () => void }} [options]
 */
export const button = (label, { icon: shown, className = shown && 'tool', type = 'button', onClick } = {}) => {
  const node = element('button', className, shown ? icon(shown) : label);
  node.type = type;
  if (shown) {
    node.ariaLabel = label;
    node.title = label;
  }
  if (onClick) node.addEventListener('click', onClick);
  return node;
};
