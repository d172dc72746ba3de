import { expect, test } from 'vitest';
import { manageAssigneesWords } from './manage-assignees.ts';

/** A row is one course of one person, so a page of rows is no number of people. */
test('a page of assignees is counted in assignments, not in people', () => {
  expect(manageAssigneesWords('vi').perPage).toMatch(/^25 lượt giao mỗi trang/);
  expect(manageAssigneesWords('en').perPage).toMatch(/^25 assignments a page/);
});
