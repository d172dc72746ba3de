/** Pages of managers and administrators, whose frame counts what waits for them. */
export const isManagement = ({ pathname }: URL): boolean => /^\/(manage|admin)\b/.test(pathname);
