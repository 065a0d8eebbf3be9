import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// The page is part of the Python package: what is built here goes into the wheel, and installing it needs no Node.
export default defineConfig({
  plugins: [svelte()],
  base: '/',
  build: {
    outDir: '../src/tarazu/web/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // fonts and pictures as files of their own: the Content-Security-Policy allows no data: fonts
    modulePreload: { polyfill: false }, // the polyfill would be one more script for browsers that cannot run the page anyway
    reportCompressedSize: true,
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // what is heavy comes only with the pages that draw it
            { name: 'charts', test: /node_modules[\\/](echarts|zrender|tslib)[\\/]/ },
            { name: 'graph', test: /node_modules[\\/](sigma|graphology[\w-]*|events|obliterator|mnemonist|pandemonium)[\\/]/ },
            { name: 'map', test: /node_modules[\\/](d3-[\w-]*|topojson-client|world-atlas|internmap|commander)[\\/]/ },
          ],
        },
      },
    },
  },
})
