import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { UnprintableText, unprintableCharacters } from '#app/domain/certificates/fonts.server.ts';
import { renderCertificatePdf } from '#app/domain/certificates/render-pdf.server.ts';
import { Statement } from '#app/domain/certificates/statement.ts';
import { type PdfPage, readPdf } from '../../support/read-pdf.ts';
import { hashUnpacked } from '../../support/unpack-pdf.ts';

const SERIAL = '7K2M-QX4D-9TVA-3HNC';
/** No serial is wider. */
const WIDEST = 'WWWW-WWWW-WWWW-WWWW-W';
const POINTS_PER_MM = 72 / 25.4;

function statement(change: Partial<Statement> = {}): Statement {
  return Statement.parse({
    serial: SERIAL,
    kind: 'COURSE_COMPLETION',
    templateVersion: 1,
    holderName: 'Nguyễn Thị Lan',
    holderAgency: {
      vi: 'Trung tâm Phục vụ hành chính công, xã Bà Nà, thành phố Đà Nẵng',
      en: 'Public Service Centre, Ba Na Commune, Da Nang City',
    },
    course: {
      code: 'K1',
      title: { vi: 'Phục vụ lấy người dân làm trung tâm', en: 'Citizen-centred public service' },
      lessons: 6,
      minutes: 125,
    },
    completedAt: '2026-11-18T13:25:09.000Z',
    completedOn: '2026-11-18',
    issuer: { vi: 'Sở Nội vụ thành phố Đà Nẵng', en: 'Department of Home Affairs, Da Nang City' },
    place: { vi: 'Đà Nẵng', en: 'Da Nang' },
    verifyUrl: `https://truc.example.gov.vn/verify/${SERIAL}`,
    ...change,
  });
}

/** Everything as long as it may realistically come, at once. */
const crowded = statement({
  holderName: 'Công Tằng Tôn Nữ Nguyễn Phước Hoàng Diệu Huyền Trân Ngọc Ánh',
  holderAgency: {
    vi: 'Trung tâm Phục vụ hành chính công phường Hoàng Văn Thụ – Phú Nhuận, cơ sở liên phường số 12, thành phố Hồ Chí Minh',
    en: 'Public Administration Service Centre, Hoang Van Thu – Phu Nhuan Ward, Inter-ward Branch No. 12, Ho Chi Minh City',
  },
  course: {
    code: 'A1',
    title: {
      vi: 'ASEAN căn bản: lịch sử, giá trị, biểu trưng, thể chế và cách ra quyết định của Cộng đồng',
      en: 'ASEAN essentials: history, values, symbols, institutions and how the Community decides',
    },
    lessons: 6,
    minutes: 90,
  },
  issuer: {
    vi: 'Trường Chính trị và Trung tâm Đào tạo, bồi dưỡng cán bộ, công chức, viên chức thành phố Hồ Chí Minh',
    en: 'Political School and Training Centre for Cadres, Civil Servants and Public Employees, Ho Chi Minh City',
  },
});

/** Longer than anything real: what the schema lets through at most. */
const absurd = statement({
  holderName: 'Ngô '.repeat(50),
  holderAgency: { vi: 'Ưỡng ẩm '.repeat(37), en: 'W'.repeat(300) },
  course: { ...crowded.course, title: { vi: 'Ưỡng ẩm '.repeat(37), en: 'W'.repeat(300) } },
  issuer: { vi: 'Ưỡng ẩm '.repeat(37), en: 'W'.repeat(300) },
  place: { vi: 'Ẩ'.repeat(120), en: 'W'.repeat(120) },
});

const NAMES = [
  'Nguyễn Thị Lan',
  'ƯỚC NGUYỆN',
  'Đỗ Ưu Việt',
  'Phạm & Con <b> "Tý" O\'Brien',
  'Huỳnh Đặng Thị Phương Uyên Khuê Nguyễn Hoàng Bảo Trân Quỳnh',
  'Công Tằng Tôn Nữ Nguyễn Phước Hoàng Diệu Huyền Trân Ngọc Ánh',
  'Tuffley Griffith Affinity',
];

/** Names of the Êđê, Jrai, Bahnar, Mnông and K’ho, with letters that Vietnamese lacks. */
const HIGHLAND = [
  'Y Blŭ Ksơr',
  'H’Ƀê\u0306č Êban Mlô',
  'ƀ Ƀ ĕ Ĕ ĭ Ĭ ŏ Ŏ ŭ Ŭ',
  "K'Brĕl Ŭng Čĭ",
  'H’Bê\u0306 Ksơr',
  'RƠ CHÂM H’Ô\u0306 SƯ\u0306Ơ\u0306',
];

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Runs of one paragraph: those of the size of the first that holds the start of the text. */
function paragraph(page: PdfPage, start: string) {
  const first = page.runs.findIndex(({ text }) => text.trim() !== '' && start.startsWith(text.trim()));
  const size = page.runs[first]?.size;
  const rest = page.runs.slice(first).findIndex((run) => run.size !== size);
  return first < 0 ? [] : page.runs.slice(first, first + rest);
}

describe('the same statement', () => {
  it('is the same bytes again, and another statement is not', async () => {
    const [first, second, other] = [
      await renderCertificatePdf(statement()),
      await renderCertificatePdf(statement()),
      await renderCertificatePdf(statement({ holderName: 'Nguyễn Thị Lân' })),
    ];
    expect(sha256(first)).toBe(sha256(second));
    expect(sha256(first)).not.toBe(sha256(other));
  });

  it('is the same bytes when six documents are drawn at once', async () => {
    const six = NAMES.slice(0, 6).map((holderName) => statement({ holderName }));
    const alone: string[] = [];
    for (const one of six) alone.push(sha256(await renderCertificatePdf(one)));
    const together = await Promise.all(six.map(renderCertificatePdf));
    expect(together.map(sha256)).toEqual(alone);
    expect(new Set(alone).size).toBe(6);
  });

  it('is the same bytes in a process that has drawn nothing before', async () => {
    await renderCertificatePdf(statement({ holderName: 'Ð\u0131\u030a ffi ﬁ i\u030a' }));
    const here = sha256(await renderCertificatePdf(statement({ holderName: 'ffi i\u030a Đỗ' })));
    const script = `
      import { createHash } from 'node:crypto';
      import { renderCertificatePdf } from '#app/domain/certificates/render-pdf.server.ts';
      const pdf = await renderCertificatePdf(JSON.parse(process.argv[1]));
      process.stdout.write(createHash('sha256').update(pdf).digest('hex'));`;
    const words = JSON.stringify(statement({ holderName: 'ffi i\u030a Đỗ' }));
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--import', 'tsx', '--input-type=module', '--eval', script, words],
    ]);
    expect(stdout).toBe(here);
  });
});

describe('a document that was issued before', () => {
  it.each([
    ['Nguyễn Thị Lan', statement(), 'ff7d330da410547cb5de5a69ec272cb56a7d6f661442b5750291b28fdd604f77'],
    ['a crowded one', crowded, '0607c29b15cfadaf83cfaebeef1fc1aebae9d52742b0a9de86e9a6165271516c'],
    ['the longest words', absurd, '1069715217e384b54e318bc96107cee62f2e655a05dc271237e6c96635fdb220'],
    [
      'ƯỚC NGUYỆN',
      statement({ holderName: 'ƯỚC NGUYỆN' }),
      '1adcc21c1e1a0fad0afc03713095efe69e8a0f995a9605f7fe1d28fa7e984d28',
    ],
    [
      'signs of markup',
      statement({ holderName: 'Phạm & Con <b> "Tý" O\'Brien' }),
      'ead7229862490cf13743b60be3e37444b218736d7cdcdfd434fe56f5e2af9221',
    ],
    [
      'ligatures and a name in two lines',
      statement({ holderName: 'Tuffley Griffith Affinity '.repeat(3) }),
      'eb8c2bdac1a5ee80b94944e8f601080723ecf7a396c709f6e8ea852c066d4b77',
    ],
    [
      'an address of one’s own',
      statement({ verifyUrl: `http://localhost:3000/verify/${SERIAL}` }),
      '25fcf52a93f9e1edf597b8b1aa5a83ffcedda1d048f59f0b0367f69b72a4c7d7',
    ],
  ])('is drawn again as it was: %s', async (_, one, hash) => {
    expect(hashUnpacked(await renderCertificatePdf(one))).toBe(hash);
  });
});

describe('read by pdf.js', () => {
  it.each(NAMES)('says %s in NFC, and the serial', async (holderName) => {
    const page = await readPdf(await renderCertificatePdf(statement({ holderName: holderName.normalize('NFD') })));
    const name = paragraph(page, holderName);
    expect(name.map(({ text }) => text.trim()).join(' ')).toBe(holderName.normalize('NFC'));
    expect(page.runs.map(({ text }) => text)).toContain(SERIAL);
    const title = `Chứng chỉ hoàn thành khóa học: Phục vụ lấy người dân làm trung tâm – ${holderName} – ${SERIAL}`;
    expect(page.info.Title).toBe(title);
    expect(page.xmpTitle).toBe(title);
  });

  it('is one A4 page on its side, tagged, in Vietnamese with English parts, dated by the completion', async () => {
    const page = await readPdf(await renderCertificatePdf(statement()));
    expect(page.size.map((edge) => Math.round(edge / POINTS_PER_MM))).toEqual([297, 210]);
    expect(page.language).toBe('vi-VN');
    expect(page.info.CreationDate).toBe('D:20261118132509Z');
    expect(page.links).toEqual([`https://truc.example.gov.vn/verify/${SERIAL}`]);
    const structure = JSON.stringify(page.structure);
    expect(structure).toContain('"role":"H1"');
    expect(structure).toContain('"lang":"en"');
    expect(structure).toMatch(/"role":"Figure".*"alt":"Mã QR/);
  });

  it('reads in the order of the page: state, title, name, course, number', async () => {
    const page = await readPdf(await renderCertificatePdf(statement()));
    const at = (text: string) => page.runs.findIndex((run) => run.text === text);
    const order = [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Chứng chỉ hoàn thành khóa học',
      'Nguyễn Thị Lan',
      'Phục vụ lấy người dân làm trung tâm',
      SERIAL,
    ].map(at);
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('names no signature and no seal of an agency', async () => {
    const page = await readPdf(await renderCertificatePdf(statement()));
    expect(page.runs.map(({ text }) => text).join(' ')).not.toMatch(/chữ ký|ký số|con dấu|signed|signature/i);
  });
});

describe('seen at 100 dpi', () => {
  it.each([
    ['a public address', `https://truc.example.gov.vn/verify/${SERIAL}`],
    ['a machine of one’s own', `http://localhost:3000/verify/${SERIAL}`],
    ['a long address', `https://hoc-tap-cong-vu.trung-tam-dao-tao.thanhphohochiminh.gov.vn/vi/verify/${SERIAL}`],
  ])('its code leads to %s', async (_, verifyUrl) => {
    const { pixels } = await readPdf(await renderCertificatePdf(statement({ verifyUrl })), 100);
    expect(jsQR(pixels.data, pixels.width, pixels.height)?.data).toBe(verifyUrl);
  });

  it.each(NAMES)('%s is really drawn', async (holderName) => {
    const page = await readPdf(await renderCertificatePdf(statement({ holderName })), 100);
    const lines = paragraph(page, holderName);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const body = ink(page, { x: line.x, width: line.width, bottom: line.y, top: line.y + line.size * 0.74 });
      expect(body.covered).toBeGreaterThan(0.1);
      expect(body.columns).toBeGreaterThan(0.6);
    }
  });

  it('its marks stand above the capitals and below the line', async () => {
    const page = await readPdf(await renderCertificatePdf(statement({ holderName: 'ƯỚC NGUYỆN' })), 100);
    const [line] = paragraph(page, 'ƯỚC NGUYỆN');
    if (line === undefined) throw new Error('the name is not on the page');
    const { x, y, width, size } = line;
    expect(ink(page, { x, width, bottom: y + size * 0.79, top: y + size * 1.1 }).covered).toBeGreaterThan(0.01);
    expect(ink(page, { x, width, bottom: y - size * 0.26, top: y - size * 0.06 }).covered).toBeGreaterThan(0.003);
  });
});

describe('long words', () => {
  it('step the name down and then wrap it', async () => {
    const sizes = async (holderName: string) => {
      const lines = paragraph(await readPdf(await renderCertificatePdf(statement({ holderName }))), holderName);
      return lines.map(({ size }) => Math.round((size / POINTS_PER_MM) * 10) / 10);
    };
    expect(await sizes('Nguyễn Thị Lan')).toEqual([11.4]);
    expect(await sizes('Huỳnh Đặng Thị Phương Uyên Khuê')).toEqual([9.5]);
    expect(await sizes('Huỳnh Đặng Thị Phương Uyên Khuê Bảo Trân')).toEqual([8]);
    expect(await sizes(NAMES[5] ?? '')).toHaveLength(2);
  });

  it.each([
    ['a usual certificate', statement()],
    ['one with everything long', crowded],
    ['one with the longest words the schema takes', absurd],
    [
      'one with a serial of seventeen characters',
      statement({ serial: WIDEST, verifyUrl: `https://truc.example.gov.vn/verify/${WIDEST}` }),
    ],
    ['one with a word of two fonts that has to be broken', statement({ holderName: 'ŬNG'.repeat(40) })],
  ])('clip nothing and cover nothing on %s', async (_, one) => {
    const { runs } = await readPdf(await renderCertificatePdf(one));
    const boxes = runs.map(({ text, x, y, width, size }) => ({
      text,
      left: x,
      right: x + width,
      top: y + size * 0.74,
      bottom: y - size * 0.2,
    }));
    for (const box of boxes) {
      expect(box.left, box.text).toBeGreaterThan(21 * POINTS_PER_MM);
      expect(box.right, box.text).toBeLessThan((297 - 21) * POINTS_PER_MM);
      expect(box.bottom, box.text).toBeGreaterThan(19 * POINTS_PER_MM);
      expect(box.top, box.text).toBeLessThan((210 - 21) * POINTS_PER_MM);
    }
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const apart =
          box.right <= other.left || other.right <= box.left || box.bottom >= other.top || other.bottom >= box.top;
        expect(apart, `${box.text} / ${other.text}`).toBe(true);
      }
    }
    const said = runs.map(({ text }) => text.trim()).join(' ');
    expect(said.replaceAll(' ', '')).toContain(one.holderName.replaceAll(' ', ''));
    expect(said.replaceAll(' ', '')).toContain(one.course.title.vi.replaceAll(' ', ''));
  });

  it('of a serial stand on one line', async () => {
    const verifyUrl = `https://truc.example.gov.vn/verify/${WIDEST}`;
    const { runs } = await readPdf(await renderCertificatePdf(statement({ serial: WIDEST, verifyUrl })));
    expect(runs.map(({ text }) => text)).toContain(WIDEST);
  });

  it('stay under 60 KB', async () => {
    for (const one of [statement(), crowded, absurd]) {
      expect((await renderCertificatePdf(one)).length).toBeLessThan(60_000);
    }
  });
});

describe('names with letters that Vietnamese lacks', () => {
  it.each(HIGHLAND)('%s stands on the page letter by letter, in the file and in its title', async (holderName) => {
    const page = await readPdf(await renderCertificatePdf(statement({ holderName })));
    const name = paragraph(page, holderName);
    expect(name.map(({ text }) => text.trim()).join(' ')).toBe(holderName.normalize('NFC'));
    expect(page.xmpTitle).toContain(`– ${holderName.normalize('NFC')} –`);
    expect(page.info.Title).toBe(page.xmpTitle);
  });

  it.each(HIGHLAND)('%s is really drawn, one word after another', async (holderName) => {
    const page = await readPdf(await renderCertificatePdf(statement({ holderName })), 100);
    const words = paragraph(page, holderName);
    for (const [index, word] of words.entries()) {
      const body = ink(page, { x: word.x, width: word.width, bottom: word.y, top: word.y + word.size * 0.74 });
      expect(body.covered).toBeGreaterThan(0.1);
      const next = words[index + 1];
      if (next) expect(next.x - (word.x + word.width)).toBeGreaterThan(word.size * 0.1);
    }
    const [first, last] = [words[0], words.at(-1)];
    if (!first || !last) throw new Error('the name is not on the page');
    expect((first.x + last.x + last.width) / 2).toBeCloseTo((297 / 2) * POINTS_PER_MM, 0);
  });

  it('a mark that does not compose stands over its letter', async () => {
    const tops = async (holderName: string) => {
      const page = await readPdf(await renderCertificatePdf(statement({ holderName })), 300);
      const [line] = paragraph(page, holderName);
      if (line === undefined) throw new Error('the name is not on the page');
      const { x, width, y, size } = line;
      const above = { bottom: y + size * 0.79, top: y + size * 1.05 };
      const left = ink(page, { x, width: width / 2, ...above }).covered;
      return { left, right: ink(page, { x: x + width / 2, width: width / 2, ...above }).covered };
    };
    const { left, right } = await tops('ê\u0306');
    expect(Math.min(left, right)).toBeGreaterThan(0);
    expect(left / right).toBeGreaterThan(0.8);
    expect(left / right).toBeLessThan(1.25);
  });

  it('are the same bytes again, whatever was drawn before', async () => {
    const one = statement({ holderName: 'Y Blŭ Ksơr' });
    const first = sha256(await renderCertificatePdf(one));
    for (const holderName of HIGHLAND) await renderCertificatePdf(statement({ holderName }));
    expect(sha256(await renderCertificatePdf(one))).toBe(first);
  });
});

describe('characters the fonts lack', () => {
  it('are named, each once, after composition', () => {
    expect(unprintableCharacters('Nguyễn Thị Ước'.normalize('NFD'))).toEqual([]);
    expect(unprintableCharacters('ƯỚC & <Đỗ> "Ðỗ" O’Brien-D\'Arcy, Nông Văn Dền')).toEqual([]);
    for (const name of HIGHLAND) expect(unprintableCharacters(name.normalize('NFD'))).toEqual([]);
    expect(unprintableCharacters('王 Lan 王 🙂')).toEqual(['王', '🙂']);
    expect(unprintableCharacters('Blŭ王')).toEqual(['王']);
    expect(unprintableCharacters('Lan\u0000\n\uffff')).toEqual(['\u0000', '\n', '\uffff']);
    expect(unprintableCharacters('Lan\ud800')).toEqual(['\ud800']);
  });

  it('in a script that would be set wrongly are refused, although the font has its shapes', () => {
    expect(unprintableCharacters('विकास Lan')).toEqual([...'विकास']);
  });

  it('stop the drawing: nothing stands in their place', async () => {
    for (const [holderName, characters] of [
      ['王 Lan 🙂', ['王', '🙂']],
      ['ខ្ញុំ', [...'ខ្ញុំ']],
      ['Lan\ud800', ['\ud800']],
    ] as const) {
      const refused = await renderCertificatePdf({ ...statement(), holderName }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(UnprintableText);
      expect((refused as UnprintableText).characters).toEqual([...new Set(characters)]);
    }
  });

  it('are none where nobody sees them: a statement is of visible signs', async () => {
    const clean = sha256(await renderCertificatePdf(statement()));
    expect(sha256(await renderCertificatePdf(statement({ holderName: 'Nguy\u00adễn \u200bThị\u202e Lan' })))).toBe(
      clean,
    );
  });
});

/** How much of a box on the page is dark, and in what share of its columns anything is. */
function ink({ pixels, size }: PdfPage, box: { x: number; width: number; bottom: number; top: number }) {
  const scale = pixels.width / size[0];
  const [left, right] = [Math.floor(box.x * scale), Math.ceil((box.x + box.width) * scale)];
  const [top, bottom] = [Math.floor((size[1] - box.top) * scale), Math.ceil((size[1] - box.bottom) * scale)];
  let [dark, columns] = [0, 0];
  for (let x = left; x < right; x += 1) {
    let inColumn = 0;
    for (let y = top; y < bottom; y += 1) if ((pixels.data[(y * pixels.width + x) * 4] ?? 255) < 128) inColumn += 1;
    dark += inColumn;
    if (inColumn > 0) columns += 1;
  }
  return { covered: dark / ((right - left) * (bottom - top)), columns: columns / (right - left) };
}
