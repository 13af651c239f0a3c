import { escapeHtml } from "./escape.ts";
import { styleSheet } from "./style.ts";

/** Nothing may be fetched and no script may run, whatever the text of the page says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A page of the report: its title as text, and its parts as markup that was escaped already. */
export type PageParts = {
  readonly title: string;
  readonly header: string;
  readonly main: string;
  readonly footer: string;
};

/** One HTML page that needs nothing else. */
export function pageHtml({ title, header, main, footer }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>
${styleSheet()}</style>
</head>
<body>
<header>
${header}
</header>
<main>
${main}
</main>
<footer>
${footer}
</footer>
</body>
</html>
`;
}
