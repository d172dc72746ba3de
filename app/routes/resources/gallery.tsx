import type { LinksFunction, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { DomainError } from '#app/domain/errors.ts';
import { serve } from '#app/http/serve.server.ts';
import { Gallery } from '#app/ui/gallery/gallery.tsx';
import certificateStyles from '#app/ui/styles/certificate.css?url';
import doorStyles from '#app/ui/styles/door.css?url';
import galleryStyles from '#app/ui/styles/gallery.css?url';
import lessonStyles from '#app/ui/styles/lesson.css?url';
import quizStyles from '#app/ui/styles/quiz.css?url';
import reportStyles from '#app/ui/styles/report.css?url';

export const links: LinksFunction = () =>
  [quizStyles, lessonStyles, certificateStyles, doorStyles, reportStyles, galleryStyles].map((href) => ({
    rel: 'stylesheet',
    href,
  }));

export const meta: MetaFunction = () => [{ title: 'UI – Trúc' }, { name: 'robots', content: 'noindex, nofollow' }];

/** Every component in every state, for those who build the product; elsewhere there is no such page. */
export const loader = serve(async ({ context, locale }) => {
  if (!context.isDevelopment) throw new DomainError('not-found');
  return { locale };
});

export default function GalleryPage() {
  const { locale } = useLoaderData<typeof loader>();
  return <Gallery locale={locale} />;
}
