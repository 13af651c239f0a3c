/** A word as a shell reads it, whatever is in it. */
export const shellWord = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** A word for a command that people copy: as it is where a shell reads it as it is. */
export const plainWord = (word: string): string =>
  /^[\w./-]+$/.test(word) ? word : shellWord(word);
