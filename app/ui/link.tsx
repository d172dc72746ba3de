import { type AnchorHTMLAttributes, createContext, type ElementType, useContext } from 'react';

const LinkElement = createContext<ElementType>('a');

/**
 * Components here render plain anchors. The application may hand in its router's link, which takes the same `href`;
 * then following a link saves a round trip, and without script nothing changes.
 */
export const LinkProvider = LinkElement.Provider;

export type AProps = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

export function A(props: AProps) {
  const Element = useContext(LinkElement);
  return <Element {...props} />;
}
