import { createHash } from 'node:crypto';
import type { Save } from './weigh-saves.ts';

/**
 * The name of a save that came by a form: the same form sent twice with the same answer is the same save, with another
 * answer it is another.
 */
export function nameSave(formId: string, save: Omit<Save, 'saveId' | 'agoMs'>): string {
  const hex = createHash('sha256')
    .update(JSON.stringify([formId, save]))
    .digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
