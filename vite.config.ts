import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';

// Vite reads JavaScript: the types of remix.config.js are checked in the file itself.
export default defineConfig({
  plugins: [remix(remixConfig)],
  build: {
    target: 'es2020',
    cssMinify: true,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        // One framework file instead of seven: on a slow line a request costs more than its bytes.
        manualChunks(id: string) {
          if (
            /node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run|turbo-stream|cookie)\//.test(
              id,
            )
          )
            return 'framework';
          return undefined;
        },
      },
    },
  },
});
