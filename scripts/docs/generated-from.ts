/** The line that keeps people from editing a page that `npm run docs` writes. */
export function generatedFrom(source: string): string {
  return `<!-- Made from ${source} by \`npm run docs\`; edit that, not this. -->`;
}
