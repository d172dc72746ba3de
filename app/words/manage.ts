import { wordsOf } from './locale.ts';

/** What training managers read. */
const vi = {
  tabs: {
    label: 'Quản lý',
    reports: 'Báo cáo',
    assignments: 'Giao học',
    assignees: 'Người học',
    administration: 'Quản trị',
  },
};

const en = {
  tabs: {
    label: 'Management',
    reports: 'Reports',
    assignments: 'Assignments',
    assignees: 'Learners',
    administration: 'Administration',
  },
} satisfies typeof vi;

export const manageWords = wordsOf({ vi, en });
