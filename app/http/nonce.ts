import { createContext, useContext } from 'react';

const NonceContext = createContext<string | undefined>(undefined);

export const NonceProvider = NonceContext.Provider;

/** The nonce of this answer on the server; in the browser there is none to read, and none is needed. */
export const useNonce = (): string | undefined => useContext(NonceContext);
