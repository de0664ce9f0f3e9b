/** A language with the region that it is spoken in, as many vendors want it: `en-US` for `en`; undefined where it names none, such as `mul`. */
export function regionalTag(tag: string): string | undefined {
  try {
    const { language, region } = new Intl.Locale(tag).maximize();
    return region === undefined ? undefined : `${language}-${region}`;
  } catch { return undefined; }
}
