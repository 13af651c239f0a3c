import { cleanText } from "../report/escape.ts";

/** What our own progress begins with: it writes a line of a terminal anew. */
const ANEW = "\r\x1b[K";

/** A colour or a weight of letters, and what ends it: tables have them. */
const COLOUR = /(\p{Cc}\[[\d;]*m)/u;

/**
 * Text as a terminal may be given it. Names and messages from files may hold what moves its cursor,
 * sets its title or writes over a line: of all controls only ends of lines, tabs, and our own
 * stay.
 */
export function terminalText(text: string, { colours }: { readonly colours: boolean }): string {
  const own = text.startsWith(ANEW) ? ANEW : "";
  const rest = text.slice(own.length);
  const clean = (part: string): string => cleanText(part).replaceAll(/\r(?!\n)/g, "\ufffd");
  if (!colours) return own + clean(rest);
  // Split by a group, every second part is what the group holds.
  const parts = rest
    .split(COLOUR)
    .map((part, at) => (at % 2 === 1 && part.startsWith("\x1b") ? part : clean(part)));
  return own + parts.join("");
}

/** A message whose further lines cannot pass for lines of ours. */
export const indented = (message: string): string => message.replaceAll(/\r?\n/g, "\n  ");
