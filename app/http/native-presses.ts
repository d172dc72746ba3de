import type { Router } from './keep-page.ts';
import { isLineUp, lineIsDown } from './line.ts';

type Submission = { action: string; method: 'GET' | 'POST'; data: FormData; form: HTMLFormElement };
/** Told of every form that is sent, of its own kind or not; what it answers with `true` it has taken over. */
type BeforeSubmit = (submission: Submission) => boolean;

/**
 * Forms and links that are plain HTML would replace the page by the browser's own error page when the line is gone.
 * With script, such a form goes the way of all others, through the router, and a file is opened once our server answers.
 */
export function carryNativePresses(router: Router, beforeSubmit: BeforeSubmit): void {
  // On the window: after the page's own listeners, which may have taken it.
  addEventListener('submit', (event) => {
    const submission = submissionOf(event);
    if (event.defaultPrevented || !submission) return;
    event.preventDefault();
    if (beforeSubmit(submission)) return;
    const { navigation } = router.state;
    // Pressed twice: the first is on its way.
    if (navigation.state === 'submitting' && navigation.formAction === submission.action) return;
    void router.navigate(submission.action, {
      formMethod: submission.method,
      formEncType: (submission.form.enctype || 'application/x-www-form-urlencoded') as never,
      formData: submission.data,
    } as never);
  });
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || event.button !== 0 || !leavesForFile(link)) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void isLineUp().then((isUp) => (isUp ? location.assign(link.href) : lineIsDown({ what: 'file' })));
  });
}

function submissionOf(event: SubmitEvent): Submission | null {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return null;
  const { submitter } = event;
  const said = (name: string) => submitter?.getAttribute(`form${name}`) ?? form.getAttribute(name);
  const method = (said('method') ?? 'get').toUpperCase();
  const url = new URL(said('action') || location.href, location.href);
  if ((method !== 'GET' && method !== 'POST') || url.origin !== location.origin) return null;
  const target = said('target');
  if (target && target !== '_self') return null;
  return { action: url.pathname + url.search + url.hash, method, data: dataOf(form, submitter), form };
}

/** What the form says, with the button that was pressed. */
function dataOf(form: HTMLFormElement, submitter: HTMLElement | null): FormData {
  const data = new FormData(form);
  if (submitter instanceof HTMLButtonElement && submitter.name) data.append(submitter.name, submitter.value);
  return data;
}

/** Within our site, by a document of its own: what the router does not take. */
function leavesForFile(link: HTMLAnchorElement): boolean {
  if (link.origin !== location.origin || (link.target && link.target !== '_self')) return false;
  return link.pathname !== location.pathname || link.search !== location.search || link.hash === '';
}
