import { formatWait } from './format.ts';
import { wordsOf } from './locale.ts';

/** Whether a certificate is genuine. */
const vi = {
  title: 'Kiểm tra chứng chỉ',
  lede: 'Ai cũng kiểm tra được, không cần đăng nhập. Số chứng chỉ in ở góc dưới bên trái, cạnh mã QR.',
  serial: 'Số chứng chỉ',
  serialHint: '17 chữ và số, ví dụ 7K2M‑QX4D‑9TVA‑3HNC‑M; số cấp trước đây có 16',
  submit: 'Kiểm tra',
  failed: 'Chưa kiểm tra được',
  errors: {
    empty: 'Nhập số chứng chỉ',
    length: 'Số chứng chỉ gồm 17 chữ và số, số cấp trước đây gồm 16. Số vừa nhập thiếu hoặc thừa ký tự',
    character: 'Số chứng chỉ chỉ có chữ không dấu và chữ số, không có chữ U. So lại với bản bạn đang cầm',
    check: 'Có ký tự gõ nhầm: số này không khớp với ký tự kiểm tra ở cuối. So lại từng ký tự với bản bạn đang cầm',
  },
  how: {
    title: 'Cách đọc kết quả',
    items: [
      'So tên trên trang kết quả với tên trên bản bạn đang cầm. Khác tên là bản sao chép.',
      'Gõ hoa hay thường, có hay không có dấu gạch đều được.',
      'Xem địa chỉ ở đầu trình duyệt. Chỉ tin kết quả ở địa chỉ chính thức.',
    ],
  },
  verdict: {
    valid: 'Chứng chỉ có thật và còn hiệu lực',
    superseded: 'Chứng chỉ đã được thay bằng bản mới',
    expired: 'Chứng chỉ đã hết hiệu lực',
    revoked: 'Chứng chỉ đã bị thu hồi',
    reserved: 'Chứng chỉ đang được cấp',
    unknown: 'Không có chứng chỉ mang số này',
    wait: 'Đã kiểm tra quá nhiều lần',
  },
  issuedTo: (name: string, date: string) => `Cấp cho ${name} ngày ${date}.`,
  misprinted: (printed: string) =>
    `Bản PDF cấp khi ấy in tên là “${printed}” vì phông chữ còn thiếu chữ. Tên đúng là tên ghi ở trên; bản in đó vẫn là của chứng chỉ này.`,
  replacedOn: (date: string) => `Thay ngày ${date} bằng chứng chỉ số`,
  expiredOn: (date: string) => `Hết hiệu lực ngày ${date}. Chứng chỉ này do Trúc cấp.`,
  revokedOn: (date: string) => `Thu hồi ngày ${date}. Chứng chỉ này từng được cấp, nay không còn giá trị.`,
  reservedText: 'Khóa học đã hoàn thành, bản PDF đang được tạo. Thường dưới một phút; tải lại trang để xem.',
  unprintableText: (characters: string) =>
    `Khóa học đã hoàn thành. Bản PDF chưa in được vì phông chữ còn thiếu chữ ${characters}; quản trị viên đã thấy việc này.`,
  reload: 'Kiểm tra lại',
  unknownText: 'Trúc chưa cấp chứng chỉ nào mang số này. So lại từng ký tự với bản bạn đang cầm.',
  unknownShortText:
    'Trúc chưa cấp chứng chỉ nào mang số này. Nếu bản bạn đang cầm ghi 17 ký tự thì số vừa nhập thiếu một ký tự; nếu ghi 16 thì so lại từng ký tự.',
  waitText: (seconds: number) => `Thử lại sau ${formatWait('vi', seconds)}.`,
  details: 'Chi tiết',
  original: 'Bản gốc ghi',
  holder: 'Người được cấp',
  course: 'Khóa học',
  completedOn: 'Ngày hoàn thành',
  issuer: 'Cơ quan cấp',
  expiresOn: 'Có hiệu lực đến',
  reason: 'Lý do thu hồi',
  checked: 'Đã kiểm tra',
  checks: {
    known: 'Số này do Trúc cấp',
    stands: 'Chưa bị thu hồi, chưa bị thay',
    revoked: (date: string) => `Đã bị thu hồi ngày ${date}`,
    superseded: (date: string) => `Đã được thay ngày ${date}`,
    inTime: 'Còn trong thời hạn hiệu lực',
    expired: (date: string) => `Hết hiệu lực ngày ${date}`,
    reserved: 'Bản PDF chưa tạo xong',
  },
  checkedAt: (at: string) => `Kiểm tra lúc ${at} (giờ Việt Nam).`,
  compare: 'So tên ở đây với tên trên bản bạn đang cầm.',
  trust: (address: string) => `Chỉ tin kết quả ở địa chỉ ${address}.`,
  another: 'Kiểm tra chứng chỉ khác',
};

const en = {
  title: 'Verify a certificate',
  lede: 'Anybody can verify, without signing in. The serial is printed at the lower left, beside the QR code.',
  serial: 'Certificate number',
  serialHint: '17 letters and digits, for example 7K2M‑QX4D‑9TVA‑3HNC‑M; earlier ones have 16',
  submit: 'Verify',
  failed: 'Not verified yet',
  errors: {
    empty: 'Enter the certificate number',
    length: 'A certificate number has 17 letters and digits, an earlier one 16. Some are missing here, or too many',
    character: 'A certificate number has plain letters and digits alone, and no U. Compare it with the copy you hold',
    check:
      'Something was mistyped: the number does not fit the check character at its end. Compare each character with the copy you hold',
  },
  how: {
    title: 'How to read the result',
    items: [
      'Compare the name on the result with the name on the copy you hold. Another name means a copied code.',
      'Capital or small letters, with or without dashes: all are read.',
      'Look at the address in the browser. Trust only results at the official address.',
    ],
  },
  verdict: {
    valid: 'This certificate is genuine and valid',
    superseded: 'This certificate was replaced by a new one',
    expired: 'This certificate has expired',
    revoked: 'This certificate was revoked',
    reserved: 'This certificate is being issued',
    unknown: 'No certificate has this number',
    wait: 'Verified too many times',
  },
  issuedTo: (name: string, date: string) => `Issued to ${name} on ${date}.`,
  misprinted: (printed: string) =>
    `The PDF issued then prints the name as “${printed}”, because its font lacked letters. The right name is the one above; that copy is of this certificate.`,
  replacedOn: (date: string) => `Replaced on ${date} by certificate`,
  expiredOn: (date: string) => `Expired on ${date}. Trúc issued this certificate.`,
  revokedOn: (date: string) => `Revoked on ${date}. This certificate was issued once and is no longer valid.`,
  reservedText: 'The course is completed, the PDF is being made. Usually under a minute; load the page again to see.',
  unprintableText: (characters: string) =>
    `The course is completed. The PDF cannot be printed yet, because no font has ${characters}; administrators see this.`,
  reload: 'Verify again',
  unknownText: 'Trúc has issued no certificate with this number. Compare each character with the copy you hold.',
  unknownShortText:
    'Trúc has issued no certificate with this number. If the copy you hold shows 17 characters, one is missing here; if it shows 16, compare each of them.',
  waitText: (seconds: number) => `Try again in ${formatWait('en', seconds)}.`,
  details: 'Details',
  original: 'The original says',
  holder: 'Issued to',
  course: 'Course',
  completedOn: 'Completed on',
  issuer: 'Issued by',
  expiresOn: 'Valid until',
  reason: 'Reason',
  checked: 'What was checked',
  checks: {
    known: 'Trúc issued this number',
    stands: 'Not revoked, not replaced',
    revoked: (date: string) => `Revoked on ${date}`,
    superseded: (date: string) => `Replaced on ${date}`,
    inTime: 'Still within its validity',
    expired: (date: string) => `Expired on ${date}`,
    reserved: 'The PDF is not finished yet',
  },
  checkedAt: (at: string) => `Checked at ${at} (Viet Nam time).`,
  compare: 'Compare the name here with the name on the copy you hold.',
  trust: (address: string) => `Trust only results at ${address}.`,
  another: 'Verify another certificate',
} satisfies typeof vi;

export const verifyWords = wordsOf({ vi, en });
