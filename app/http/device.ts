/** Whether a request comes from a telephone or a computer: what its browser says of itself, for telling two of hers apart. */
export function deviceOf(headers: Headers): 'PHONE' | 'COMPUTER' | null {
  const hint = headers.get('sec-ch-ua-mobile');
  if (hint === '?1') return 'PHONE';
  const agent = headers.get('user-agent');
  if (!agent) return null;
  return /Mobi|Android|iPhone|iPad/i.test(agent) ? 'PHONE' : 'COMPUTER';
}
