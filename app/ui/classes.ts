/** Joins the class names that are there; nothing at all leaves the attribute out. */
export function classes(...names: (string | false | null | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined;
}
