import { randomBytes } from 'node:crypto';
import { expect, type Page } from 'playwright/test';

/** What `vault.ts` checks, of the application at `origin`, as Playwright has it. */
export async function greet(page: Page, origin: string): Promise<void> {
  const name = randomBytes(4).toString('hex');
  await page.goto(`${origin}/`);
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Greet' }).click();
  await expect(page.getByRole('status').filter({ hasText: `Hello ${name}` })).toBeVisible();
}
