/** Works on everything that comes, a group at once; the next group when the whole group is done. */
export async function inGroups<T>(items: AsyncIterable<T>, size: number, work: (item: T) => Promise<void>) {
  let group: T[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    await Promise.all(group.map(work));
    group = [];
  }
  await Promise.all(group.map(work));
}
