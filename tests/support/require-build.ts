import { isBuildStale } from '../../scripts/build.mjs';

/** These tests are of the product as it is built from the sources that lie here. */
export default function requireBuild(): void {
  if (isBuildStale()) throw new Error('The product is not built from these sources: run npm run build, then again.');
}
