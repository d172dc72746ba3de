/** A person's name on a page: whatever script it is in, the words around it keep their direction. */
export function PersonName({ children: name }: { children: string }) {
  return <bdi>{name}</bdi>;
}

/** A sentence that holds a person's name. */
export function Naming({ name, children: sentence }: { name: string; children: string }) {
  const at = name === '' ? -1 : sentence.indexOf(name);
  if (at < 0) return <>{sentence}</>;
  return (
    <>
      {sentence.slice(0, at)}
      <PersonName>{name}</PersonName>
      {sentence.slice(at + name.length)}
    </>
  );
}
