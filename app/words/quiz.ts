import { formatCount, formatDateTime, formatNumber, formatTime, type Moment } from './format.ts';
import { wordsOf } from './locale.ts';

/** The quiz: its door, its questions, handing in, the result. */
const vi = {
  title: (code: string) => `Bài kiểm tra ${code}`,
  door: {
    lede: (questions: number, percent: number, attempts: number) =>
      `${questions} câu · đạt từ ${percent}% · tối đa ${attempts} lượt · không giới hạn thời gian`,
    rules: 'Trước khi bắt đầu',
    rule: [
      'Mỗi câu 1 điểm. Câu bỏ trống không được điểm, cũng không bị trừ.',
      'Câu trả lời được lưu ngay. Tắt máy hay mất mạng, lúc quay lại vẫn còn.',
      'Sau mỗi lượt, bạn biết câu nào đúng, câu nào chưa đúng. Đáp án và lời giải hiện khi bạn đã đạt.',
    ],
    attempts: 'Các lượt của bạn',
    attempt: (n: number, of: number) => `Lượt ${n} trên ${of}`,
    inProgress: 'Đang làm',
    start: (n: number, of: number) => `Bắt đầu lượt ${n} trên ${of}`,
    resume: 'Làm tiếp lượt đang làm',
    notPassed: 'Chưa đạt',
    passed: 'Bạn đã đạt bài kiểm tra này',
    locked: (n: number) => `Mở khi học xong các bài, còn ${formatCount('vi', n, 'bài')}`,
    lockedText: 'Học hết các bài trước, rồi làm bài kiểm tra.',
    toCourse: 'Về khóa học',
  },
  where: (slot: number, all: number): readonly [string, string] => [`Câu ${slot}`, `/${all}`],
  leave: 'Lưu và thoát',
  flag: 'Đánh dấu để xem lại',
  next: (slot: number) => `Lưu và sang câu ${slot}`,
  previous: 'Câu trước',
  check: 'Xem lại và nộp bài',
  saveAndCheck: 'Lưu và xem lại',
  choice: {
    title: 'Hai nơi trả lời khác nhau, giữ bản nào?',
    onCheck: (slot: number) => `Câu ${slot}: hai nơi trả lời khác nhau, giữ bản nào?`,
    text: 'Câu này được trả lời ở hai nơi. Mọi bản đều còn; bản không chọn vẫn được giữ trong lịch sử bài làm.',
    legend: (slot: number) => `Chọn bản được tính cho câu ${slot}`,
    here: 'Bản trên máy này',
    standing: 'Bản ở máy chủ, đang được tính',
    other: 'Bản chưa được tính',
    blank: 'Bỏ trống',
    PHONE: 'Điện thoại',
    COMPUTER: 'Máy tính',
    unknown: 'Thiết bị không rõ',
    from: (device: string, at: Moment) => `${device}, ${formatDateTime('vi', at)}`,
    keepAndGo: (slot: number) => `Giữ bản đã chọn, sang câu ${slot}`,
    keepAndCheck: 'Giữ bản đã chọn, xem lại bài',
    keep: 'Giữ bản đã chọn',
    keepAndEdit: 'Giữ bản đã chọn rồi sửa tiếp',
    waits: 'Chờ bạn chọn',
    ifNot: 'Nộp mà chưa chọn thì bản ở máy chủ được tính.',
  },
  line: {
    offline: 'Đang mất mạng, cứ làm tiếp',
    unheard: 'Máy chủ chưa trả lời, đang thử lại',
    held: (n: number) => `${formatCount('vi', n, 'câu trả lời')} giữ trên máy này và tự gửi khi có mạng.`,
    until: (hour: string) => `Đồng hồ vẫn chạy: gửi được trước ${hour} thì được tính.`,
    dontClear: 'Đừng xóa dữ liệu trình duyệt.',
    portal: 'Nếu Wi-Fi đòi đăng nhập, hãy đăng nhập Wi-Fi trước.',
    deviceRefuses: 'Trình duyệt không giữ được câu trả lời trên máy này',
    deviceRefusesText: 'Bộ nhớ của trình duyệt bị chặn hoặc đã đầy. Đừng đóng trang này khi chưa thấy “Đã lưu”.',
    holdsOthers: 'Máy này còn giữ câu trả lời của tài khoản khác',
    holdsOthersText: 'Bạn không xem được. Chúng được gửi khi người đó đăng nhập và mở lại bài.',
    otherAccount: 'Trình duyệt này đang đăng nhập tài khoản khác',
    otherAccountText: (n: number) =>
      n === 0
        ? 'Bài này của tài khoản đã đăng nhập trước đó. Đăng nhập lại bằng tài khoản ấy để làm tiếp.'
        : `Bài này của tài khoản đã đăng nhập trước đó. ${formatCount('vi', n, 'câu trả lời')} vẫn giữ trên máy và được gửi khi tài khoản ấy đăng nhập lại.`,
    otherAccountSignIn: 'Đăng nhập tài khoản khác',
    refused: (slots: string) => `Câu ${slots}: máy chủ không nhận câu trả lời`,
    refusedText: 'Câu trả lời vẫn giữ trên máy này. Trả lời lại câu ấy để lưu.',
    onDevice: 'Giữ trên máy này',
    heldLede: (there: number, here: number) => `${there} câu ở máy chủ, ${here} câu giữ trên máy này.`,
    handInOffline: 'Chưa nộp được vì mất mạng',
    handInUnheard: 'Chưa nộp được, đang thử lại',
    handInWaits: (at: Moment) =>
      `Lệnh nộp giữ lúc ${formatTime('vi', at)}, tự nộp khi có mạng. Để trang này mở, hoặc mở lại bài sau.`,
    tryNow: 'Thử nộp ngay',
    goOnWriting: 'Sửa tiếp, chưa nộp',
    handInSignedOut: 'Chưa nộp được vì phiên đăng nhập đã hết',
    handInWaitsSignIn: (at: Moment) =>
      `Lệnh nộp giữ lúc ${formatTime('vi', at)}, tự nộp khi bạn đăng nhập lại và mở bài.`,
    takenBack: 'Đã bỏ lệnh nộp bài',
    takenBackText: (at: Moment) =>
      `Lệnh nộp lúc ${formatTime('vi', at)} không còn; bài chưa nộp. Làm xong thì bấm “Nộp bài” lần nữa.`,
    takenBackDoubt: (at: Moment) =>
      `Lệnh nộp lúc ${formatTime('vi', at)} không gửi lại nữa. Nếu máy chủ đã nhận lệnh ấy thì bài đã nộp, và kết quả tự mở.`,
    handedIn: 'Đã nộp bài',
    handedInText: 'Bài đã ở máy chủ, không sửa được nữa. Kết quả tự mở khi có mạng.',
    seeResult: 'Xem kết quả',
  },
  signInAgain: 'Phiên đăng nhập đã hết',
  signInAgainText: 'Câu trả lời đã lưu không mất; câu chưa lưu được giữ trên máy này. Đăng nhập lại rồi làm tiếp.',
  signIn: 'Đăng nhập lại',
  notOnPaper: 'Câu trả lời không thuộc bài này',
  notOnPaperText: 'Trang có thể đã cũ. Tải lại trang rồi trả lời lại.',
  checkTitle: 'Xem lại trước khi nộp',
  checkLede: (answered: number, all: number) =>
    `${formatNumber('vi', answered)} trên ${formatNumber('vi', all)} câu đã trả lời.`,
  unanswered: (slots: readonly number[]) =>
    slots.length === 1 ? `Câu ${slots[0]} chưa trả lời` : `${slots.length} câu chưa trả lời: ${slots.join(', ')}`,
  unansweredText: 'Câu bỏ trống không được điểm, cũng không bị trừ.',
  unreadable: (slots: readonly number[]) =>
    slots.length === 1
      ? `Câu ${slots[0]} hỏi một số, nhưng không đọc được số nào`
      : `${slots.length} câu hỏi một số, nhưng không đọc được số nào: ${slots.join(', ')}`,
  unreadableText: 'Viết một số, có thể kèm đơn vị của câu hỏi. Nộp như thế này thì câu ấy không được điểm.',
  notRead: 'Không đọc được số',
  answerSlot: (slot: number) => `Trả lời câu ${slot}`,
  answered: 'Đã trả lời',
  answeredFlagged: 'Đã trả lời, đánh dấu xem lại',
  notAnswered: 'Chưa trả lời',
  edit: 'Sửa',
  editSlot: (slot: number) => `câu ${slot}`,
  submit: 'Nộp bài',
  submitting: 'Đang nộp bài',
  goOn: 'Quay lại làm tiếp',
  final: (n: number, of: number) => `Nộp rồi thì không sửa được. Đây là lượt ${n} trên ${of}.`,
};

const en = {
  title: (code: string) => `Quiz ${code}`,
  door: {
    lede: (questions: number, percent: number, attempts: number) =>
      `${questions} questions · pass from ${percent}% · at most ${attempts} attempts · no time limit`,
    rules: 'Before you begin',
    rule: [
      'Each question is worth 1 point. A blank question earns nothing and costs nothing.',
      'Answers are saved at once. If the device goes off or the network drops, they are there when you come back.',
      'After each attempt you see which questions were right. Answers and reasons are shown once you have passed.',
    ],
    attempts: 'Your attempts',
    attempt: (n: number, of: number) => `Attempt ${n} of ${of}`,
    inProgress: 'In progress',
    start: (n: number, of: number) => `Begin attempt ${n} of ${of}`,
    resume: 'Go on with the attempt in progress',
    notPassed: 'Not passed',
    passed: 'You have passed this quiz',
    locked: (n: number) => `Opens when every lesson is done, ${formatCount('en', n, 'lesson', 'lessons')} left`,
    lockedText: 'Read the lessons first, then take the quiz.',
    toCourse: 'Back to the course',
  },
  where: (slot: number, all: number): readonly [string, string] => [`Question ${slot}`, `/${all}`],
  leave: 'Save and leave',
  flag: 'Mark for review',
  next: (slot: number) => `Save and go to question ${slot}`,
  previous: 'Previous question',
  check: 'Review and submit',
  saveAndCheck: 'Save and review',
  choice: {
    title: 'Two answers to this question: which one counts?',
    onCheck: (slot: number) => `Question ${slot} has two answers: which one counts?`,
    text: 'This question was answered in two places. Both are kept; the one you do not choose stays in the history of your paper.',
    legend: (slot: number) => `Choose the answer that counts for question ${slot}`,
    here: 'The answer on this device',
    standing: 'The answer on the server, which counts',
    other: 'An answer that does not count yet',
    blank: 'Left blank',
    PHONE: 'Telephone',
    COMPUTER: 'Computer',
    unknown: 'Device not known',
    from: (device: string, at: Moment) => `${device}, ${formatDateTime('en', at)}`,
    keepAndGo: (slot: number) => `Keep the chosen one and go to question ${slot}`,
    keepAndCheck: 'Keep the chosen one and review',
    keep: 'Keep the chosen one',
    keepAndEdit: 'Keep the chosen one and edit it',
    waits: 'Waiting for your choice',
    ifNot: 'If you submit without choosing, the answer on the server counts.',
  },
  line: {
    offline: 'You are offline, go on answering',
    unheard: 'The server does not answer, trying again',
    held: (n: number) =>
      `${formatCount('en', n, 'answer is', 'answers are')} kept on this device and sent when the line is back.`,
    until: (hour: string) => `The clock goes on: what is sent before ${hour} counts.`,
    dontClear: 'Do not clear the browser’s data.',
    portal: 'If the Wi-Fi asks you to sign in, sign in to the Wi-Fi first.',
    deviceRefuses: 'The browser cannot keep answers on this device',
    deviceRefusesText: 'Its storage is blocked or full. Do not close this page before it says “Saved”.',
    holdsOthers: 'This device keeps answers of another account',
    holdsOthersText: 'You cannot see them. They are sent when that person signs in and opens the quiz again.',
    otherAccount: 'Another account is signed in to this browser',
    otherAccountText: (n: number) =>
      n === 0
        ? 'This quiz belongs to the account that was signed in before. Sign in with that account to go on.'
        : `This quiz belongs to the account that was signed in before. ${formatCount('en', n, 'answer is', 'answers are')} kept on this device and sent when that account signs in again.`,
    otherAccountSignIn: 'Sign in with another account',
    refused: (slots: string) => `Question ${slots}: the server did not take the answer`,
    refusedText: 'The answer is kept on this device. Answer that question again to save it.',
    onDevice: 'Kept on this device',
    heldLede: (there: number, here: number) => `${there} on the server, ${here} kept on this device.`,
    handInOffline: 'Not submitted yet: you are offline',
    handInUnheard: 'Not submitted yet, trying again',
    handInWaits: (at: Moment) =>
      `You asked to submit at ${formatTime('en', at)}; it is done when the line is back. Leave this page open, or open the quiz again later.`,
    tryNow: 'Try to submit now',
    goOnWriting: 'Go on editing, do not submit',
    handInSignedOut: 'Not submitted yet: you were signed out',
    handInWaitsSignIn: (at: Moment) =>
      `You asked to submit at ${formatTime('en', at)}; it is done when you sign in again and open the quiz.`,
    takenBack: 'Your request to submit is taken back',
    takenBackText: (at: Moment) =>
      `What you asked at ${formatTime('en', at)} is dropped; the quiz is not submitted. When you are done, submit it again.`,
    takenBackDoubt: (at: Moment) =>
      `What you asked at ${formatTime('en', at)} is not sent again. If the server has already taken it, the quiz is submitted and the result opens by itself.`,
    handedIn: 'Submitted',
    handedInText:
      'The server has your quiz; it can no longer be changed. The result opens by itself when the line is back.',
    seeResult: 'See the result',
  },
  signInAgain: 'You were signed out',
  signInAgainText: 'Saved answers are safe; unsaved ones are kept on this device. Sign in again and go on.',
  signIn: 'Sign in again',
  notOnPaper: 'The answer does not belong to this paper',
  notOnPaperText: 'The page may be old. Load it again and answer once more.',
  checkTitle: 'Review before you submit',
  checkLede: (answered: number, all: number) =>
    `${formatNumber('en', answered)} of ${formatCount('en', all, 'question', 'questions')} answered.`,
  unanswered: (slots: readonly number[]) =>
    slots.length === 1
      ? `Question ${slots[0]} is not answered`
      : `${slots.length} questions are not answered: ${slots.join(', ')}`,
  unansweredText: 'A blank question earns nothing and costs nothing.',
  unreadable: (slots: readonly number[]) =>
    slots.length === 1
      ? `Question ${slots[0]} asks for a number, and none can be read`
      : `${slots.length} questions ask for a number, and none can be read: ${slots.join(', ')}`,
  unreadableText: 'Write one number; the unit of the question may stand beside it. As it is, it would earn nothing.',
  notRead: 'No number to read',
  answerSlot: (slot: number) => `Answer question ${slot}`,
  answered: 'Answered',
  answeredFlagged: 'Answered, marked for review',
  notAnswered: 'Not answered',
  edit: 'Change',
  editSlot: (slot: number) => `question ${slot}`,
  submit: 'Submit the quiz',
  submitting: 'Submitting',
  goOn: 'Go on answering',
  final: (n: number, of: number) => `Once submitted it cannot be changed. This is attempt ${n} of ${of}.`,
} satisfies typeof vi;

export const quizWords = wordsOf({ vi, en });
