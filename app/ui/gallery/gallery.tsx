import type { Locale } from '#app/words/locale.ts';
import { shellWords } from '#app/words/shell.ts';
import { Footer, LanguageSwitch, Masthead } from '../masthead.tsx';
import { PageShell, Title } from '../page-shell.tsx';
import { Buttons } from './buttons.tsx';
import { Forms } from './forms.tsx';
import { Identity } from './identity.tsx';
import { Overlays } from './overlays.tsx';
import { Quiz } from './quiz.tsx';
import { Results } from './results.tsx';
import { States } from './states.tsx';
import { Tables } from './tables.tsx';
import { Ways } from './ways.tsx';

/** Every component in every state, in one language: what is looked at, and checked, before a page is. */
export function Gallery({ locale }: { locale: Locale }) {
  const say = (vi: string, en: string) => (locale === 'vi' ? vi : en);
  const words = shellWords(locale);
  return (
    <PageShell
      locale={locale}
      officialAddress="truc.example.gov.vn"
      masthead={
        <Masthead
          locale={locale}
          home="#top"
          items={[
            { href: '#learning', label: words.nav.learning, current: true },
            { href: '#courses', label: words.nav.courses },
            { href: '#certificates', label: words.nav.certificates },
            { href: '#manage', label: words.nav.manage },
          ]}
          person={{ name: 'Nguyễn Thị Lan', href: '#account' }}
          tools={<LanguageSwitch locale={locale} action="#language" returnTo="/ui" />}
        />
      }
      footer={
        <Footer
          items={[
            { href: '#help', label: words.foot.help },
            { href: '#accessibility', label: words.foot.accessibility },
            { href: '#report', label: words.foot.report },
            { href: '#privacy', label: words.foot.privacy },
            { href: '#verify', label: words.foot.verify },
            { href: '#display', label: words.foot.display },
          ]}
        />
      }
    >
      <Title
        over={say('Hệ thống thiết kế', 'Design system')}
        other={{ locale: locale === 'vi' ? 'en' : 'vi', text: say('All components', 'Bảng thành phần') }}
        lede={say('Mỗi thành phần, ở mọi trạng thái.', 'Each component, in every state.')}
      >
        {say('Bảng thành phần', 'All components')}
      </Title>
      <div className="stack-wide">
        <Identity locale={locale} say={say} />
        <Buttons locale={locale} say={say} />
        <Forms locale={locale} say={say} />
        <States locale={locale} say={say} />
        <Ways locale={locale} say={say} />
        <Tables locale={locale} say={say} />
        <Quiz locale={locale} say={say} />
        <Results locale={locale} say={say} />
        <Overlays locale={locale} say={say} />
      </div>
    </PageShell>
  );
}
