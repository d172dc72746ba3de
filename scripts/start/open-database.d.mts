export type ProductDatabase = {
  /** As the role of web and worker. */
  url: string;
  /** As the role that owns the tables: the same one where nobody named another. */
  ownerUrl: string;
  embedded: boolean;
  stop(options?: { hard?: boolean }): Promise<void>;
};
/** DATABASE_URL, or the embedded database, which runs at least until `stop()`. */
export function openProductDatabase(options?: { log?: (line: string) => void }): Promise<ProductDatabase>;
export function openEmbeddedDatabase(options?: { log?: (line: string) => void }): Promise<ProductDatabase>;
