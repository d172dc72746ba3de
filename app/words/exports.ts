import { wordsOf } from './locale.ts';

const vi = {
  units: {
    unitCode: 'Mã đơn vị',
    unitName: 'Đơn vị',
    parentCode: 'Mã đơn vị cấp trên',
    courseCode: 'Mã khóa học',
    courseTitle: 'Khóa học',
    registered: 'Số người',
    assigned: 'Được giao',
    started: 'Đã bắt đầu',
    completed: 'Đã hoàn thành',
    overdue: 'Quá hạn',
    completedUnassigned: 'Hoàn thành ngoài diện giao',
    rate: 'Tỷ lệ hoàn thành trên số được giao (%)',
  },
  people: {
    personnelNumber: 'Số hiệu',
    fullName: 'Họ và tên',
    unitCode: 'Mã đơn vị',
    unitName: 'Đơn vị',
    courseCode: 'Mã khóa học',
    courseTitle: 'Khóa học',
    state: 'Tình trạng',
    assignedOn: 'Ngày giao',
    dueOn: 'Hạn hoàn thành',
    completedOn: 'Ngày hoàn thành',
    serial: 'Số chứng chỉ',
  },
  states: {
    notStarted: 'Chưa bắt đầu',
    inProgress: 'Đang học',
    overdue: 'Quá hạn',
    completed: 'Đã hoàn thành',
    waived: 'Được miễn',
    ownInProgress: 'Tự học, chưa xong',
    ownCompleted: 'Tự học, đã hoàn thành',
  },
};

const en = {
  units: {
    unitCode: 'Unit code',
    unitName: 'Unit',
    parentCode: 'Code of the unit above',
    courseCode: 'Course code',
    courseTitle: 'Course',
    registered: 'People',
    assigned: 'Assigned',
    started: 'Started',
    completed: 'Completed',
    overdue: 'Overdue',
    completedUnassigned: 'Completed without assignment',
    rate: 'Completed of those assigned (%)',
  },
  people: {
    personnelNumber: 'Personnel number',
    fullName: 'Name',
    unitCode: 'Unit code',
    unitName: 'Unit',
    courseCode: 'Course code',
    courseTitle: 'Course',
    state: 'State',
    assignedOn: 'Assigned on',
    dueOn: 'Due on',
    completedOn: 'Completed on',
    serial: 'Certificate number',
  },
  states: {
    notStarted: 'Not started',
    inProgress: 'In progress',
    overdue: 'Overdue',
    completed: 'Completed',
    waived: 'Waived',
    ownInProgress: 'Own choice, in progress',
    ownCompleted: 'Own choice, completed',
  },
} satisfies typeof vi;

export const exportWords = wordsOf({ vi, en });
export type ExportState = keyof typeof vi.states;
