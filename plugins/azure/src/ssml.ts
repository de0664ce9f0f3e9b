const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;' };

/** Text as it stands in XML; characters that XML has not are left out. */
const escaped = (text: string): string => text.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '').replace(/[&<>"']/g, (character) => ENTITIES[character]!);

/** Of a voice's name, the language that it speaks: `en-US` of `en-US-AvaMultilingualNeural`. */
const languageOf = (voice: string): string => /^[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Za-z0-9]{2,}/.exec(voice)?.[0] ?? 'en-US';

/** What shall be said, by whom, and how fast: 1 is the voice's own speed. */
export function ssmlOf({ text, voice, speed }: { readonly text: string; readonly voice: string; readonly speed: number }): string {
  const words = speed === 1 ? escaped(text) : `<prosody rate="${speed}">${escaped(text)}</prosody>`;
  return `<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="${languageOf(voice)}"><voice name="${escaped(voice)}">${words}</voice></speak>`;
}
