import { readDocument } from '#app/domain/certificates/read-certificates.server.ts';
import { parseId } from '#app/domain/ids.ts';
import { serveFile } from '#app/http/serve.server.ts';

/** The stored document of one's own certificate, as a file named by its serial. */
export const loader = serveFile(async ({ world, actor, params }) => {
  const { serial, bytes } = await readDocument(world, {
    certificateId: parseId(params.certificateId),
    personId: actor.personId,
  });
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Length': String(bytes.length),
      'Content-Disposition': `attachment; filename="${serial}.pdf"`,
      'Cache-Control': 'private, no-store',
    },
  });
});
