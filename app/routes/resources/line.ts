import { json } from '@remix-run/node';
import { NO_STORE } from '#app/http/headers.ts';

/** Tells a browser whose line was gone that we are there. Asks nobody anything, the database neither. */
export const loader = () => json({ line: 'up' }, { headers: NO_STORE });
