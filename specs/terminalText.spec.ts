import { describe, expect, it } from "vitest";
import { plainWord } from "../src/commands/shellWord.ts";
import { indented, terminalText } from "../src/commands/terminalText.ts";

const plain = (text: string): string => terminalText(text, { colours: false });

describe("a command that a page shows", () => {
  it("quotes what a shell would read otherwise", () => {
    expect(plainWord("fixtures/pilot")).toBe("fixtures/pilot");
    expect(plainWord("a b; rm -r $HOME")).toBe("'a b; rm -r $HOME'");
    expect(plainWord("it's")).toBe("'it'\\''s'");
  });
});

describe("what a terminal is given", () => {
  it("holds no control of a file's: no cursor, no title, no line written over", () => {
    for (const hostile of ["\x1b[2J", "\x1b]0;title\x07", "\x9b2K", "safe\rover", "\x08", "\x00"])
      expect(plain(`rule ${hostile}\n`)).not.toMatch(/[^\P{Cc}\n]/u);
    expect(plain("a\u202eb")).toBe("a\ufffdb");
  });

  it("holds our own line that is written anew, at its beginning alone", () => {
    expect(plain("\r\x1b[K3 of 4\n")).toBe("\r\x1b[K3 of 4\n");
    expect(plain("3 \r\x1b[K4")).toBe("3 \ufffd\ufffd[K4");
  });

  it("holds colours where there are some, and nothing else that begins so", () => {
    const table = "\x1b[1;32msupported\x1b[0m \x1b[2J\n";
    expect(terminalText(table, { colours: true })).toBe("\x1b[1;32msupported\x1b[0m \ufffd[2J\n");
    expect(plain(table)).toBe("\ufffd[1;32msupported\ufffd[0m \ufffd[2J\n");
  });

  it("holds a message's further lines where they cannot pass for ours", () => {
    expect(indented("no such rule\nattest: all as expected")).toBe(
      "no such rule\n  attest: all as expected",
    );
  });
});
