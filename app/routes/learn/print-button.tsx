import { type ReactNode, useEffect, useState } from 'react';
import { Button } from '#app/ui/button.tsx';

/** Prints the page. Only a script can, so without one the button is not there; the browser's own menu prints as well. */
export function PrintButton({ children }: { children: ReactNode }) {
  const [canPrint, setCanPrint] = useState(false);
  useEffect(() => setCanPrint(true), []);
  if (!canPrint) return null;
  return (
    <Button type="button" look="plain" icon="print" onClick={() => window.print()}>
      {children}
    </Button>
  );
}
