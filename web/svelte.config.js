import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

export default {
  preprocess: vitePreprocess(),
  compilerOptions: {
    runes: true,
    // taking the types off turns `\u2068`, which can be read, into the character itself, which the compiler then warns of
    warningFilter: (warning) => warning.code !== 'bidirectional_control_characters',
  },
}
