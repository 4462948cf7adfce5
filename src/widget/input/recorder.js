// Records what the visitor says, for a minute at most.

const longest = 60;
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

export class Recorder {
  /** @type {MediaRecorder | null} */
  #recorder = null;
  /** @type {Blob[]} */
  #pieces = [];
  #timer = 0;

  static get isSupported() {
    return typeof MediaRecorder === 'function' && Boolean(navigator.mediaDevices?.getUserMedia);
  }

  /**
   * Throws where the microphone may not be used.
   * @param {(seconds: number) => void} tick
   * @param {() => void} full
   */
  async start(tick, full) {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
    this.#recorder.addEventListener('dataavailable', ({ data }) => this.#pieces.push(data));
    this.#recorder.start();
    const started = performance.now();
    this.#timer = window.setInterval(() => {
      const seconds = Math.floor((performance.now() - started) / 1_000);
      tick(seconds);
      if (seconds >= longest) full();
    }, 250);
  }

  /** @returns {Promise<Blob>} */
  async stop() {
    clearInterval(this.#timer);
    const recorder = this.#recorder;
    if (!recorder) return new Blob();
    this.#recorder = null;
    await new Promise((resolve) => {
      recorder.addEventListener('stop', resolve, { once: true });
      recorder.stop();
    });
    for (const track of recorder.stream.getTracks()) track.stop();
    return new Blob(this.#pieces, { type: recorder.mimeType });
  }
}
