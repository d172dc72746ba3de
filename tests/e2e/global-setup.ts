import requireBuild from '../support/require-build.ts';
import { createDemoTemplate } from './support/demo-database.ts';

/** The built product over a database as `npm start` prepares it. */
export default async function setUp(): Promise<void> {
  requireBuild();
  await createDemoTemplate();
}
