/** A name for how a text is drawn: two texts of one kind have the same contrast. */
export type Kind = string;

/**
 * Runs in a page: the kinds of text on it, and into `window.textKinds` the first element of each. A kind is everything that
 * contrast can hang on, from the text up to the root: element, class, colours, background, size, weight, opacity, and
 * whether it is out of use or a link among words; with the width of the window. What lies loosely over something else is a kind of its own on
 * every page.
 */
export function kindsOfText(): Kind[] {
  const names = new Map<Element, string>();
  const nameOf = (element: Element | null): string => {
    if (!element) return `${innerWidth}`;
    const known = names.get(element);
    if (known !== undefined) return known;
    const style = getComputedStyle(element);
    const isLoose = style.position === 'absolute' || style.position === 'fixed';
    const drawn = [
      element.tagName,
      element.getAttribute('class'),
      element.matches(':disabled, [aria-disabled=true], [inert]'),
      element instanceof HTMLLabelElement && element.control?.matches(':disabled'),
      element.tagName === 'A' && element.parentElement && hasText(element.parentElement),
      isLoose && location.pathname,
      style.color,
      style.backgroundColor,
      style.backgroundImage,
      style.fontSize,
      style.fontWeight,
      style.opacity,
      style.textShadow,
      style.filter,
      style.mixBlendMode,
      style.textDecorationLine,
      style.borderBottomWidth,
    ].join('|');
    const name = hash(`${nameOf(element.parentElement)}\n${drawn}`);
    names.set(element, name);
    return name;
  };
  /** 53 bits of it: short enough to be sent, long enough to be alone. */
  const hash = (text: string): string => {
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
  };
  const hasText = (element: Element) =>
    element.matches('input, select, textarea') ||
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());
  const isSeen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const first = new Map<Kind, Element>();
  for (const element of document.body.querySelectorAll('*')) {
    if (!hasText(element) || !isSeen(element)) continue;
    const kind = nameOf(element);
    if (!first.has(kind)) first.set(kind, element);
  }
  Object.assign(window, { textKinds: [...first.values()] });
  return [...first.keys()];
}
