import { Form } from '@remix-run/react';
import { Actions, Button, ButtonLink } from '#app/ui/button.tsx';
import { Field, Select } from '#app/ui/field.tsx';
import { Chips } from '#app/ui/wayfinding.tsx';
import { reportWords } from '#app/words/report.ts';
import type { ReportPart } from './report-view.ts';

/** Another course, another unit, and the way down to the files. */
export function ReportChoosers({ view, locale }: ReportPart) {
  const words = reportWords(locale);
  const here = `/manage/reports/${view.agency.code}`;
  const { chosen } = view;
  return (
    <div className="choosers">
      {view.options.length > 1 ? (
        <Form method="get" action={here} className="find">
          <Select
            key={chosen?.code ?? ''}
            id="course"
            label={words.filter.label}
            defaultValue={chosen?.code ?? ''}
            options={[
              { value: '', label: words.allCourses },
              ...view.options.map(({ code, title }) => ({ value: code, label: `${code} · ${title}` })),
            ]}
          />
          <Button look="quiet">{words.filter.show}</Button>
        </Form>
      ) : null}
      <Form method="get" action="/manage/reports" role="search" className="find">
        <Field id="q" type="search" label={words.find.label} autoComplete="off" maxLength={100} required />
        <Button look="quiet" icon="search">
          {words.find.button}
        </Button>
      </Form>
      <Actions>
        <ButtonLink look="plain" icon="download" href="#files">
          {words.download}
        </ButtonLink>
      </Actions>
      {chosen && view.options.length > 1 ? (
        <Chips locale={locale} items={[{ href: here, label: words.filter.chip(chosen.code) }]} />
      ) : null}
    </div>
  );
}
