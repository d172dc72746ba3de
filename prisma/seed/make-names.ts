import type { Dice } from './dice.ts';

const words = (text: string): string[] => text.split(',').map((word) => word.trim().normalize('NFC'));

/** Family names about as often as they are met; the last lines are met in the mountains and the highlands. */
const FAMILIES: [string[], number][] = [
  [words('Nguyễn'), 30],
  [words('Trần, Lê'), 11],
  [words('Phạm, Hoàng, Vũ, Phan'), 5],
  [words('Huỳnh, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương'), 3],
  [
    words(
      'Lý, Đinh, Trịnh, Đoàn, Mai, Lương, Hà, Tạ, Cao, Châu, Lâm, Thái, Quách, Tô, La, Tăng, Kiều, Nghiêm, Ông, Thạch',
    ),
    1,
  ],
  [words('Nông, Vi, Lò, Quàng, Giàng, Sùng, Vàng, Ma, Bế, Chảo, Ksor, Rơ Châm, Y Krông, Kim, Sơn'), 0.6],
];

const WOMEN = {
  middle: words(
    'Thị, Thị, Thị, Thị Thu, Thị Ngọc, Thị Minh, Thị Thanh, Thị Hồng, Thị Kim, Thị Bích, Ngọc, Thanh, Kim, Bích, Phương, Khánh, Diệu, Thùy, Mỹ, Hoài, Quỳnh, Thị Ái, Thị Cẩm',
  ),
  given: words(
    'Hoa, Hương, Hằng, Hạnh, Hiền, Huệ, Lan, Liên, Linh, Loan, Mai, My, Nga, Ngân, Ngọc, Nhung, Oanh, Phượng, Quyên, Quế, Tâm, Thảo, Thắm, Thơ, Thơm, Thu, Thuận, Thủy, Thúy, Thư, Trang, Trâm, Trinh, Trúc, Tuyết, Tươi, Uyên, Vân, Vy, Xuân, Yến, Ánh, Ân, Ái, Bình, Cúc, Chi, Diễm, Dung, Duyên, Đào, Giang, Hà, Hảo, Ước',
  ),
};

const MEN = {
  middle: words(
    'Văn, Văn, Văn, Đức, Minh, Quang, Hữu, Xuân, Công, Anh, Đình, Thành, Quốc, Ngọc, Trọng, Bá, Tiến, Thế, Viết, Duy, Khắc, Hoàng, Gia, Phúc',
  ),
  given: words(
    'An, Ánh, Bảo, Bắc, Bình, Chiến, Chính, Công, Cường, Dũng, Dương, Đạt, Điền, Đông, Đức, Giang, Hải, Hạnh, Hậu, Hiếu, Hòa, Hoàng, Hùng, Huy, Hưng, Khánh, Khoa, Kiên, Lâm, Long, Lộc, Lợi, Mạnh, Minh, Nam, Nghĩa, Nhân, Phong, Phú, Phúc, Phước, Quân, Quang, Quý, Sáng, Sơn, Tài, Tân, Thắng, Thành, Thịnh, Thọ, Tiến, Toàn, Trí, Trung, Tú, Tuấn, Tùng, Tường, Việt, Vinh, Vũ, Vượng, Ẩn',
  ),
};

const TOTAL = FAMILIES.reduce((sum, [names, weight]) => sum + names.length * weight, 0);

function family(dice: Dice): string {
  let left = dice.between(0, TOTAL);
  for (const [names, weight] of FAMILIES) {
    if (left < names.length * weight) return names[Math.floor(left / weight)] ?? 'Nguyễn';
    left -= names.length * weight;
  }
  return 'Nguyễn';
}

/** A name that somebody could have and nobody here has yet. */
export function makeName(dice: Dice, taken: Set<string>): string {
  for (;;) {
    const { middle, given } = dice.chance(0.52) ? WOMEN : MEN;
    const name = `${family(dice)} ${dice.pick(middle)} ${dice.pick(given)}`;
    const repeats = new Set(name.split(' ')).size < name.split(' ').length;
    if (repeats || taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
