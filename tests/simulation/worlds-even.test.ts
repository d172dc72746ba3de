import { simulateWorlds } from './simulate.ts';

simulateWorlds({ lanes: 2, remainder: 0 });
