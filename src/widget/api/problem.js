/** What the API said went wrong (RFC 9457). */
export class Problem extends Error {
  /** @param {{ title: string, detail?: string, code?: string, status?: number, retryAfter?: number }} problem */
  constructor({ title, detail, code = '', status = 0, retryAfter = 0 }) {
    super(detail ? `${title} ${detail}` : title);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}
