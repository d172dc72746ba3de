import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { qrCode } from './qr.ts';

const address = 'https://truc.example.gov.vn/verify/7K2M-QX4D-9TVA-3HNC';

describe('qrCode', () => {
  it('holds the text for a reader that is not ours', () => {
    const { size, runs } = qrCode(address);
    const [scale, quiet] = [4, 4];
    const side = (size + 2 * quiet) * scale;
    const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
    for (const { row, column, length } of runs) {
      for (let y = (row + quiet) * scale; y < (row + quiet + 1) * scale; y += 1) {
        const from = (y * side + (column + quiet) * scale) * 4;
        for (let at = from; at < from + length * scale * 4; at += 4) pixels.fill(0, at, at + 3);
      }
    }
    expect(jsQR(pixels, side, side)?.data).toBe(address);
  });

  it('joins neighbours: no two runs of a row touch', () => {
    const { runs } = qrCode(address);
    for (const [index, run] of runs.entries()) {
      const next = runs[index + 1];
      if (next?.row === run.row) expect(next.column).toBeGreaterThan(run.column + run.length);
    }
  });
});
