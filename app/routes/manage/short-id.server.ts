/** A UUID in 22 characters, so that two hundred chosen people fit into an address; and back. */
export const shortenId = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');

export const restoreId = (short: string): string => {
  const hex = Buffer.from(short, 'base64url').toString('hex').padEnd(32, '0').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};
