import { index, type RouteConfig, route } from '@remix-run/route-config';

/** Every URL of the product on one page, grouped by whom it serves. */
export default [
  // Everybody
  index('routes/public/home.tsx'),
  route('sign-in', 'routes/public/sign-in.tsx'),
  route('sign-in/link/:token', 'routes/public/sign-in-link.tsx'),
  route('verify', 'routes/public/verify.tsx'),
  route('verify/:serial', 'routes/public/verify-serial.tsx'),
  route('accessibility', 'routes/public/accessibility.tsx'),
  route('report-a-problem', 'routes/public/report-a-problem.tsx'),
  route('courses', 'routes/learn/courses.tsx'),
  route('courses/:slug', 'routes/learn/course.tsx'),

  // Learners
  route('learning', 'routes/learn/learning.tsx'),
  route('search', 'routes/learn/search.tsx'),
  route('courses/:slug/lessons/:lesson', 'routes/learn/lesson.tsx'),
  // All of them, or the one of a lesson.
  route('courses/:slug/aids/:lesson?', 'routes/learn/job-aids.tsx'),
  route('courses/:slug/quiz', 'routes/learn/quiz.tsx'),
  // Its questions, and with `check` the list of them before handing in: one page, which needs no server between them.
  route('attempts/:attemptId/:view?', 'routes/learn/attempt.tsx'),
  route('attempts/:attemptId/result', 'routes/learn/attempt-result.tsx'),
  route('certificates', 'routes/learn/certificates.tsx'),
  route('certificates/:certificateId', 'routes/learn/certificate.tsx'),
  route('account', 'routes/learn/account.tsx'),

  // Training managers and report viewers
  route('manage', 'routes/manage/home.tsx'),
  route('manage/assignments', 'routes/manage/assignments.tsx'),
  route('manage/assignments/new', 'routes/manage/new-assignment.tsx'),
  route('manage/assignments/:batchId', 'routes/manage/assignment.tsx'),
  route('manage/assignees', 'routes/manage/assignees.tsx'),
  route('manage/requests', 'routes/manage/requests.tsx'),
  route('manage/requests/:requestId', 'routes/manage/request.tsx'),
  route('manage/reports', 'routes/manage/reports.tsx'),
  route('manage/reports/:agencyCode', 'routes/manage/report.tsx'),

  // Administrators
  route('admin', 'routes/admin/overview.tsx'),
  route('admin/people', 'routes/admin/people.tsx'),
  route('admin/people/:personId', 'routes/admin/person.tsx'),
  route('admin/audit', 'routes/admin/audit.tsx'),

  // No page of their own
  route('line', 'routes/resources/line.ts'),
  route('preferences', 'routes/resources/preferences.ts'),
  route('sign-out', 'routes/resources/sign-out.ts'),
  route('sign-out/finish', 'routes/resources/finish-sign-out.ts'),
  route('courses/:slug/lessons/:lesson/read', 'routes/resources/lesson-read.ts'),
  route('attempts/:attemptId/answers', 'routes/resources/attempt-answers.ts'),
  route('attempts/:attemptId/hand-in', 'routes/resources/attempt-hand-in.ts'),
  route('certificates/:certificateId/document.pdf', 'routes/resources/certificate-document.ts'),
  route('manage/reports/:agencyCode/units.csv', 'routes/resources/units-csv.ts'),
  route('manage/reports/:agencyCode/people.csv', 'routes/resources/people-csv.ts'),

  // Development only: every component in every state
  route('ui', 'routes/resources/gallery.tsx'),
  route('*', 'routes/public/not-found.tsx'),
] satisfies RouteConfig;
