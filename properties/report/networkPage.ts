import fc from "fast-check";
import type { NetworkData, ShownDynamics } from "../../src/report/networkData.ts";
import type { Law } from "../law.ts";
import { anyText } from "./hostile.ts";
import { madeNetworkData } from "./madeNetwork.ts";
import { mustBalance, readTags, savedFiles } from "./markup.ts";

/** Draws the page of a network. */
export type DrawNetworkPage = (data: NetworkData) => string;

const RUNS = 12;

const anyNetworkData: fc.Arbitrary<NetworkData> = fc
  .record({
    seed: fc.nat(1000),
    contexts: fc.integer({ min: 1, max: 3 }),
    losses: fc.constantFrom(0, 1, 40),
    clamped: fc.constantFrom(0, 2),
    diverged: fc.boolean(),
    text: anyText,
  })
  .map(madeNetworkData);

/** No text of a network's page becomes markup, and nothing is fetched. */
export function networkPageEscapes(draw: DrawNetworkPage): Law<DrawNetworkPage, NetworkData> {
  return {
    id: "network-page-escapes",
    says: "no name, reason or command becomes markup, and nothing is fetched",
    needs: [],
    runs: RUNS,
    cases: () => anyNetworkData,
    holds(subject, data) {
      const tags = readTags(subject(data));
      mustBalance(tags);
      for (const { name, attributes } of tags)
        for (const [key, value] of attributes)
          if (/^(on|src|action)/i.test(key) || (/href$/i.test(key) && !/^(#|data:)/.test(value)))
            throw new Error(`<${name}> has ${key}="${value}"`);
      if (tags.some(({ name }) => /^(script|iframe|img|form|base)$/i.test(name)))
        throw new Error("the page holds what runs or fetches");
      for (const picture of savedFiles(tags, "image/svg+xml")) mustBalance(readTags(picture));
    },
    mutants: [
      { name: "tags are let through", subject: (data) => draw(data).replaceAll("&lt;", "<") },
      { name: "a script is run", subject: (data) => `${draw(data)}<script></script>` },
      {
        name: "the key is a link elsewhere",
        subject: (data) => draw(data).replace("</footer>", '<a href="//x.org">x</a></footer>'),
      },
    ],
  };
}

/** The points whose eigenvalues are drawn: all at zero input, and one context's at the largest. */
function drawnRoots({ roots }: ShownDynamics): ShownDynamics["roots"] {
  const largest = Math.max(...roots.map(({ input }) => input));
  const atZero = roots.filter(({ input }) => input === 0);
  return [
    ...atZero,
    ...roots.filter(({ input, context }) => input === largest && context === roots[0].context),
  ];
}

/** The page has every fixed point, every eigenvalue that moves, and every command. */
export function networkPageDraws(draw: DrawNetworkPage): Law<DrawNetworkPage, NetworkData> {
  const withDynamics =
    (change: (dynamics: ShownDynamics) => ShownDynamics): DrawNetworkPage =>
    (data) =>
      draw({ ...data, dynamics: data.dynamics === null ? null : change(data.dynamics) });
  return {
    id: "network-page-draws",
    says: "a row for each fixed point, a sign for each eigenvalue, outside the circle or within",
    needs: [],
    runs: RUNS,
    cases: () => anyNetworkData,
    holds(subject, data) {
      const page = subject(data);
      const signs = [...page.matchAll(/<g [^>]*class="eigenvalue"[^>]*>(.*?)<\/g>/gs)];
      const drawn = signs.reduce((sum, [, inside]) => sum + inside.split("<title>").length - 1, 0);
      const rows = page.split('aria-label="Every fixed point"').at(1)?.split("</table>")[0] ?? "";
      const { dynamics } = data;
      if (dynamics === null) {
        if (drawn > 0 || !page.includes("diverged")) throw new Error("it is not said to diverge");
        return;
      }
      const values = drawnRoots(dynamics).flatMap(({ eigenvalues }) => eigenvalues);
      const expected = values.filter(({ re, im }) => re !== 0 || im !== 0).length;
      if (drawn !== expected) throw new Error(`${drawn} eigenvalues drawn of ${expected}`);
      const listed = rows.split("<tr>").length - 2;
      if (listed !== dynamics.roots.length)
        throw new Error(`${listed} rows of ${dynamics.roots.length} fixed points`);
      const certified = dynamics.roots.filter((root) => root.certificate.verdict === "certified");
      const proven = rows.split("one true point within").length - 1;
      if (proven !== certified.length)
        throw new Error(`${proven} certificates shown of ${certified.length}`);
    },
    mutants: [
      {
        name: "the first fixed point is left out",
        subject: withDynamics((dynamics) => ({ ...dynamics, roots: dynamics.roots.slice(1) })),
      },
      {
        name: "an eigenvalue is left out",
        subject: withDynamics((dynamics) => ({
          ...dynamics,
          roots: dynamics.roots.map((root) => ({
            ...root,
            eigenvalues: root.eigenvalues.slice(0, -3),
          })),
        })),
      },
      {
        name: "every point is certified",
        subject: withDynamics((dynamics) => ({
          ...dynamics,
          roots: dynamics.roots.map((root) => ({
            ...root,
            certificate: { verdict: "certified", existence: 0, uniqueness: 1 },
          })),
        })),
      },
    ],
  };
}
