import { redirect } from '@remix-run/node';
import { serve } from '#app/http/serve.server.ts';

/** The door: those who are signed in find their next step, visitors the catalogue. */
export const loader = serve(async ({ context }) => {
  throw redirect((await context.actor()) ? '/learning' : '/courses');
});

export default function Home() {
  return null;
}
