import { withGround } from '#scripts/drill/open-ground.ts';

/** A run that is still at its beginning for as long as nobody breaks it off. */
await withGround('broken-off', async () => {
  console.log('it has begun');
});
