export type ProductDatabase = { url: string; embedded: boolean; stop(options?: { hard?: boolean }): Promise<void> };
/** DATABASE_URL, or the embedded database, which runs at least until `stop()`. */
export function openProductDatabase(options?: { log?: (line: string) => void }): Promise<ProductDatabase>;
export function openEmbeddedDatabase(options?: { log?: (line: string) => void }): Promise<ProductDatabase>;
