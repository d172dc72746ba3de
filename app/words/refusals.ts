/** What a request is told that is refused before its language is known: both, on one line. */
export const refusalWords = {
  method: 'Địa chỉ này không nhận yêu cầu như vậy. / This address does not take such a request.',
  address: 'Địa chỉ không đọc được. / The address cannot be read.',
  'too-long': 'Địa chỉ quá dài. / The address is too long.',
  'too-deep': 'Không có trang này. / There is no such page.',
  headers:
    'Yêu cầu có phần đầu quá lớn. Xóa cookie của trang này rồi thử lại. / The headers of the request are too large. Delete the cookies of this site and try again.',
  host: 'Tên máy chủ không đọc được. / The host cannot be read.',
  'cross-site': 'Yêu cầu đến từ trang khác. / The request came from another site.',
  body: 'Yêu cầu quá lớn hoặc không đọc được. / The request is too large or cannot be read.',
  length: 'Yêu cầu phải nói trước độ dài. / The request must tell its length beforehand.',
  'our-fault': 'Lỗi ở phía hệ thống. / The fault is ours.',
} as const;
