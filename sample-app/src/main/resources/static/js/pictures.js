const TYPES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const MAX_BYTES = 512 * 1024;
const MAX_SIDE = 1600;

/** Reads, checks and, where it is too large for one message, shrinks a picture. */
export async function preparePicture(file) {
  if (!TYPES.includes(file.type)) {
    throw new Error("Only PNG, JPEG, GIF and WebP pictures can be sent");
  }
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error("This picture cannot be read");
  }
  try {
    const fits = file.size <= MAX_BYTES && Math.max(bitmap.width, bitmap.height) <= 4 * MAX_SIDE;
    const { blob, width, height } = fits
      ? { blob: file, width: bitmap.width, height: bitmap.height }
      : await shrink(bitmap);
    return {
      blob,
      meta: { name: file.name.slice(0, 80) || "picture", type: blob.type, width, height, size: blob.size },
      content: await blob.arrayBuffer(),
    };
  } finally {
    bitmap.close();
  }
}

async function shrink(bitmap) {
  for (let side = MAX_SIDE, quality = 0.86; side >= 400; side *= 0.75, quality -= 0.06) {
    const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * scale));
    const height = Math.max(1, Math.round(bitmap.height * scale));
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(bitmap, 0, 0, width, height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
    if (blob && blob.size <= MAX_BYTES) {
      return { blob, width, height };
    }
  }
  throw new Error("This picture is too large");
}

/** Object URLs by message id, so that each is revoked when its message leaves the page. */
export class PictureUrls {

  #urls = new Map();

  create(id, blob) {
    this.revoke(id);
    const url = URL.createObjectURL(blob);
    this.#urls.set(id, url);
    return url;
  }

  revoke(id) {
    const url = this.#urls.get(id);
    if (url) {
      URL.revokeObjectURL(url);
      this.#urls.delete(id);
    }
  }

}
