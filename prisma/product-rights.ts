type Right = 'INSERT' | 'UPDATE' | 'DELETE';

/**
 * What web and worker may do with each table beside reading it. Whoever adds a table decides here: one that is not named
 * is out of their reach. A row is locked (`FOR UPDATE`, `FOR SHARE`) by the right to change it.
 */
const ADD = ['INSERT'] as const;
const ADD_AND_CHANGE = ['INSERT', 'UPDATE'] as const;
const ADD_AND_REMOVE = ['INSERT', 'DELETE'] as const;
const ALL = ['INSERT', 'UPDATE', 'DELETE'] as const;

export const PRODUCT_RIGHTS: Readonly<Record<string, readonly Right[]>> = {
  // facts and what was published: rows are added, never changed or removed
  AuditEvent: ADD,
  AuditLink: ADD,
  Completion: ADD,
  CompletionCorrection: ADD,
  CorrectionSeen: ADD,
  CourseEdition: ADD,
  EditionChange: ADD,
  Grading: ADD,
  Lesson: ADD,
  LessonText: ADD,
  LessonWord: ADD,
  Module: ADD,
  ProblemReport: ADD,
  QuestionVersion: ADD,
  Quiz: ADD,
  QuizQuestion: ADD,
  RollupRecount: ADD,

  // what changes and stays
  AccountNotice: ADD_AND_CHANGE,
  Agency: ADD_AND_CHANGE,
  AgencyPlacement: ADD_AND_CHANGE,
  Appointment: ADD_AND_CHANGE,
  Assignment: ADD_AND_CHANGE,
  AssignmentBatch: ADD_AND_CHANGE,
  Attempt: ADD_AND_CHANGE,
  AttemptAnswer: ADD_AND_CHANGE,
  AttemptRequest: ADD_AND_CHANGE,
  Certificate: ADD_AND_CHANGE,
  Course: ADD_AND_CHANGE,
  Enrolment: ADD_AND_CHANGE,
  Grant: ADD_AND_CHANGE,
  KeptAnswer: ADD_AND_CHANGE,
  LessonProgress: ADD_AND_CHANGE,
  Person: ADD_AND_CHANGE,
  Programme: ADD_AND_CHANGE,
  SignInLink: ADD_AND_CHANGE,
  SourceDocument: ADD_AND_CHANGE,
  StorageMark: ADD_AND_CHANGE,

  // what is derived, counted or over one day
  AgencyAncestor: ALL,
  AuditCount: ALL,
  AuditPending: ADD_AND_REMOVE,
  GlossaryTerm: ALL,
  Heartbeat: ALL,
  KnownDevice: ALL,
  LessonCorrection: ALL,
  PublishedContent: ALL,
  RateLimit: ALL,
  RegisteredStanding: ALL,
  RollupDelta: ALL,
  RollupMonth: ALL,
  RollupNow: ALL,
  Session: ALL,
  Standing: ALL,
  Trouble: ALL,
  WithdrawnQuestion: ALL,

  // views, and the list of migrations
  StandingFacts: [],
  ValidCompletion: [],
  _prisma_migrations: [],
};
