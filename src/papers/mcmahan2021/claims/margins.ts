/**
 * Margins of excess silhouettes that mean something, simulated from the pilot by
 * `npx tsx bench/margins.ts` (500 makings each; their Monte-Carlo error is at most .002).
 */

/** What groups give whose shares of networks with several stable points differ by .25. */
export const SHARES_APART = {
  rdm: 0.049,
  cdi: 0.049,
  contexts: 0.034,
} as const;

/**
 * What BPTT on RDM gives with itself where a quarter of one group is exchanged for networks with
 * tanh. The pilot has no tanh on CDI: that of RDM stands for it.
 */
export const QUARTER_TANH = { svcca: 0.03, svccaAt2: 0.03 } as const;
