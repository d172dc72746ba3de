import { cleanSentence } from '../clean-text.ts';

const SENTENCE_LIMIT = 500;

export type ParsedSentence =
  | { outcome: 'sentence'; sentence: string }
  | { outcome: 'refused'; fault: 'sentence-missing' | 'sentence-too-long' };

/** What somebody wrote to somebody else, as it is stored and shown: NFC, one space between words, none around them. */
export function parseSentence(text: string): ParsedSentence {
  const sentence = cleanSentence(text);
  if (sentence === '') return { outcome: 'refused', fault: 'sentence-missing' };
  if ([...sentence].length > SENTENCE_LIMIT) return { outcome: 'refused', fault: 'sentence-too-long' };
  return { outcome: 'sentence', sentence };
}
