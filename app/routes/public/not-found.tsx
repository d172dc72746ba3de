import { DomainError } from '#app/domain/errors.ts';
import { serve } from '#app/http/serve.server.ts';

export const loader = serve(async () => {
  throw new DomainError('not-found');
});

export default function NotFound() {
  return null;
}
