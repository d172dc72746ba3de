import { provideDemo } from '../support/demo-database.ts';
import requireBuild from '../support/require-build.ts';

/** The built product over a database as `npm start` prepares it; the workers find the demo in their environment. */
export default async function setUp(): Promise<void> {
  requireBuild();
  process.env.TEST_DEMO = JSON.stringify(await provideDemo('built'));
}
