/**
 * What passwords in Viet Nam are made of, the commonest first, without case, diacritics and spaces. The estimator's own
 * lists are of English and of leaks from all the world. A single syllable of four letters or less stands here only where
 * it names something: phrases of ordinary words stay strong.
 */
export const COMMON_WORDS: readonly string[] = `
  matkhau anhyeuem emyeuanh vietnam yeuem yeuanh hanoi saigon matkhaumoi matkhaucu xinchao congchuc vienchuc canbo
  truc hochiminh tphcm hcm bacho bachoho dangcongsan congsan nhanvien giaovien taikhoan dangnhap quantri
  quantrivien nguoidung khongbiet khongcomatkhau khongco khongquen quenmatkhau matkhaucuatoi cuatoi maimai
  nhieulam yeuemnhieu yeuemmaimai anhyeuemnhieu emyeuanhnhieu yeuanhmaimai anhnhoem emnhoanh nhoem nhoanh yeunhau
  tinhyeu tinhban hanhphuc giadinh bome yeubome chame conyeume conyeubo mevabo yeume yeubo connguoi vochong vuive
  cuocsong cuocdoi mattroi vietnamvodich vodich doclap tudo doclaptudohanhphuc congdong toquoc xahoichunghia
  chuyendoiso chinhphu chinhquyen noivu bonoivu sonoivu uyban uybannhandan ubnd quochoi dangvien doanvien congdoan
  phongban vanphong trungtam coquan donvi hanhchinh dichvucong cchc asean aseancommunity congdongasean daotao
  hoctap hoctructuyen khoahoc baihoc baithi chungchi chungnhan giangvien hocvien bodoi congan quandoi kiemtra
  tructruc tructuyen danang haiphong cantho hue nhatrang dalat vungtau halong quangninh quangnam quangngai
  quangtri quangbinh nghean hatinh thanhhoa ninhbinh namdinh thaibinh hungyen haiduong bacninh bacgiang langson
  caobang laocai yenbai sonla dienbien laichau hoabinh phutho vinhphuc thainguyen tuyenquang hagiang backan
  thuathienhue binhdinh phuyen khanhhoa ninhthuan binhthuan kontum gialai daklak daknong lamdong dongnai binhduong
  binhphuoc tayninh longan tiengiang bentre travinh vinhlong dongthap angiang kiengiang haugiang soctrang baclieu
  camau thudo thanhpho thang thuhai thuba thutu thusau thubay chunhat tetnguyendan chucmungnammoi chucmung nammoi
  chaomung chaomungban camon xinloi hello vuong hoangsa truongsa hoasen bonghong hoahong hoamai hoadao conmeo
  conho concho conga conheo sutu conrong phuonghoang bongda vinaphone mobifone viettel nguyen tran pham hoang
  huynh phan dang bui duong nguyenvan nguyenthi tranvan tranthi levan lethi phamvan phamthi hoangvan hoangthi minh
  tuan hung dung linh huong trang phuong thao thanh quang hieu trung khanh nguyet thuy hanh quynh abc123 123abc
  aabbcc muaxuan muahe muathu muadong`
  .trim()
  .split(/\s+/);
