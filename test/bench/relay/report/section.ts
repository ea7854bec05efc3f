/**
 * The page with what stands between `<!-- begin NAME … -->` and `<!-- end NAME -->` replaced; throws if the
 * page has no such place.
 */
export function withSection(page: string, name: string, section: string): string {
  const begin = page.indexOf(`<!-- begin ${name}`);
  const from = begin < 0 ? -1 : page.indexOf("-->", begin);
  const to = page.indexOf(`<!-- end ${name} -->`);
  if (from < 0 || to < from) throw new Error(`the page has no place for "${name}"`);
  return `${page.slice(0, from + 3)}\n\n${section}\n\n${page.slice(to)}`;
}
