import type { Response as Answer } from 'express';

/**
 * Sends what Remix answered, with the `page` that was rendered for it. Its own adapter writes a body without waiting, so that a file of any size would gather in
 * memory before whoever reads slowly; here it is read on as fast as it is taken, and no further when the reader is gone.
 */
export async function sendResponse(
  response: Response,
  answer: Answer,
  { isHead, page }: { isHead: boolean; page: Uint8Array | null },
): Promise<void> {
  answer.statusMessage = response.statusText;
  answer.status(response.status);
  for (const [name, value] of response.headers.entries()) answer.append(name, value);
  if (page && !response.body && !isHead) {
    answer.end(page);
    return;
  }
  const reader = response.body?.getReader();
  if (!reader || isHead || answer.destroyed) {
    await reader?.cancel();
    answer.end();
    return;
  }
  let isGone = false;
  let goOn = () => {};
  // One listener for the whole body: the compression in between keeps every one that is ever added.
  answer.on('drain', () => goOn());
  answer.once('close', () => {
    isGone = true;
    goOn();
    void reader.cancel().catch(() => {});
  });
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (!answer.write(piece.value) && !isGone) {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
      }
    }
    answer.end();
  } catch (error) {
    // What is broken off must not look like a whole file. Whoever has gone is told nothing.
    answer.destroy();
    if (!isGone) throw error;
  }
}
