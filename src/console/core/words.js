// What the console says: in English in the code, in other languages in a module for each.

/** The languages that there are words for, each by its own name. */
export const languages = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', ar: 'العربية', zh: '中文' };

/** @typedef {keyof typeof languages} Language */

const memory = 'twin-console-language';

/** @type {Record<string, string>} */
let words = {};

/** @type {Language} */
export let language = 'en';

/** @param {Language} wanted */
const use = async (wanted) => {
  words = wanted === 'en' ? {} : (await import(`../words/${wanted}.js`)).default;
  language = wanted;
  document.documentElement.lang = wanted;
  document.documentElement.dir = wanted === 'ar' ? 'rtl' : 'ltr';
};

/** Takes the language that was chosen last, else the browser's. */
export const loadWords = () => {
  const known = (/** @type {string} */ tag) => tag.slice(0, 2) in languages;
  const wanted = [localStorage.getItem(memory) ?? '', ...navigator.languages].find(known)?.slice(0, 2) ?? 'en';
  return use(/** @type {Language} */ (wanted));
};

/** @param {Language} wanted */
export const choose = (wanted) => {
  localStorage.setItem(memory, wanted);
  location.reload();
};

/**
 * A sentence in the owner's language.
 * @param {string} english with `{0}`, `{1}` where the values go
 * @param {...(string | number)} values
 */
export const t = (english, ...values) =>
  (words[english] ?? english).replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)] ?? ''));

/** @param {number} amount @param {string} currency */
export const money = (amount, currency) =>
  new Intl.NumberFormat(language, { style: 'currency', currency, maximumFractionDigits: amount && amount < 1 ? 4 : 2 }).format(amount);

/** @param {string} at */
export const when = (at) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

/** @param {string} day */
export const dayName = (day) =>
  new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(new Date(day));

/**
 * How long ago, or in how long.
 * @param {string} at
 */
export const ago = (at) => {
  const seconds = (new Date(at).getTime() - Date.now()) / 1_000;
  const [unit, size] = /** @type {[Intl.RelativeTimeFormatUnit, number]} */ (
    [['day', 86_400], ['hour', 3_600], ['minute', 60]].find(([, each]) => Math.abs(seconds) >= Number(each)) ?? ['second', 1]);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' }).format(Math.round(seconds / size), unit);
};
