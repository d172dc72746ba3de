import { createDemoTemplate } from './support/demo-database.ts';

export default createDemoTemplate;
