// A message as it is shown: Markdown, with its citations as numbers.
import { MarkdownView } from '../../widget/messages/markdown.js';
import { el } from './ui.js';

/** @param {string} text @param {unknown[]} [citations] */
export const bodyOf = (text, citations = []) => {
  const body = Object.assign(el('div', 'body'), { dir: 'auto' });
  new MarkdownView(body, (number) => citations[number - 1] ? el('sup', '', String(number)) : null).show(text);
  return body;
};
