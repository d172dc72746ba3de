import { formatPeople } from './format.ts';
import { wordsOf } from './locale.ts';

/** What the pages of training managers share. */
const vi = {
  tabs: {
    label: 'Quản lý',
    reports: 'Báo cáo',
    assignments: 'Giao học',
    assignees: 'Người học',
    requests: 'Đề nghị',
    waiting: (label: string, n: number, more: boolean) => `${label} (${n}${more ? '+' : ''})`,
    administration: 'Quản trị',
  },
  courseTitle: (code: string, title: string) => `${code}. ${title}`,
  audience: {
    unit: (name: string) => `${name}, gồm các đơn vị bên dưới`,
    own: (name: string) => `${name}, không gồm đơn vị bên dưới`,
    chosen: (n: number, name: string) => `${formatPeople('vi', n)} chọn theo tên, ${name}`,
  },
  steps: {
    label: 'Các bước giao học',
    names: ['1. Chọn khóa học', '2. Chọn người', '3. Xem trước', '4. Đã giao'],
  },
};

const en = {
  tabs: {
    label: 'Management',
    reports: 'Reports',
    assignments: 'Assignments',
    assignees: 'Learners',
    requests: 'Requests',
    waiting: (label: string, n: number, more: boolean) => `${label} (${n}${more ? '+' : ''})`,
    administration: 'Administration',
  },
  courseTitle: (code: string, title: string) => `${code}. ${title}`,
  audience: {
    unit: (name: string) => `${name}, with the units below`,
    own: (name: string) => `${name}, without the units below`,
    chosen: (n: number, name: string) => `${formatPeople('en', n)} chosen by name, ${name}`,
  },
  steps: {
    label: 'Steps of an assignment',
    names: ['1. Choose the course', '2. Choose people', '3. Preview', '4. Assigned'],
  },
} satisfies typeof vi;

export const manageWords = wordsOf({ vi, en });
