// Makes a picture small enough to be sent, which also leaves out where it was taken.

const longestEdge = 1_280;

// The server takes 512 KiB, which is a third more as base64.
const mostCharacters = 680_000;

/**
 * Throws where the file is no picture.
 * @param {File} file
 * @returns {Promise<import('./composer.js').Attached>}
 */
export const readPicture = async (file) => {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, longestEdge / Math.max(bitmap.width, bitmap.height));
  // A canvas, not an address: a page's content security policy may forbid pictures of its own making.
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  let data = '';
  for (const quality of [0.82, 0.6, 0.4, 0.2]) {
    data = canvas.toDataURL('image/jpeg', quality).split(',')[1];
    if (data.length <= mostCharacters) break;
  }
  return { canvas, picture: { mediaType: 'image/jpeg', data } };
};
