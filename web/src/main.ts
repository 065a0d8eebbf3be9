import { mount } from 'svelte'
import App from './App.svelte'
import './app.css'
import { settings } from './lib/settings.svelte'

const target = document.getElementById('app')
if (!target) throw new Error('no element to show the page in')
document.documentElement.lang = settings.language
document.documentElement.dir = settings.direction
const app = mount(App, { target })

export default app
