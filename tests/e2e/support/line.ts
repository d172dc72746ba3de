import { expect, type Locator, type Page } from '@playwright/test';

/** Where a page says that the line is gone. */
export const notice = (page: Page): Locator => page.locator('.line-notice');

/** Until React has taken over what the server rendered. */
export async function becomeAlive(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('.line-notice') ?? {}).some((key) => key.startsWith('__reactFiber')),
  );
  await page.waitForFunction(
    () => (window as { __remixRouter?: { state: { initialized: boolean } } }).__remixRouter?.state.initialized,
  );
  await page.waitForTimeout(50);
}

export const goOffline = (page: Page): Promise<void> => page.context().setOffline(true);

/** With the line back, the notice goes by itself. */
export async function goOnline(page: Page): Promise<void> {
  await page.context().setOffline(false);
  await expect(notice(page)).toHaveText('');
}
