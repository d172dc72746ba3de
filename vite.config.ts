import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';
import remixConfig from './remix.config.js';

// Vite reads JavaScript: the types of remix.config.js are checked in the file itself.
export default defineConfig({
  plugins: [remix(remixConfig)],
  // Native code of the server, which the development server must not try to bundle for a browser.
  optimizeDeps: { exclude: ['@node-rs/argon2'] },
  build: {
    target: 'es2020',
    cssMinify: true,
    assetsInlineLimit: 0,
    rollupOptions: {
      output: {
        // A few files instead of forty: on a slow line a request costs more than its bytes.
        manualChunks(id: string) {
          if (
            /node_modules\/(react|react-dom|scheduler|react-router|react-router-dom|@remix-run|turbo-stream|cookie)\//.test(
              id,
            )
          ) {
            return 'framework';
          }
          if (/\/app\/ui\/(gallery\/|(question|question-map|ordering|quiz-bar|review|chart|table|door)\.)/.test(id))
            return undefined;
          if (
            /\/app\/(ui\/|words\/(shell|ui|format|locale|errors|learn|course|line|attempt-requests)\.|domain\/calendar\.|routes\/(site|error-page|browser|signed-out-here|learn\/next-step)\.|http\/(nonce|keep-page|line|ask-server|kept-lessons|leaving|native-presses|route-files|person-header)\.)/.test(
              id,
            ) &&
            !id.includes('.css') &&
            !id.includes('.woff2')
          ) {
            return 'site';
          }
          return undefined;
        },
      },
    },
  },
});
