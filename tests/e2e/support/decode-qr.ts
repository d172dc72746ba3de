import jsQR from 'jsqr';

/** What a QR code in a picture says, read by jsQR. */
export function decodeQr(image: { width: number; height: number; data: Uint8ClampedArray }): string {
  const found = (
    jsQR as unknown as (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null
  )(image.data, image.width, image.height);
  if (!found) throw new Error('no code was found in the picture');
  return found.data;
}
