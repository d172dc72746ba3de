import qrcode from 'qrcode';

export type QrCode = { size: number; runs: Array<{ row: number; column: number; length: number }> };

/** The dark modules of a QR code, neighbours in a row joined: fewer shapes, and no hairlines between them in a viewer. */
export function qrCode(text: string): QrCode {
  const { size, data } = qrcode.create(text, { errorCorrectionLevel: 'M' }).modules;
  const runs: QrCode['runs'] = [];
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!data[row * size + column]) continue;
      const start = column;
      while (column < size && data[row * size + column]) column += 1;
      runs.push({ row, column: start, length: column - start });
    }
  }
  return { size, runs };
}
