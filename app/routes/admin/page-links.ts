/**
 * Ways to the next page and back to the one before. A cursor only leads on, so the address carries the trail of
 * cursors behind it; `-` stands for the first page.
 */
export function pageLinks(pathname: string, search: string, nextCursor: string | null) {
  const here = new URLSearchParams(search);
  const cursor = here.get('cursor');
  const trail = (here.get('trail') ?? '').split(',').filter((each) => each !== '');
  const at = (cursorThere: string, trailThere: readonly string[]) => {
    const there = new URLSearchParams(search);
    for (const name of ['cursor', 'trail']) there.delete(name);
    if (cursorThere !== '-') there.set('cursor', cursorThere);
    if (trailThere.length > 0) there.set('trail', trailThere.join(','));
    const query = there.toString();
    return query ? `${pathname}?${query}` : pathname;
  };
  return {
    // Twenty pages back is as far as an address should remember; from there the way leads to the first page.
    next: nextCursor ? at(nextCursor, [...trail, cursor ?? '-'].slice(-20)) : null,
    previous: cursor ? at(trail.at(-1) ?? '-', trail.slice(0, -1)) : null,
  };
}
