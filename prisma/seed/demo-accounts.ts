import type { Role } from '#app/domain/accounts/policy.ts';

/** Everything that the demo draws comes from this. */
export const SEED = 'truc-demo-1';

/** What all four sign in with. Known to everybody who reads this: a demo holds nobody's data. */
export const DEMO_PASSWORD = 'tre-xanh-muon-doi';

export type DemoAccount = {
  key: 'learner' | 'manager' | 'viewer' | 'administrator';
  role: string;
  fullName: string;
  email: string;
  agencyCode: string;
  position: string;
  grant: { role: Role; agencyCode: string } | null;
  note: string;
};

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    key: 'learner',
    role: 'Learner',
    fullName: 'Nguyễn Thị Lan',
    email: 'lan@demo.truc.example',
    agencyCode: 'VN.X00376.DPV',
    position: 'Công chức tiếp nhận hồ sơ',
    grant: null,
    note: 'public service point of a commune in Hà Nội',
  },
  {
    key: 'manager',
    role: 'Training manager',
    fullName: 'Trần Quang Minh',
    email: 'minh@demo.truc.example',
    agencyCode: 'VN.P01.SNV',
    position: 'Phó Trưởng phòng Công chức, viên chức',
    grant: { role: 'TRAINING_MANAGER', agencyCode: 'VN.P01' },
    note: 'assigns courses in all of Hà Nội',
  },
  {
    key: 'viewer',
    role: 'Report viewer',
    fullName: 'Lê Thị Hoa',
    email: 'hoa@demo.truc.example',
    agencyCode: 'VN.BNV',
    position: 'Chuyên viên cao cấp',
    grant: { role: 'REPORT_VIEWER', agencyCode: 'VN' },
    note: 'reads the figures of the whole country',
  },
  {
    key: 'administrator',
    role: 'Administrator',
    fullName: 'Phạm Hữu An',
    email: 'an@demo.truc.example',
    agencyCode: 'VN.BNV.CNTT',
    position: 'Quản trị viên hệ thống',
    grant: { role: 'ADMINISTRATOR', agencyCode: 'VN' },
    note: 'people, grants, audit, state of the system',
  },
];
