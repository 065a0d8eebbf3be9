export default import.meta.glob<Record<string, unknown>>('./fa/*.json', { eager: true, import: 'default' })
